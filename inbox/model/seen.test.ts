import { describe, expect, it } from "vitest";
import { agentSaid, customerSaid, happened } from "../testing/builders";
import { acted, look, newsAfter } from "./seen";

const NOTE = { ...agentSaid(6), kind: "note" } as const;

describe("what the writer has seen (R41)", () => {
  const entries = [customerSaid(3), customerSaid(5)];

  it("follows the transcript while its end is in sight", () => {
    expect(look({ saw: 3, newFrom: null }, 5, entries, true)).toEqual({ saw: 5, newFrom: null });
  });

  it("stays while nobody looks, and remembers where the news begin", () => {
    const sight = look({ saw: 3, newFrom: null }, 5, entries, false);
    expect(sight).toEqual({ saw: 3, newFrom: 5 });
    expect(look(sight, 7, [...entries, customerSaid(7)], false)).toEqual({ saw: 3, newFrom: 5 });
  });

  it("marks words as new, not what happened", () => {
    const claimed = happened(6, "claimed");
    expect(look({ saw: 5, newFrom: null }, 6, [claimed], false).newFrom).toBeNull();
    expect(look({ saw: 5, newFrom: null }, 6, [NOTE], false).newFrom).toBe(6);
  });

  it("holds what the agent did, once it is known and unless somebody wrote before it", () => {
    const sight = { saw: 5, newFrom: null };
    expect(acted(sight, 6, 6, [happened(6, "claimed")]).saw).toBe(6);
    expect(acted(sight, 6, 5, []).saw).toBe(5);
    expect(acted(sight, 7, 7, [customerSaid(6), happened(7, "claimed")]).saw).toBe(5);
  });
});

describe("what came in since", () => {
  it("holds customers, colleagues and what happened, not notes", () => {
    const entries = [customerSaid(3), customerSaid(5), NOTE, happened(7, "assigned"), agentSaid(8)];
    expect(newsAfter(entries, 3).map(({ position }) => position)).toEqual([5, 7, 8]);
  });
});
