/** What the command palette offers for a query: actions, rows that are known, and a search for the rest. */

import { ACTIONS, type Action, type ActionId, available } from "./actions";
import { holds } from "./suggest";
import type { AgentCard, Row } from "./wire";

export type Offered =
  | { kind: "action"; id: ActionId; key: string | null }
  | { kind: "row"; row: Row }
  | { kind: "search"; text: string };

const ROWS = 6;

/** Actions first where the query is empty or names one; then conversations; the search stands last. */
export function offers(
  query: string,
  card: AgentCard | null,
  rows: Iterable<Row>,
  label: (id: ActionId) => string,
  edits = false,
): Offered[] {
  const text = query.trim();
  const actions = ACTIONS.filter(
    (action) => available(action, card, edits) && !HIDDEN.has(action.id),
  )
    .filter(({ id }) => holds(label(id), text))
    .sort((one, other) => rank(label(one.id), text) - rank(label(other.id), text));
  const fitting = text
    ? [...rows].filter((row) => holds(searchable(row), text)).slice(0, ROWS)
    : [];
  return [
    ...actions.map((action): Offered => ({ kind: "action", id: action.id, key: keyOf(action) })),
    ...fitting.map((row): Offered => ({ kind: "row", row })),
    ...(text ? [{ kind: "search", text } as const] : []),
  ];
}

/** What begins with the query comes before what only holds it. */
const rank = (words: string, query: string): number =>
  words.toLowerCase().startsWith(query.toLowerCase()) ? 0 : 1;

/** Moving the cursor by way of the palette would be slower than any other way. */
const HIDDEN = new Set<ActionId>(["down", "up", "enter", "palette"]);

const keyOf = (action: Action): string | null => action.key ?? null;

const searchable = (row: Row): string =>
  `${row.number} ${row.subject} ${row.customer.name} ${row.customer.organisation}`;
