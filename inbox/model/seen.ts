/**
 * What the writer of a reply has seen (R41). A line counts as seen once it stood on the screen: the page is
 * visible and the transcript is read to its end, or the line was shown above the composer after a refusal.
 */

import type { Entry, Position } from "@firstline/client/protocol";

export interface Sight {
  saw: Position;
  /** Where the first line stands that arrived while nobody looked; null while everything is seen. */
  newFrom: Position | null;
}

export const initialSight: Sight = { saw: 0, newFrom: null };

export function look(
  sight: Sight,
  known: Position,
  entries: readonly Entry[],
  looking: boolean,
): Sight {
  if (looking)
    return sight.saw === known && sight.newFrom === null ? sight : { saw: known, newFrom: null };
  if (sight.newFrom !== null) return sight;
  const first = entries.find((entry) => entry.position > sight.saw && isWords(entry));
  return first ? { ...sight, newFrom: first.position } : sight;
}

/**
 * What the agent did is no news to the agent: up to there it counts as seen, unless words stand before it
 * that nobody has looked at.
 */
export function acted(
  sight: Sight,
  upto: Position,
  known: Position,
  entries: readonly Entry[],
): Sight {
  const between = entries.filter(({ position }) => position > sight.saw && position <= upto);
  if (upto <= sight.saw || upto > known || between.some(isWords)) return sight;
  return { ...sight, saw: upto };
}

const isWords = ({ kind }: Entry): boolean =>
  kind === "customer" || kind === "agent" || kind === "note";

/** Lines that can change an answer: anyone's words, and what became of the conversation. */
export const isNews = (entry: Entry): boolean => entry.kind !== "bot" && entry.kind !== "note";

/** What came after a position: shown above the composer when a reply was refused as stale. */
export const newsAfter = (entries: readonly Entry[], saw: Position): Entry[] =>
  entries.filter((entry) => entry.position > saw && isNews(entry));
