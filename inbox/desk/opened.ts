/** The conversation in the middle: followed by position, with who else is there. */

import type { Connection } from "@firstline/client/connection";
import { Follower } from "@firstline/client/follow";
import type { Batch, Presence } from "@firstline/client/protocol";
import type { AgentCard, Row } from "../model/wire";
import type { InboxStore } from "./inbox";

// The desk takes whom it has not heard of for 30 s for gone.
const HEARTBEAT = 20_000;

export class OpenKeeper {
  readonly #store: InboxStore;
  readonly #connection: Connection;
  readonly #settled: (conversation: string, position: number) => void;
  #follower: Follower<AgentCard> | null = null;
  #typing: ReturnType<typeof setTimeout> | undefined;
  readonly #heartbeat: ReturnType<typeof setInterval>;

  constructor(
    store: InboxStore,
    connection: Connection,
    settled: (conversation: string, position: number) => void,
  ) {
    this.#store = store;
    this.#connection = connection;
    this.#settled = settled;
    connection.on<Presence>("presence", ({ conversation, who }) =>
      store.dispatch({ type: "who_changed", conversation, who }),
    );
    connection.onWake(() => this.#tell());
    document.addEventListener("visibilitychange", this.#tell);
    this.#heartbeat = setInterval(this.#tell, HEARTBEAT);
  }

  /** Nobody is signed in any more. */
  end(): void {
    this.#leave();
    clearInterval(this.#heartbeat);
    document.removeEventListener("visibilitychange", this.#tell);
  }

  open(conversation: string): void {
    if (this.#store.state.open?.conversation === conversation) return;
    this.#leave();
    this.#store.dispatch({ type: "opened", conversation });
    this.#store.dispatch({ type: "notices", action: { type: "notice_read", conversation } });
    this.#follow(conversation);
    this.#tell();
    void this.#similar(conversation);
  }

  close(): void {
    this.#leave();
    this.#store.dispatch({ type: "closed" });
  }

  /** Says that the writer types; it fades when nothing follows. */
  typed(): void {
    const quiet = this.#typing === undefined;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#rested(), 4000);
    if (quiet) this.#tell();
  }

  #rested(): void {
    clearTimeout(this.#typing);
    this.#typing = undefined;
    this.#tell();
  }

  #follow(conversation: string): void {
    this.#follower = new Follower<AgentCard>({
      connection: this.#connection,
      conversation,
      catchUp: (after) =>
        this.#connection.ask<Batch<AgentCard>>("conversation", { conversation, after }),
      changed: (transcript) => {
        const looking = isLooking();
        this.#store.dispatch({ type: "transcript_moved", conversation, transcript, looking });
        this.#settled(conversation, transcript.position);
      },
      failed: (error) => this.#store.dispatch({ type: "open_failed", conversation, error }),
    });
    void this.#follower.catchUp();
  }

  async #similar(conversation: string): Promise<void> {
    const ack = await this.#connection.ask<{ rows: Row[] }>("similar", { conversation });
    const rows = ack.ok ? ack.rows : [];
    this.#store.dispatch({ type: "similar_arrived", conversation, rows });
  }

  #leave(): void {
    const { open } = this.#store.state;
    if (!open) return;
    this.#follower?.stop();
    this.#follower = null;
    clearTimeout(this.#typing);
    this.#typing = undefined;
    const { conversation } = open;
    this.#connection.tell("presence", { conversation, typing: false, reading: false });
    void this.#connection.ask("leave", { conversation });
  }

  readonly #tell = (): void => {
    const conversation = this.#store.state.open?.conversation;
    if (!conversation) return;
    const typing = this.#typing !== undefined;
    const reading = document.visibilityState === "visible";
    this.#connection.tell("presence", { conversation, typing, reading });
  };
}

let atEnd = true;

/** The transcript says whether its end is in sight. */
export function lookingAtEnd(end: boolean): void {
  atEnd = end;
}

export const isLooking = (): boolean => atEnd && document.visibilityState === "visible";
