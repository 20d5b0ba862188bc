/** What a viewer knows of a conversation, as a pure fold over the batches that the desk sends. */

import type { Batch, Entry, Position } from "./protocol";

export interface Transcript<Card> {
  /** How far the viewer is; entries may have gaps, since some positions are invisible to a viewer. */
  position: Position;
  /** By position, ascending. */
  entries: readonly Entry[];
  card: Card | null;
}

export const emptyTranscript: Transcript<never> = { position: 0, entries: [], card: null };

/** True where the batch starts after what the viewer knows: something in between is missing. */
export const hasGap = (transcript: Transcript<unknown>, batch: { from?: Position }): boolean =>
  (batch.from ?? 0) > transcript.position;

/**
 * Merges a batch: an entry replaces the one at its position (it may have been erased since), the card is
 * replaced unless the batch has none or is older than what is known, the position never goes back. A
 * batch after a gap is left alone: the viewer asks for what is missing instead.
 */
export function merge<Card>(transcript: Transcript<Card>, batch: Batch<Card>): Transcript<Card> {
  if (hasGap(transcript, batch)) return transcript;
  const older = batch.position < transcript.position;
  return {
    position: Math.max(transcript.position, batch.position),
    entries: mergeEntries(transcript.entries, batch.entries),
    card: (older ? (transcript.card ?? batch.card) : (batch.card ?? transcript.card)) ?? null,
  };
}

function mergeEntries(known: readonly Entry[], arrived: readonly Entry[]): readonly Entry[] {
  const last = known.at(-1)?.position ?? 0;
  if (arrived.every((entry, index) => entry.position > (arrived[index - 1]?.position ?? last))) {
    return arrived.length ? [...known, ...arrived] : known;
  }
  const byPosition = new Map(known.map((entry) => [entry.position, entry]));
  for (const entry of arrived) byPosition.set(entry.position, entry);
  return [...byPosition.values()].sort((one, other) => one.position - other.position);
}
