/** A desk in the test's hand: answers queries and commands, sends updates, and remembers what it was sent. */

import { Connection, type SocketLike } from "@firstline/client/connection";
import type { Ack, CustomerCard, Entry, Fields, Update } from "@firstline/client/protocol";

type Listener = (...parts: never[]) => void;
type Answer = (fields: Fields) => Ack<object> | Promise<Ack<object>>;

export const CARD: CustomerCard = {
  number: "K7Q-4M2X",
  phase: "intake",
  language: "en",
  zone: { id: "Europe/Berlin", place: "Berlin" },
  owner: { kind: "bot", name: "" },
  promise: null,
  incident: null,
  findings: [],
  asked: "",
  offer: null,
  solution: "",
  rated: false,
  joined_to: "",
  joined_conversation: "",
  seen: 0,
  verified: true,
  bot: "ready",
};

export class FakeDesk implements SocketLike {
  readonly #listeners = new Map<string, Listener[]>();
  connected = false;
  readonly connection = new Connection({ makeSocket: () => this });
  readonly sent: Fields[] = [];
  readonly answers: Record<string, Answer> = {};
  entries: Entry[] = [];
  card = CARD;
  key: string | null = "secret-key";

  constructor() {
    this.answers.open = ({ conversation = "stream" }) => this.#opened(conversation as string);
    this.answers.catch_up = () => ({
      ok: true,
      position: this.position,
      entries: [],
      card: this.card,
    });
    this.answers.mine = () => ({ ok: true, conversations: [] });
  }

  get position(): number {
    return this.entries.at(-1)?.position ?? 0;
  }

  /** What was sent under a name, oldest first. */
  given = (name: string): Fields[] => this.sent.filter((fields) => fields.name === name);

  /** Another entry, told to the chat as the desk does. */
  says(entry: Partial<Entry> & Pick<Entry, "kind">, card: Partial<CustomerCard> = {}): void {
    const from = this.position;
    this.card = { ...this.card, ...card };
    this.entries = [...this.entries, { position: from + 1, at: 0, text: "", ...entry } as Entry];
    const entries = this.entries.slice(-1);
    const update: Update<CustomerCard> = {
      conversation: "stream",
      from,
      position: from + 1,
      entries,
      card: this.card,
    };
    this.happens("update", update);
  }

  happens(event: string, payload?: unknown): void {
    if (event === "connect") this.connected = true;
    if (event === "disconnect") this.connected = false;
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as never);
  }

  connect(): void {
    queueMicrotask(() => this.happens("connect"));
  }
  disconnect(): void {
    this.connected = false;
  }
  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }
  off(event: string, listener: Listener): void {
    const left = this.#listeners.get(event)?.filter((one) => one !== listener) ?? [];
    this.#listeners.set(event, left);
  }
  emit(event: string, payload: unknown): void {
    this.sent.push({ name: event, ...(payload as Fields) });
  }
  timeout() {
    return {
      emitWithAck: async (_event: string, payload: unknown) => {
        const fields = payload as Fields;
        this.sent.push(fields);
        const answer = this.answers[fields.name as string];
        return answer ? answer(fields) : { ok: true, position: this.position };
      },
    };
  }

  #opened(conversation: string): Ack<object> {
    const { position, entries, card, key } = this;
    const limits = { message: 8000, text: 100_000, file: 26_214_400, types: ["image/*", "text/*"] };
    const { number, language } = card;
    const place = { conversation, number, key, position, entries, card };
    return { ok: true, ...{ ...place, texts_language: language, limits } };
  }
}

/** Waits until everything that is on its way has arrived. */
export const settle = () => new Promise((done) => setTimeout(done, 0));
