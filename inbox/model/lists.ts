/** The lists on the left: which rows are known, which belong to the list in sight, and in what order (R40). */

import type { Language } from "@firstline/client/protocol";
import type { Counts, ListName, Row, RowsChange } from "./wire";

export interface Filter {
  team: string | null;
  language: Language | null;
}

export interface Lists {
  chosen: ListName;
  filter: Filter;
  /** Every row that the desk has told of, by conversation. */
  rows: ReadonlyMap<string, Row>;
  counts: Counts;
  /** Conversations for which people on call are paged, whatever list is in sight. */
  paged: ReadonlyMap<string, Row>;
  /** The list whose first page has arrived; until it is the chosen one, a skeleton stands in. */
  loaded: ListName | null;
  next: string | null;
  /** What was looked for and found; null while nothing is looked for. */
  search: { text: string; found: readonly Row[] | null } | null;
  /** The row under the keyboard's cursor. */
  cursor: string | null;
}

export const initialLists: Lists = {
  chosen: "queue",
  filter: { team: null, language: null },
  rows: new Map(),
  counts: {},
  paged: new Map(),
  loaded: null,
  next: null,
  search: null,
  cursor: null,
};

export type ListsAction =
  | { type: "list_chosen"; list: ListName }
  | { type: "filtered"; filter: Filter }
  | {
      type: "page_arrived";
      list: ListName;
      rows: readonly Row[];
      next: string | null;
      first: boolean;
    }
  | { type: "rows_changed"; change: RowsChange }
  | { type: "pages_arrived"; rows: readonly Row[] }
  | { type: "counted"; counts: Counts }
  | { type: "searched"; text: string }
  | { type: "found"; text: string; rows: readonly Row[] }
  | { type: "search_left" }
  | { type: "cursor_set"; conversation: string | null };

export function updateLists(lists: Lists, action: ListsAction): Lists {
  switch (action.type) {
    case "list_chosen":
      return {
        ...lists,
        chosen: action.list,
        loaded: null,
        next: null,
        search: null,
        cursor: null,
      };
    case "filtered":
      return { ...lists, filter: action.filter, loaded: null, next: null, cursor: null };
    case "page_arrived":
      return action.list === lists.chosen ? pageArrived(lists, action) : lists;
    case "rows_changed":
      return {
        ...lists,
        rows: changed(lists.rows, action.change),
        paged: pagedAfter(lists.paged, action.change),
      };
    case "pages_arrived":
      return { ...lists, paged: new Map(action.rows.map((row) => [row.conversation, row])) };
    case "counted":
      return { ...lists, counts: action.counts };
    case "searched":
      return { ...lists, search: { text: action.text, found: null }, cursor: null };
    case "found":
      return lists.search?.text === action.text ? found(lists, action.text, action.rows) : lists;
    case "search_left":
      return { ...lists, search: null, cursor: null };
    case "cursor_set":
      return { ...lists, cursor: action.conversation };
  }
}

type Page = Extract<ListsAction, { type: "page_arrived" }>;

/** A first page is the truth about its list: what the list held before and is not in the page is forgotten. */
function pageArrived(lists: Lists, page: Page): Lists {
  const kept = page.first
    ? [...lists.rows].filter(([, row]) => !belongsAnywhere(row, page.list))
    : [...lists.rows];
  const rows = new Map(kept);
  for (const row of page.rows)
    rows.set(row.conversation, newer(lists.rows.get(row.conversation), row));
  return { ...lists, rows, loaded: page.list, next: page.next };
}

// 'Mine' depends on who asks; a row of mine that is stale is corrected by its own update.
const belongsAnywhere = (row: Row, list: ListName): boolean =>
  list === "all" || belongs(row, list, row.agent?.id ?? "");

function changed(rows: Lists["rows"], change: RowsChange): Lists["rows"] {
  const result = new Map(rows);
  for (const conversation of change.gone) result.delete(conversation);
  for (const row of change.changed)
    result.set(row.conversation, newer(rows.get(row.conversation), row));
  return result;
}

function pagedAfter(paged: Lists["paged"], change: RowsChange): Lists["paged"] {
  const calls = (row: Row) => row.page?.state === "calling";
  const touched = change.changed.some((row) => calls(row) || paged.has(row.conversation));
  if (!touched && !change.gone.some((conversation) => paged.has(conversation))) return paged;
  return new Map([...changed(paged, change)].filter(([, row]) => calls(row)));
}

const newer = (known: Row | undefined, row: Row): Row =>
  known && known.version > row.version ? known : row;

const found = (lists: Lists, text: string, rows: readonly Row[]): Lists => ({
  ...lists,
  search: { text, found: rows },
});

/** Whether a row stands in a list, for the agent `me`. */
export function belongs(row: Row, list: ListName, me: string): boolean {
  switch (list) {
    case "queue":
      return row.phase === "queued";
    case "mine":
      return row.agent?.id === me && (row.phase === "assigned" || row.phase === "waiting");
    case "waiting":
      return row.phase === "waiting";
    case "incident":
      return row.phase === "incident";
    case "resolved":
      return row.phase === "resolved";
    case "all":
      return row.phase !== "reserved";
  }
}

const fits = (row: Row, filter: Filter): boolean =>
  (filter.team === null || row.team === filter.team) &&
  (filter.language === null || row.language === filter.language);

/** The rows in sight, in order; null while the first page is under way. */
export function visibleRows(lists: Lists, me: string): readonly Row[] | null {
  if (lists.search)
    return lists.search.found?.map((row) => lists.rows.get(row.conversation) ?? row) ?? null;
  if (lists.loaded !== lists.chosen) return null;
  const rows = [...lists.rows.values()].filter(
    (row) => belongs(row, lists.chosen, me) && fits(row, lists.filter),
  );
  return rows.sort(lists.chosen === "resolved" || lists.chosen === "all" ? byNews : byUrgency);
}

/** Severity first, then the clock that is due next; what has no running clock comes last (R40). */
export function byUrgency(one: Row, other: Row): number {
  return (
    one.severity - other.severity ||
    due(one) - due(other) ||
    one.last_at - other.last_at ||
    tie(one, other)
  );
}

const byNews = (one: Row, other: Row): number => other.last_at - one.last_at || tie(one, other);

const tie = (one: Row, other: Row): number => one.number.localeCompare(other.number);

const due = (row: Row): number => {
  const running = row.clock?.state === "running" || row.clock?.state === "missed";
  return running ? (row.clock?.due_at ?? LATEST) : LATEST;
};
const LATEST = Number.MAX_SAFE_INTEGER;

/** The row `by` places away from the cursor, held at the ends; the first one where there is no cursor. */
export function moved(rows: readonly Row[], cursor: string | null, by: number): string | null {
  const place = rows.findIndex((row) => row.conversation === cursor);
  const target = place < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, place + by));
  return rows[target]?.conversation ?? null;
}
