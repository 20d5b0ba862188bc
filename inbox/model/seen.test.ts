import { describe, expect, it } from "vitest";
import { agentSaid, customerSaid, happened } from "../testing/builders";
import { look, newsAfter } from "./seen";

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

  it("takes neither notes nor the bot's lines for news", () => {
    expect(look({ saw: 5, newFrom: null }, 6, [NOTE], false).newFrom).toBeNull();
  });
});

describe("what came in since", () => {
  it("holds customers, colleagues and what happened, not notes", () => {
    const entries = [customerSaid(3), customerSaid(5), NOTE, happened(7, "assigned"), agentSaid(8)];
    expect(newsAfter(entries, 3).map(({ position }) => position)).toEqual([5, 7, 8]);
  });
});
