/** What the desk writes into the chat's page, so that the first thing seen needs no request. */

import type { Language } from "@firstline/client/protocol";
import { type Bundle, createTexts, preferredLanguage, type Texts } from "@firstline/client/texts";

export interface FirstLine {
  /** The language that fits the browser, as the desk sees it. */
  language: Language;
  languages: [Language, ...Language[]];
  /** At least the texts of `language` and of English; the others are fetched when they are chosen. */
  texts: Partial<Record<Language, Bundle>>;
}

export function readFirstLine(document: Document): FirstLine {
  const script = document.getElementById("firstline");
  return JSON.parse(script?.textContent ?? "") as FirstLine;
}

export class TextSource {
  readonly #first: FirstLine;

  constructor(first: FirstLine) {
    this.#first = first;
  }

  get languages(): readonly Language[] {
    return this.#first.languages;
  }

  /** The desk's guess, unless the customer or the page asks for another language. */
  choose(...asked: (string | undefined)[]): Language {
    const wishes = asked.filter((tag) => tag !== undefined);
    return preferredLanguage([...wishes, this.#first.language], this.#first.languages);
  }

  /** The texts that are at hand; English stands in for what is not. */
  now(language: Language): Texts {
    const { texts } = this.#first;
    return createTexts(language, texts[language] ?? texts.en ?? {}, texts.en);
  }

  /** Fetches the language's texts if they are not at hand; in vain, English stays. */
  async get(language: Language): Promise<Texts> {
    if (!this.#first.texts[language]) {
      const answer = await fetch(`/widget/texts/${language}.json`).catch(() => null);
      if (answer?.ok) this.#first.texts[language] = (await answer.json()) as Bundle;
    }
    return this.now(language);
  }
}
