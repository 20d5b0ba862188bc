/** The chat without its looks: opens the conversation, follows it, sends what is written. */

import { type Connection, NO_ANSWER } from "@firstline/client/connection";
import { Follower } from "@firstline/client/follow";
import { mask } from "@firstline/client/masking";
import { Outbox, type Outgoing } from "@firstline/client/outbox";
import type {
  Ack,
  Batch,
  CustomerCard,
  Fields,
  Language,
  Opened,
  Position,
  Presence,
  Secret,
  StoredFile,
} from "@firstline/client/protocol";
import { emptyTranscript } from "@firstline/client/transcript";
import type { TextSource } from "./firstline";
import type { Host } from "./host";
import { newId } from "./id";
import * as kept from "./kept";
import { askOpen, findOwn, type Known } from "./open";
import { newestOfOthers, type State, shownByNow, unreadCount } from "./state";

interface Parts {
  host: Host;
  connection: Connection;
  texts: TextSource;
  /** True while the customer can be looking at the chat. */
  watched: () => boolean;
}

// What passes by itself: the connection comes back, or a new token does.
const PASSING = new Set([NO_ANSWER, "token_expired"]);
const TYPING_AGAIN = 3000;
const UNSENT: Ack<{ position: Position }> = { ok: false, error: { code: NO_ANSWER, text: "" } };

