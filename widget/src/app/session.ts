/** Everything that the customer can do. What is written is masked before anything else sees it (R27). */

import { mask } from "@firstline/client/masking";
import type { Outgoing } from "@firstline/client/outbox";
import type { Fields, Language, Position, StoredFile } from "@firstline/client/protocol";
import { newId } from "./id";
import { keepLanguage } from "./kept";
import { Lifeline, UNSENT } from "./lifeline";

const TYPING_AGAIN = 3000;

export class Session extends Lifeline {
  #typing = { now: false, told: 0 };
  /** What was sent last, masked: 'my password is' says what the next words are. */
  #said = "";
  /** How to send what was hidden; only this page knows it, and forgets it with itself. */
  readonly hidden = new Map<string, () => void>();

  post(text: string, files: readonly StoredFile[] = [], released: readonly string[] = []): void {
    const { text: masked, notices, values } = mask(text, this.#said, released);
    this.#said = masked;
    const fields = { text: masked, secrets: notices, files: files.map(({ id }) => id), released };
    const id = this.#put("post_message", fields, { text: masked, secrets: notices, files });
    if (values.length) this.hidden.set(id, () => this.post(text, [], values));
  }

  /** 'This is no secret': sends once more, with what was hidden. */
  release(id: string): void {
    this.hidden.get(id)?.();
    this.hidden.delete(id);
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

  /** Sends again what the desk would not take. */
  retry(id: string): void {
    this.outbox.retry(id);
  }

  drop(id: string): void {
    this.outbox.drop(new Set([id]));
  }

  /** Gives an order that is not kept for later; says whether the desk took it. */
  async order(name: string, fields: Fields = {}): Promise<boolean> {
    const conversation = this.state.conversation?.id;
    const ack =
      conversation && this.proven
        ? await this.parts.connection.do(name, { ...fields, conversation })
        : UNSENT;
    this.set({ problem: ack.ok ? null : ack.error });
    return ack.ok;
  }

  correct(what: string, value: string): Promise<boolean> {
    return this.order("correct_finding", { what, value: mask(value).text });
  }

  rate(stars: number, comment: string): Promise<boolean> {
    return this.order("rate_conversation", { stars, comment: mask(comment).text });
  }

  async changeLanguage(language: Language): Promise<void> {
    keepLanguage(this.parts.host, language);
    await this.speak(language);
    await this.order("change_language", { language });
  }

  typing(typing: boolean): void {
    const conversation = this.state.conversation?.id;
    const news = typing !== this.#typing.now || Date.now() - this.#typing.told > TYPING_AGAIN;
    if (!conversation || !news) return;
    this.#typing = { now: typing, told: Date.now() };
    const hint = { conversation, typing, reading: this.parts.watched() };
    this.parts.connection.tell("presence", hint);
  }

  /** The customer has read what went wrong. */
  understood(): void {
    this.set({ problem: null });
  }

  /** Asks the page for a token again, after it could not give one. */
  signIn(): void {
    this.parts.connection.renew();
  }

  #put(name: string, fields: Fields, shown: NonNullable<Outgoing["shown"]>): string {
    const id = newId();
    const conversation = this.state.conversation?.id;
    if (conversation) this.outbox.put({ id, conversation, name, fields, shown, at: Date.now() });
    return id;
  }
}
