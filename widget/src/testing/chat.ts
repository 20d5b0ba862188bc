/** A chat in a page in the test's hand. */

import type { Bundle } from "@firstline/client/texts";
import { LANGUAGES, widgetTexts } from "../../locales.ts";
import { TextSource } from "../app/firstline";
import type { Host } from "../app/host";
import { Session } from "../app/session";
import type { Kept } from "../messages";
import { FakeDesk, settle } from "./desk";

export class FakeHost implements Host {
  kept: Kept;
  settings = { identified: false };
  embedded = true;
  unreadMark = 0;
  closed = 0;
  #listener: (opened: boolean) => void = () => undefined;

  constructor(kept: Kept = {}) {
    this.kept = kept;
  }
  keep(values: Record<string, string | null>): void {
    for (const [name, value] of Object.entries(values)) {
      if (value === null) delete this.kept[name];
      else this.kept[name] = value;
    }
  }
  token = async () => null;
  close(): void {
    this.closed += 1;
  }
  unread(count: number): void {
    this.unreadMark = count;
  }
  onOpened(listener: (opened: boolean) => void): void {
    this.#listener = listener;
  }
  opens(opened: boolean): void {
    this.#listener(opened);
  }
}

const texts = (): Record<string, Bundle> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, widgetTexts(language)]));

/** A session that is not yet connected. */
export function chat(kept: Kept = {}, desk = new FakeDesk()) {
  const host = new FakeHost(kept);
  const looking = { now: true };
  const source = new TextSource({ language: "en", languages: [...LANGUAGES], texts: texts() });
  const watched = () => looking.now;
  const session = new Session({ host, connection: desk.connection, texts: source, watched });
  return { desk, host, looking, session };
}

/** A session whose conversation is open. */
export async function openChat(desk = new FakeDesk(), kept: Kept = {}) {
  const parts = chat(kept, desk);
  parts.session.start();
  await settle();
  await settle();
  return parts;
}
