/** What the chat keeps in the page's storage, by name. One name an item, so that two tabs do not overwrite each other. */

import type { OutboxStorage, Outgoing } from "@firstline/client/outbox";
import { CURRENT, type CurrentConversation } from "../messages";
import type { Host } from "./host";

const OUT = "out.";
const KNOWN = "known.";
const DRAFT = "draft";
const LANGUAGE = "language";

export function outboxStorage(host: Host): OutboxStorage {
  let last: readonly Outgoing[] = [];
  return {
    load: () => {
      const names = Object.keys(host.kept).filter((name) => name.startsWith(OUT));
      const items = names
        .map((name) => read<Outgoing>(host.kept[name]))
        .filter((item) => item !== null);
      last = items.sort((one, other) => one.at - other.at);
      return last;
    },
    keep: (items) => {
      const gone = last.filter(({ id }) => !items.some((item) => item.id === id));
      const changed = items.filter((item) => !last.includes(item));
      last = items;
      host.keep({
        ...Object.fromEntries(gone.map(({ id }) => [OUT + id, null])),
        ...Object.fromEntries(changed.map((item) => [OUT + item.id, JSON.stringify(item)])),
      });
    },
  };
}

export const currentConversation = (host: Host): CurrentConversation | null =>
  read<CurrentConversation>(host.kept[CURRENT]);

export function keepCurrent(host: Host, current: CurrentConversation): void {
  const text = JSON.stringify(current);
  host.keep({ [CURRENT]: text, [KNOWN + current.number]: text });
  host.kept[CURRENT] = text;
  host.kept[KNOWN + current.number] = text;
}

export function forgetCurrent(host: Host): void {
  host.keep({ [CURRENT]: null });
  delete host.kept[CURRENT];
}

/** The conversation with this number, if it was opened in this browser. */
export const knownConversation = (host: Host, number: string): CurrentConversation | null =>
  read<CurrentConversation>(host.kept[KNOWN + number]);

export const keptDraft = (host: Host): string => host.kept[DRAFT] ?? "";
export const keepDraft = (host: Host, text: string): void => host.keep({ [DRAFT]: text || null });
export const keptLanguage = (host: Host): string | undefined => host.kept[LANGUAGE];
export const keepLanguage = (host: Host, language: string): void =>
  host.keep({ [LANGUAGE]: language });

function read<Value>(text: string | undefined): Value | null {
  try {
    return text ? (JSON.parse(text) as Value) : null;
  } catch {
    return null;
  }
}
