import { describe, expect, it } from "vitest";
import { aClock, aRow, HOUR, MINUTE } from "../testing/builders";
import {
  initialLists,
  type Lists,
  type ListsAction,
  moved,
  updateLists,
  visibleRows,
} from "./lists";
import type { ListName, Row } from "./wire";

const ME = "lena";

const after = (...actions: ListsAction[]): Lists => actions.reduce(updateLists, initialLists);

const page = (rows: Row[], list: ListName = "queue", first = true): ListsAction => ({
  type: "page_arrived",
  list,
  rows,
  next: null,
  first,
});

const numbers = (lists: Lists): string[] | undefined =>
  visibleRows(lists, ME)?.map(({ number }) => number);

describe("the list in sight", () => {
  it("is unknown until its first page has arrived", () => {
    expect(visibleRows(initialLists, ME)).toBeNull();
    expect(visibleRows(after(page([])), ME)).toEqual([]);
  });

  it("sorts by severity, then by the clock that is due next (R40)", () => {
    const due = (minutes: number) => aClock({ due_at: minutes * MINUTE });
    const lists = after(
      page([
        aRow({ number: "later", clock: due(50) }),
        aRow({ number: "minor", severity: 3, clock: due(1) }),
        aRow({ number: "missed", clock: aClock({ due_at: -4 * MINUTE, state: "missed" }) }),
        aRow({ number: "critical", severity: 1, severity_proposed: true, clock: due(90) }),
        aRow({ number: "no-clock", clock: null }),
      ]),
    );
    expect(numbers(lists)).toEqual(["critical", "missed", "later", "no-clock", "minor"]);
  });

  it("shows the newest first where nothing is urgent any more", () => {
    const done = (number: string, last_at: number) => aRow({ number, phase: "resolved", last_at });
    const chosen: ListsAction = { type: "list_chosen", list: "resolved" };
    const lists = after(chosen, page([done("old", HOUR), done("new", 2 * HOUR)], "resolved"));
    expect(numbers(lists)).toEqual(["new", "old"]);
  });

  it("filters by team and language", () => {
    const lists = after(
      { type: "filtered", filter: { team: "billing", language: "de" } },
      page([
        aRow({ number: "fits", team: "billing", language: "de" }),
        aRow({ number: "team", language: "de" }),
        aRow({ number: "language", team: "billing" }),
      ]),
    );
    expect(numbers(lists)).toEqual(["fits"]);
  });

  it("passes over a page of a list that was left meanwhile", () => {
    const lists = after({ type: "list_chosen", list: "mine" }, page([aRow()], "queue"));
    expect(visibleRows(lists, ME)).toBeNull();
  });

  it("adds a further page, and a new first page replaces what the list held", () => {
    const first = after(page([aRow({ number: "a" })]));
    const both = updateLists(first, page([aRow({ number: "b" })], "queue", false));
    expect(numbers(both)).toEqual(["a", "b"]);
    expect(numbers(updateLists(both, page([aRow({ number: "b" })])))).toEqual(["b"]);
  });
});

describe("live changes", () => {
  const changed = (row: Row): ListsAction => ({
    type: "rows_changed",
    change: { changed: [row], gone: [] },
  });

  it("moves a claimed row from the queue to its owner's list", () => {
    const claimed = aRow({ phase: "assigned", agent: { id: ME, name: "Lena" }, version: 2 });
    const queue = after(page([aRow()]), changed(claimed));
    expect(numbers(queue)).toEqual([]);
    const mine = after({ type: "list_chosen", list: "mine" }, page([], "mine"), changed(claimed));
    expect(numbers(mine)).toEqual(["K7Q-4M2X"]);
  });

  it("never goes back to an older version of a row", () => {
    const lists = after(
      page([aRow({ version: 5, subject: "new" })]),
      changed(aRow({ version: 4 })),
    );
    expect(visibleRows(lists, ME)?.[0]?.subject).toBe("new");
  });

  it("forgets what is gone", () => {
    const gone: ListsAction = {
      type: "rows_changed",
      change: { changed: [], gone: [aRow().conversation] },
    };
    expect(numbers(after(page([aRow()]), gone))).toEqual([]);
  });
});

describe("the search", () => {
  it("shows what was found for the latest text only", () => {
    const found = (text: string, number: string): ListsAction => ({
      type: "found",
      text,
      rows: [aRow({ number, phase: "closed" })],
    });
    const lists = after({ type: "searched", text: "a" }, { type: "searched", text: "ab" });
    expect(visibleRows(updateLists(lists, found("a", "old")), ME)).toBeNull();
    expect(numbers(updateLists(lists, found("ab", "new")))).toEqual(["new"]);
  });

  it("gives the list back when it is left", () => {
    const lists = after(page([aRow()]), { type: "searched", text: "x" }, { type: "search_left" });
    expect(numbers(lists)).toEqual(["K7Q-4M2X"]);
  });
});

describe("the cursor", () => {
  const rows = ["a", "b", "c"].map((number) => aRow({ number, conversation: number }));

  it("starts at the first row and stops at the ends", () => {
    expect(moved(rows, null, 1)).toBe("a");
    expect(moved(rows, "a", 1)).toBe("b");
    expect(moved(rows, "c", 1)).toBe("c");
    expect(moved(rows, "a", -1)).toBe("a");
    expect(moved([], null, 1)).toBeNull();
  });
});
