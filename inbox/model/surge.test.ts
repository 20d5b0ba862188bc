import { createTexts } from "@firstline/client/texts";
import { describe, expect, it } from "vitest";
import { aRow } from "../testing/builders";
import { movesSurges, openSurges, topicWords } from "./surge";
import type { RowSurge } from "./wire";

const aSurge = (change: Partial<RowSurge> = {}): RowSurge => ({
  topics: ["area:webhooks"],
  since: 0,
  customers: 5,
  dismissed_by: "",
  ...change,
});
const host = aRow({ surge: aSurge() });
const shown = { row: host, rows: [host] };

describe("a surge (R49)", () => {
  it("is named in the agent's words", () => {
    const texts = createTexts("de", { "issue_kind.delivery": "Zustellung" });
    const topics = ["issue_kind:delivery", "error_code:401"];
    expect(topicWords(topics, texts)).toBe("Zustellung, 401");
  });

  it("is no alarm any more once a lead has put it away", () => {
    const away = { row: aRow({ surge: aSurge({ dismissed_by: "lea" }) }), rows: [] };
    expect(openSurges([shown, away])).toEqual([shown]);
  });

  it("is asked for anew when it begins, grows or ends, and not otherwise", () => {
    const other = aRow({ number: "B2B-22BB" });
    expect(movesSurges([], { changed: [host], gone: [] })).toBe(true);
    expect(movesSurges([shown], { changed: [{ ...host, surge: null }], gone: [] })).toBe(true);
    expect(movesSurges([shown], { changed: [other], gone: [] })).toBe(false);
  });
});
