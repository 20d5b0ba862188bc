import { describe, expect, it } from "vitest";
import type { Batch, Entry } from "./protocol";
import { emptyTranscript, hasGap, merge, type Transcript } from "./transcript";

type Card = { name: string };

const entry = (position: number, text = `text ${position}`): Entry => ({
  kind: "customer",
  position,
  at: position * 1000,
  id: `id-${position}`,
  text,
});

const batch = (from: number, position: number, entries: Entry[], name = "card"): Batch<Card> => ({
  from,
  position,
  entries,
  card: { name },
});

const known: Transcript<Card> = merge(emptyTranscript, batch(0, 3, [entry(1), entry(3)], "known"));

describe("given what was known up to position 3", () => {
  it("appends what follows and takes the newer card", () => {
    const next = merge(known, batch(3, 5, [entry(4)], "newer"));
    expect(next.entries.map(({ position }) => position)).toEqual([1, 3, 4]);
    expect(next.position).toBe(5);
    expect(next.card).toEqual({ name: "newer" });
  });

  it("stays as it is when the same batch arrives twice", () => {
    const once = merge(known, batch(3, 4, [entry(4)]));
    expect(merge(once, batch(3, 4, [entry(4)])).entries).toEqual(once.entries);
  });

  it("puts an entry that overtook another into its place", () => {
    const late = merge(known, batch(0, 3, [entry(2)]));
    expect(late.entries.map(({ position }) => position)).toEqual([1, 2, 3]);
  });

  it("replaces an entry that was erased since", () => {
    const erased: Entry = { ...entry(1, ""), erased: true } as Entry;
    expect(merge(known, batch(3, 4, [erased])).entries[0]).toEqual(erased);
  });

  it("keeps its newer card against a batch that is older", () => {
    expect(merge(known, batch(0, 2, [entry(1)], "older")).card).toEqual({ name: "known" });
  });

  it("takes a newer card at the same position, since time alone can change it", () => {
    expect(merge(known, batch(3, 3, [], "moved in the queue")).card?.name).toBe(
      "moved in the queue",
    );
  });

  it("keeps its card where the batch brings none", () => {
    const { card: _none, ...bare } = batch(3, 4, [entry(4)]);
    expect(merge(known, bare).card).toEqual({ name: "known" });
  });

  it("sees a gap where the batch starts later, and does not merge over it", () => {
    const after = batch(5, 6, [entry(6)]);
    expect(hasGap(known, after)).toBe(true);
    expect(merge(known, after)).toBe(known);
  });
});
