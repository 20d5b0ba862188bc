/**
 * What was written and is not yet known to be stored. It survives reloads and lost connections, keeps the
 * order, and sends one command at a time; the desk stores a command with the same id once.
 */

import { NO_ANSWER } from "./connection";
import type { Ack, Fields, Moment, Position, Secret, StoredFile, WireError } from "./protocol";

export interface Outgoing {
  /** UUID, made by the client; the desk's guard against storing twice. */
  id: string;
  conversation: string;
  name: string;
  fields: Fields;
  at: Moment;
  /** What its writer sees until the desk shows it; never sent. */
  shown?: { text: string; secrets?: readonly Secret[]; files?: readonly StoredFile[] };
  state:
    | { kind: "sending" }
    | { kind: "sent"; position: Position }
    | { kind: "failed"; error: WireError };
}

/** Where the outbox is kept; `keep` may fail in silence, `load` then gives what is there. */
export interface OutboxStorage {
  load(): readonly Outgoing[];
  keep(items: readonly Outgoing[]): void;
}

type Send = (name: string, fields: Fields) => Promise<Ack<{ position: Position }>>;

interface Parts {
  storage: OutboxStorage;
  send: Send;
  /** Whether its turn may come now; what may not stays, and holds nothing else up. */
  ready?: (item: Outgoing) => boolean;
  changed?: (items: readonly Outgoing[]) => void;
  wait?: (milliseconds: number, then: () => void) => void;
}

// Refusals that say nothing against the command itself: it keeps its place and is sent again later.
const PASSING = new Set([
  NO_ANSWER,
  "token_expired",
  "store_refused",
  "version_conflict",
  "too_many_requests",
  "desk_leaving",
]);
const PAUSE = 3000;

export class Outbox {
  items: readonly Outgoing[];
  readonly #parts: Parts;
  #running = false;
  #pausing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.items = parts.storage.load();
  }

  /** Takes a command and sends it when its turn has come. An id that is known already changes nothing. */
  put(item: Omit<Outgoing, "state">): void {
    if (this.items.some(({ id }) => id === item.id)) return;
    this.#set([...this.items, { ...item, state: { kind: "sending" } }]);
    void this.flush();
  }

  /** Sends again what was refused. */
  retry(id: string): void {
    this.#replace(id, { kind: "sending" });
    void this.flush();
  }

  /** Forgets a command: the transcript shows it by now, or its writer gave it up. */
  drop(ids: ReadonlySet<string>): void {
    if (this.items.some(({ id }) => ids.has(id)))
      this.#set(this.items.filter(({ id }) => !ids.has(id)));
  }

  /** Sends what waits, oldest first. Call it whenever the connection is back: the pause after a lost answer ends then. */
  async flush(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    let going = true;
    while (going) {
      const next = this.items.find((item) => this.#waits(item));
      going = next !== undefined && (await this.#sendOne(next));
    }
    this.#running = false;
  }

  #waits(item: Outgoing): boolean {
    return item.state.kind === "sending" && (this.#parts.ready?.(item) ?? true);
  }

  /** Gives false where sending has to pause. */
  async #sendOne(item: Outgoing): Promise<boolean> {
    const ack = await this.#parts.send(item.name, {
      ...item.fields,
      id: item.id,
      conversation: item.conversation,
    });
    if (ack.ok) this.#replace(item.id, { kind: "sent", position: ack.position });
    else if (PASSING.has(ack.error.code)) return this.#pause(ack.error);
    else this.#replace(item.id, { kind: "failed", error: ack.error });
    return true;
  }

  #pause(error: WireError): false {
    if (this.#pausing) return false;
    this.#pausing = true;
    const wait = this.#parts.wait ?? ((length, then) => void setTimeout(then, length));
    wait(error.retry_after ?? PAUSE, () => {
      this.#pausing = false;
      void this.flush();
    });
    return false;
  }

  #replace(id: string, state: Outgoing["state"]): void {
    this.#set(this.items.map((item) => (item.id === id ? { ...item, state } : item)));
  }

  #set(items: readonly Outgoing[]): void {
    this.items = items;
    this.#parts.storage.keep(items);
    this.#parts.changed?.(items);
  }
}
