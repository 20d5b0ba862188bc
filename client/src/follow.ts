/** Follows one conversation: what arrives is a hint, what is missing is asked for by position. */

import { type Connection, NO_ANSWER } from "./connection";
import type { Ack, Batch, Position, Update, WireError } from "./protocol";
import { emptyTranscript, hasGap, merge, type Transcript } from "./transcript";

interface Parts<Card> {
  connection: Connection;
  conversation: string;
  /** Asks the desk for what came after the position (and makes it send updates from then on). */
  catchUp: (after: Position) => Promise<Ack<Batch<Card>>>;
  changed: (transcript: Transcript<Card>) => void;
  failed?: (error: WireError) => void;
  /** What is known already, where the conversation was just opened. */
  start?: Batch<Card>;
}

export class Follower<Card> {
  transcript: Transcript<Card> = emptyTranscript;
  readonly #parts: Parts<Card>;
  readonly #ends: (() => void)[] = [];
  #running = false;
  #wanted = false;
  #stopped = false;

  constructor(parts: Parts<Card>) {
    this.#parts = parts;
    if (parts.start) this.transcript = merge(this.transcript, parts.start);
    this.#ends.push(parts.connection.on<Update<Card>>("update", (update) => this.#arrived(update)));
    this.#ends.push(parts.connection.onWake(() => void this.catchUp()));
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#ends) end();
  }

  /** Asks for what is missing; one request at a time, and one more if another was wanted meanwhile. */
  async catchUp(): Promise<void> {
    this.#wanted = true;
    if (this.#running) return;
    this.#running = true;
    while (this.#wanted && !this.#stopped) {
      this.#wanted = false;
      await this.#askOnce();
    }
    this.#running = false;
  }

  async #askOnce(): Promise<void> {
    const ack = await this.#parts.catchUp(this.transcript.position);
    if (this.#stopped) return;
    if (ack.ok) return this.#take(ack);
    // A connection that claims to live but does not answer is a dead one, left over from sleep.
    if (ack.error.code === NO_ANSWER && this.#parts.connection.link.kind === "online")
      this.#parts.connection.restart();
    else this.#parts.failed?.(ack.error);
  }

  #arrived(update: Update<Card>): void {
    if (this.#stopped || update.conversation !== this.#parts.conversation) return;
    if (hasGap(this.transcript, update)) void this.catchUp();
    else this.#take(update);
  }

  #take(batch: Batch<Card>): void {
    this.transcript = merge(this.transcript, batch);
    this.#parts.changed(this.transcript);
  }
}
