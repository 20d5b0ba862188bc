import { describe, expect, it } from "vitest";
import { directiveWords, draftsOf, percent, spanOfLine, withDraft } from "./editing";

const nothing = { say: "", do: "", with: {}, choices: [], asks: "", to: "", what: "" };

describe("drafts", () => {
  it("hold only what differs from the file", () => {
    const drafts = withDraft({}, "de/bot", "new", "old");
    expect(drafts).toEqual({ "de/bot": "new" });
    expect(withDraft(drafts, "de/bot", "old", "old")).toEqual({});
  });

  it("are given by their names in one language", () => {
    const drafts = { "de/bot": "a", "de/faq": "b", "es/bot": "c" };
    expect(draftsOf(drafts, "de")).toEqual({ bot: "a", faq: "b" });
  });
});

describe("a line of a text", () => {
  it.each([
    [1, [0, 1]],
    [2, [2, 4]],
    [3, [5, 5]],
    [9, [6, 6]],
  ] as const)("%i", (line, span) => {
    expect(spanOfLine("a\nbb\n", line)).toEqual(span);
  });
});

describe("a directive", () => {
  it("reads as the flows do", () => {
    expect(directiveWords({ ...nothing, say: "ask.time", asks: "time" })).toBe(
      "say ask.time asks time",
    );
    expect(directiveWords({ ...nothing, do: "answer", what: "impact" })).toBe("do answer impact");
  });
});

it("a share is whole percents", () => expect(percent(0.834)).toBe("83 %"));
