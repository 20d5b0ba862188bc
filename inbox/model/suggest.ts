/** What pops up while writing: `;` for canned replies, `@` for colleagues. */

import type { CannedReply, Colleague } from "./wire";

export interface Trigger {
  sign: ";" | "@";
  /** What was typed after the sign. */
  query: string;
  /** Where the sign stands in the text. */
  start: number;
}

/** The sign that is being typed at the caret, if it stands at a word's beginning. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const match = /(?:^|\s)([;@])([^\s;@]{0,40})$/.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[2] ?? "";
  return { sign: match[1] as Trigger["sign"], query, start: caret - query.length - 1 };
}

export interface Edit {
  text: string;
  caret: number;
}

/** Puts `words` in the place of the trigger. The caret goes to the first placeholder left open, else behind. */
export function insert(text: string, trigger: Trigger, words: string): Edit {
  const end = trigger.start + 1 + trigger.query.length;
  const open = words.search(/\{\w+\}/);
  const caret = trigger.start + (open < 0 ? words.length : open);
  return { text: text.slice(0, trigger.start) + words + text.slice(end), caret };
}

/** Fills the placeholders that are known; the others stay, for their writer to see. */
export const fillPlaceholders = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] || placeholder);

/** The placeholders that nothing has filled. */
export const openPlaceholders = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), (match) => match[1] as string)),
];

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Those whose title, id or text holds every word of the query; hits in the title come first. */
export function fittingReplies(replies: readonly CannedReply[], query: string): CannedReply[] {
  const inTitle = replies.filter((reply) => holds(`${reply.title} ${reply.id}`, query));
  const inText = replies.filter((reply) => !inTitle.includes(reply) && holds(reply.text, query));
  return [...inTitle, ...inText];
}

export const fittingColleagues = (colleagues: readonly Colleague[], query: string): Colleague[] =>
  colleagues
    .filter((colleague) => holds(colleague.name, query))
    .sort(
      (one, other) =>
        Number(other.on_shift) - Number(one.on_shift) || one.name.localeCompare(other.name),
    );

/** Whether a text holds each word, whatever its case or accents. */
export const holds = (text: string, query: string): boolean =>
  plain(query)
    .split(/\s+/)
    .every((word) => plain(text).includes(word));

/** A mention as it stands in a note. */
export const mentionText = (colleague: { name: string }): string => `@${colleague.name} `;

/** Of those mentioned, the ones whose name still stands in the note. */
export const mentionsIn = (
  note: string,
  mentioned: readonly string[],
  colleagues: readonly Colleague[],
): string[] =>
  mentioned.filter((id) => {
    const name = colleagues.find((colleague) => colleague.id === id)?.name;
    return name !== undefined && note.includes(`@${name}`);
  });
