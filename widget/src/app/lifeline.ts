/** Opens the conversation, follows it, and comes back to it after whatever happened to the connection. */

import { type Connection, NO_ANSWER } from "@firstline/client/connection";
import { Follower } from "@firstline/client/follow";
import { Outbox } from "@firstline/client/outbox";
import type {
  Ack,
  Batch,
  CustomerCard,
  Language,
  Lead,
  Opened,
  Position,
  Presence,
} from "@firstline/client/protocol";
import { emptyTranscript } from "@firstline/client/transcript";
import type { TextSource } from "./firstline";
import type { Host } from "./host";
import * as kept from "./kept";
import { askOpen, findOwn, type Known } from "./open";
import { newestOfOthers, type State, shownByNow, unreadCount } from "./state";

export interface Parts {
  host: Host;
  connection: Connection;
  texts: TextSource;
  /** True while the customer can be looking at the chat. */
  watched: () => boolean;
}

// What passes by itself: the connection comes back, or a new token does.
const PASSING = new Set([NO_ANSWER, "token_expired"]);
export const UNSENT: Ack<{ position: Position }> = {
  ok: false,
  error: { code: NO_ANSWER, text: "" },
};
const NOTHING = {
  conversation: null,
  transcript: emptyTranscript,
  outgoing: [],
  who: [],
  witnessed: 0,
};

export class Lifeline {
  state: State;
  protected readonly parts: Parts;
  protected readonly outbox: Outbox;
  // The desk knows a connection's right to a conversation only after `open`; nothing is sent before.
  protected proven = false;
  readonly #listeners = new Set<() => void>();
  #follower: Follower<CustomerCard> | null = null;
  #marked: Position = 0;
  #language: Language | null = null;

