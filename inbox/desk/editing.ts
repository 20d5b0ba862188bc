/** What the editors' page asks the desk. What takes long is answered by an event. */

import type { Connection } from "@firstline/client/connection";
import type { Ack, Fields, Language } from "@firstline/client/protocol";
import type { Confusions, Content, FlagShown, Heard, Verdict } from "../model/editing";

export class EditingDesk {
  readonly #connection: Connection;
  readonly #waiting = new Map<string, () => void>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  content(): Promise<Ack<Content>> {
    return this.#connection.ask("content");
  }

  file(language: Language, file: string): Promise<Ack<{ text: string }>> {
    return this.#connection.ask("content_file", { language, file });
  }

  flags(): Promise<Ack<{ flags: FlagShown[]; next: string | null }>> {
    return this.#connection.ask("flags");
  }

  settle({ conversation, position }: FlagShown): Promise<Ack<object>> {
    return this.#connection.do("settle_flag", { conversation, position });
  }

  begin(language: Language, drafts: Record<string, string>, zone: string): Promise<Ack<object>> {
    return this.#connection.do("try_texts", { language, drafts, zone });
  }

  say(text: string): Promise<Ack<Heard>> {
    return this.#connection.do("say_in_trial", { text }) as Promise<Ack<Heard & { position: 0 }>>;
  }

  choose(to: string): Promise<Ack<Heard>> {
    return this.#connection.do("choose_in_trial", { to }) as Promise<Ack<Heard & { position: 0 }>>;
  }

  check(language: Language, file: string, draft: string): Promise<Ack<Verdict>> {
    return this.#later("check_draft", "draft_checked", { language, file, draft });
  }

  compare(language: Language, draft: string): Promise<Ack<Confusions>> {
    return this.#later("compare_phrases", "phrases_compared", { language, draft });
  }

  /** Calls back when files went live or were refused, and when flags changed; gives what ends it. */
  onNews(content: () => void, flags: () => void): () => void {
    const ends = [
      this.#connection.on("content", content),
      this.#connection.on("flags_changed", flags),
      this.#connection.onWake(content),
      this.#connection.onWake(flags),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** The newest wish of a kind counts; one that it replaces is never answered. */
  #later<Result>(name: string, event: string, fields: Fields): Promise<Ack<Result>> {
    this.#waiting.get(event)?.();
    return new Promise((resolve) => {
      const end = this.#connection.on<Ack<Result>>(event, (answer) => {
        end();
        resolve(answer);
      });
      this.#waiting.set(event, end);
      void this.#connection.do(name, fields).then((ack) => {
        if (ack.ok) return;
        end();
        resolve(ack);
      });
    });
  }
}
