import { createTexts } from "@firstline/client/texts";
import { describe, expect, it } from "vitest";
import { aRow } from "../testing/builders";
import { initialLists, updateLists } from "./lists";
import { alarms, pageWords } from "./paging";
import type { RowPage } from "./wire";

const aPage = (change: Partial<RowPage> = {}): RowPage => ({
  state: "calling",
  reasons: ["severity"],
  since: 0,
  person: "Dana Reyes",
  attempt: 1,
  vain: "",
  by: "",
  ...change,
});
const vain = aRow({ page: aPage({ vain: "silent" }) });

describe("paging (R05)", () => {
  it("alarms where the whole line was tried in vain, until somebody acknowledges", () => {
    const arrived = updateLists(initialLists, { type: "pages_arrived", rows: [vain] });
    expect(alarms(arrived.paged)).toEqual([vain]);
    const answered = { ...vain, version: 2, page: aPage({ vain: "silent", state: "answered" }) };
    const change = { changed: [answered], gone: [] };
    expect(alarms(updateLists(arrived, { type: "rows_changed", change }).paged)).toEqual([]);
  });

  it("alarms by a row that changes, and forgets one that is gone", () => {
    const change = { changed: [vain], gone: [] };
    const told = updateLists(initialLists, { type: "rows_changed", change });
    expect(alarms(told.paged)).toEqual([vain]);
    const gone = { changed: [], gone: [vain.conversation] };
    expect(alarms(updateLists(told, { type: "rows_changed", change: gone }).paged)).toEqual([]);
  });

  it("does not alarm while somebody is being called", () => {
    const calling = aRow({ page: aPage() });
    const arrived = updateLists(initialLists, { type: "pages_arrived", rows: [calling] });
    expect(alarms(arrived.paged)).toEqual([]);
  });

  it("says who was called, who answered, and that nobody did", () => {
    const texts = createTexts("en", {
      "paging.called": "Paged: {person}.",
      "paging.answered": "{name} has it.",
      "paging.silent": "Nobody answers.",
      "paging.again": "Again.",
    });
    expect(pageWords(aPage(), texts)).toBe("Paged: Dana Reyes.");
    expect(pageWords(aPage({ state: "answered", by: "Emil" }), texts)).toBe("Emil has it.");
    expect(pageWords(aPage({ vain: "silent" }), texts)).toBe("Nobody answers. Again.");
  });
});