export class Session {
  state: State;
  readonly #parts: Parts;
  readonly #listeners = new Set<() => void>();
  readonly #outbox: Outbox;
  #follower: Follower<CustomerCard> | null = null;
  // The desk knows a connection's right to a conversation only after `open`; nothing is sent before.
  #proven = false;
  #marked: Position = 0;
  #typing = { now: false, told: 0 };
  #language: Language | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { host, connection, texts } = parts;
    this.#outbox = new Outbox({
      storage: kept.outboxStorage(host),
      send: (name, fields) =>
        this.#proven ? connection.do(name, fields) : Promise.resolve(UNSENT),
      changed: (outgoing) => this.#set({ outgoing }),
    });
    this.state = {
      link: connection.link,
      texts: texts.now(texts.choose(kept.keptLanguage(host), host.settings.language)),
      conversation: null,
      transcript: emptyTranscript,
      outgoing: this.#outbox.items,
      who: [],
      opened: true,
      problem: null,
      shut: null,
    };
    connection.onLink((link) => this.#linked(link));
    connection.on<Presence>("presence", ({ who }) => this.#set({ who }));
    connection.on("reload", () => void this.#follower?.catchUp());
    host.onOpened((opened) => this.#shown(opened));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    void this.speak(this.state.texts.language as Language);
    this.#parts.connection.open();
  }

  /** Sends a message, masked before anything else sees it. Gives what was masked. */
  post(text: string, files: readonly StoredFile[] = []): readonly Secret[] {
    const { text: masked, notices } = mask(text);
    const fields = { text: masked, secrets: notices, files: files.map(({ id }) => id) };
    this.#put("post_message", fields, { text: masked, secrets: notices, files });
    return notices;
  }

  choose(position: Position, value: string, label: string): void {
    this.#put("choose_option", { position, value }, { text: label });
  }

  askForPerson(): void {
    this.#put("ask_for_person", {}, { text: this.state.texts.say("person.ask") });
  }

  /** The short form in place of the bot. */
  submitForm(answers: Record<string, string>, files: readonly StoredFile[]): void {
    const masked = Object.entries(answers).map(([name, text]) => [name, mask(text)] as const);
    const fields = Object.fromEntries(masked.map(([name, { text }]) => [name, text]));
    const secrets = masked.flatMap(([, { notices }]) => notices);
    const shown = { text: fields.description ?? "", secrets, files };
    this.#put("submit_form", { ...fields, secrets, files: files.map(({ id }) => id) }, shown);
  }

  retry(id: string): void {
    this.#outbox.retry(id);
  }

  drop(id: string): void {
    this.#outbox.drop(new Set([id]));
  }

  /** Gives an order that is not kept for later; says whether the desk took it. */
  async order(name: string, fields: Fields = {}): Promise<boolean> {
    const { conversation } = this.state;
    const ack =
      conversation && this.#proven
        ? await this.#parts.connection.do(name, { ...fields, conversation: conversation.id })
        : UNSENT;
    this.#set({ problem: ack.ok ? null : ack.error });
    return ack.ok;
  }

  correct(what: string, value: string): Promise<boolean> {
    return this.order("correct_finding", { what, value: mask(value).text });
  }

  rate(stars: number, comment: string): Promise<boolean> {
    return this.order("rate_conversation", { stars, comment: mask(comment).text });
  }

  /** Shows everything in another language from now on, and tells the desk. */
  async changeLanguage(language: Language): Promise<void> {
    kept.keepLanguage(this.#parts.host, language);
    await this.speak(language);
    await this.order("change_language", { language });
  }

  async speak(language: Language): Promise<void> {
    const texts = await this.#parts.texts.get(language);
    this.#set({ texts });
  }

  typing(typing: boolean): void {
    const { conversation } = this.state;
    const news = typing !== this.#typing.now || Date.now() - this.#typing.told > TYPING_AGAIN;
    if (!conversation || !news) return;
    this.#typing = { now: typing, told: Date.now() };
    const hint = { conversation: conversation.id, typing, reading: this.#parts.watched() };
    this.#parts.connection.tell("presence", hint);
  }

  /** Opens a conversation that is new, or another one of this customer's. */
  async switchTo(number: string | null): Promise<void> {
    this.#follower?.stop();
    this.#follower = null;
    this.#proven = false;
    this.#marked = 0;
    kept.forgetCurrent(this.#parts.host);
    this.#set({ conversation: null, transcript: emptyTranscript, who: [], problem: null });
    await this.#open(number ? await this.#find(number) : null);
  }

  understood(): void {
    this.#set({ problem: null });
  }

  /** Asks the page for a token again, after it could not give one. */
  signIn(): void {
    this.#parts.connection.renew();
  }

  /** Tells the desk what the customer has seen, and the page what is unread. */
  look(): void {
    const { transcript, conversation, opened } = this.state;
    const seen = Math.max(transcript.card?.seen ?? 0, this.#marked);
    const newest = newestOfOthers(transcript.entries);
    if (conversation && newest > seen && this.#parts.watched()) {
      this.#marked = newest;
      void this.#parts.connection.do("mark_seen", {
        conversation: conversation.id,
        position: newest,
      });
    }
    this.#parts.host.unread(
      opened ? 0 : unreadCount(transcript.entries, Math.max(seen, this.#marked)),
    );
  }

  #put(name: string, fields: Fields, shown: NonNullable<Outgoing["shown"]>): void {
    const conversation = this.state.conversation?.id;
    if (conversation) {
      this.#outbox.put({ id: newId(), conversation, name, fields, shown, at: Date.now() });
    }
  }

  #linked(link: State["link"]): void {
    if (link.kind !== "online") this.#proven = false;
    this.#set({ link, shut: link.kind === "refused" ? link.error : null });
    const current = kept.currentConversation(this.#parts.host);
    if (link.kind === "online" && !this.#follower) void this.#open(current);
  }

  async #open(known: Known | null): Promise<void> {
    const { connection } = this.#parts;
    const ack = await askOpen(connection, known, this.state.texts.tag);
    if (ack.ok) this.#opened(ack, known);
    else if (ack.error.code === "conversation_not_found" && known) await this.#open(null);
    else if (ack.error.code === NO_ANSWER && connection.link.kind === "online")
      connection.restart();
    else if (!PASSING.has(ack.error.code)) this.#set({ shut: ack.error });
  }

  #opened(opened: Opened, known: Known | null): void {
    const { conversation: id, number, limits } = opened;
    const key = opened.key ?? (known?.conversation === id ? known.key : null);
    this.#follower?.stop();
    this.#follower = new Follower<CustomerCard>({
      connection: this.#parts.connection,
      conversation: id,
      start: opened,
      catchUp: (after) => this.#catchUp({ conversation: id, key }, after),
      changed: () => this.#moved(),
      failed: ({ code, ...error }) =>
        PASSING.has(code) || this.#set({ problem: { code, ...error } }),
    });
    kept.keepCurrent(this.#parts.host, { conversation: id, key, number });
    this.#set({ conversation: { id, number, key, limits }, shut: null });
    this.#prove();
    this.#moved();
  }

  async #catchUp(known: Known, after: Position): Promise<Ack<Batch<CustomerCard>>> {
    const { connection } = this.#parts;
    const { conversation } = known;
    if (this.#proven) return connection.ask("catch_up", { conversation, after });
    const ack = await askOpen(connection, known, this.state.texts.tag);
    if (ack.ok) this.#prove();
    return ack;
  }

  async #find(number: string): Promise<Known | null> {
    const { host, connection } = this.#parts;
    return kept.knownConversation(host, number) ?? (await findOwn(connection, number));
  }

  #prove(): void {
    this.#proven = true;
    void this.#outbox.flush();
  }

  #moved(): void {
    const transcript = this.#follower?.transcript ?? emptyTranscript;
    this.#outbox.drop(shownByNow(this.#outbox.items, transcript));
    this.#set({ transcript });
    this.#followLanguage(transcript.card?.language);
    this.look();
  }

  // The desk's word counts when it changes: what the customer chose meanwhile is not turned back.
  #followLanguage(language: Language | undefined): void {
    if (!language || language === this.#language) return;
    this.#language = language;
    void this.speak(language);
  }

  #shown(opened: boolean): void {
    this.#set({ opened });
    this.look();
  }

  #set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.#listeners) listener();
  }
}