  constructor(parts: Parts) {
    this.parts = parts;
    const { host, connection } = parts;
    this.outbox = new Outbox({
      storage: kept.outboxStorage(host),
      send: (name, fields) => (this.proven ? connection.do(name, fields) : Promise.resolve(UNSENT)),
      ready: ({ conversation }) => conversation === this.state.conversation?.id,
      changed: () => this.#showOutgoing(),
    });
    this.state = this.#beginning();
    connection.onLink((link) => this.#linked(link));
    connection.on<Presence>("presence", (presence) => this.#present(presence));
    connection.on("reload", () => void this.#follower?.catchUp());
    host.onOpened((opened) => this.#shown(opened));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    void this.speak(this.state.texts.language as Language);
    this.parts.connection.open();
  }

  /** Shows everything in the language from now on. */
  async speak(language: Language): Promise<void> {
    this.set({ texts: await this.parts.texts.get(language) });
  }

  /** Opens the customer's conversation with this number, or a new one. */
  async switchTo(number: string | null): Promise<void> {
    await this.#switch(number ? await this.#find(number) : null);
  }

  /** Opens the conversation that a line leads to, and stays here where it cannot be found. */
  async follow({ conversation, number }: Lead): Promise<void> {
    const key = this.state.conversation?.key ?? null;
    const known = conversation ? { conversation, key } : await this.#find(number);
    if (known) await this.#switch(known);
    else this.set({ problem: { code: "conversation_not_found", text: "" } });
  }

  async #switch(known: Known | null): Promise<void> {
    this.#follower?.stop();
    this.#follower = null;
    this.proven = false;
    this.#marked = 0;
    kept.forgetCurrent(this.parts.host);
    this.set({ ...NOTHING, problem: null });
    await this.#open(known);
  }

  /** Tells the desk what the customer has seen, and the page what is unread. */
  look(): void {
    const { transcript, conversation, opened } = this.state;
    const { host, connection, watched } = this.parts;
    const seen = Math.max(transcript.card?.seen ?? 0, this.#marked);
    const newest = newestOfOthers(transcript.entries);
    if (conversation && newest > seen && watched()) {
      this.#marked = newest;
      void connection.do("mark_seen", { conversation: conversation.id, position: newest });
    }
    const from = Math.max(seen, this.#marked);
    host.unread(opened ? 0 : unreadCount(transcript.entries, from));
  }

  protected set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.#listeners) listener();
  }

  #beginning(): State {
    const { host, connection, texts } = this.parts;
    return {
      ...NOTHING,
      link: connection.link,
      texts: texts.now(texts.choose(kept.keptLanguage(host), host.settings.language)),
      opened: true,
      problem: null,
      shut: null,
    };
  }

  #linked(link: State["link"]): void {
    if (link.kind !== "online") this.proven = false;
    const shut = link.kind === "refused" && !this.state.conversation ? link.error : null;
    this.set({ link, shut });
    const current = kept.currentConversation(this.parts.host);
    if (link.kind === "online" && !this.#follower) void this.#open(current);
  }

  async #open(known: Known | null): Promise<void> {
    const { connection } = this.parts;
    const ack = await askOpen(connection, known, this.state.texts.tag);
    if (ack.ok) this.#opened(ack, known);
    else if (ack.error.code === "conversation_not_found" && known) await this.#open(null);
    else if (ack.error.code === NO_ANSWER && connection.link.kind === "online")
      connection.restart();
    else if (!PASSING.has(ack.error.code)) this.set({ shut: ack.error });
  }

  #opened(opened: Opened, known: Known | null): void {
    const { conversation: id, number, limits } = opened;
    const key = opened.key ?? (known?.conversation === id ? known.key : null);
    this.#follower?.stop();
    this.#follower = new Follower<CustomerCard>({
      connection: this.parts.connection,
      conversation: id,
      start: opened,
      catchUp: (after) => this.#catchUp({ conversation: id, key }, after),
      changed: () => this.#moved(),
      failed: (error) => PASSING.has(error.code) || this.set({ problem: error }),
    });
    kept.keepCurrent(this.parts.host, { conversation: id, key, number });
    const readOnly = opened.read_only ?? false;
    this.set({ conversation: { id, number, key, limits, readOnly }, shut: null });
    this.#showOutgoing();
    this.#prove();
    this.#moved();
  }

  async #catchUp(known: Known, after: Position): Promise<Ack<Batch<CustomerCard>>> {
    const { connection } = this.parts;
    const { conversation } = known;
    if (this.proven) return connection.ask("catch_up", { conversation, after });
    const ack = await askOpen(connection, known, this.state.texts.tag);
    if (ack.ok) this.#prove();
    return ack;
  }

  async #find(number: string): Promise<Known | null> {
    const { host, connection } = this.parts;
    return kept.knownConversation(host, number) ?? (await findOwn(connection, number));
  }

  #prove(): void {
    this.proven = true;
    void this.outbox.flush();
  }

  #showOutgoing(): void {
    const id = this.state.conversation?.id;
    const outgoing = this.outbox.items.filter(({ conversation }) => conversation === id);
    this.set({ outgoing });
  }

  #moved(): void {
    const transcript = this.#follower?.transcript ?? emptyTranscript;
    this.outbox.drop(shownByNow(this.outbox.items, transcript));
    this.set({ transcript });
    this.#witness();
    this.#followLanguage(transcript.card?.language);
    this.look();
  }

  // The desk's word counts when it changes: what the customer chose meanwhile is not turned back.
  #followLanguage(language: Language | undefined): void {
    if (!language || language === this.#language) return;
    this.#language = language;
    void this.speak(language);
  }

  #present({ conversation, who }: Presence): void {
    if (conversation !== this.state.conversation?.id) return;
    this.set({ who });
    this.#witness();
  }

  // A person who reads has seen what stands there by now.
  #witness(): void {
    const { who, transcript } = this.state;
    if (who.some(({ reading }) => reading)) this.set({ witnessed: transcript.position });
  }

  #shown(opened: boolean): void {
    this.set({ opened });
    this.look();
  }
}
