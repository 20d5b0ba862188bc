import { describe, expect, it } from "vitest";
import { extras, items, tally } from "./context";
import { tagsIn } from "./tags";

const card = {
  context: [
    { what: "description", state: "there" },
    { what: "steps", state: "not_needed" },
    { what: "time", state: "asked" },
    { what: "impact", state: "missing" },
  ] as const,
  findings: [
    { what: "description", value: "401" },
    { what: "error_code", value: "190" },
  ],
};

describe("the context card (R23)", () => {
  const all = items({ ...card, context: [...card.context] });

  it("shows what is there and what is missing, and leaves out what is not needed", () => {
    expect(all.map(({ what, state }) => `${what} ${state}`)).toEqual([
      "description there",
      "time asked",
      "impact missing",
    ]);
    expect(all[0]?.finding?.value).toBe("401");
    expect(tally(all)).toEqual({ there: 1, of: 3 });
  });

  it("shows what else was found", () => {
    expect(extras({ ...card, context: [...card.context] }).map(({ what }) => what)).toEqual([
      "error_code",
    ]);
  });
});

describe("tags", () => {
  it("are trimmed, small and each there once", () => {
    expect(tagsIn(" Webhook, rotation ,webhook,, ")).toEqual(["webhook", "rotation"]);
  });
});
