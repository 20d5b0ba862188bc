/** What an engineer needs to know (R23), item by item, as the card shows it. */

import type { AgentCard, Finding, ItemState } from "./wire";

export interface Item {
  what: string;
  state: ItemState;
  finding: Finding | null;
}

/** The items in the desk's order; what is not needed is left out. */
export function items(card: Pick<AgentCard, "context" | "findings">): Item[] {
  const finding = (what: string) => card.findings.find((found) => found.what === what) ?? null;
  return card.context
    .filter(({ state }) => state !== "not_needed")
    .map(({ what, state }) => ({ what, state, finding: finding(what) }));
}

/** Findings that are no item of their own, such as an error code. */
export function extras(card: Pick<AgentCard, "context" | "findings">): Finding[] {
  const listed = new Set(card.context.map(({ what }) => what));
  return card.findings.filter((finding) => !listed.has(finding.what));
}

export const tally = (all: readonly Item[]): { there: number; of: number } => ({
  there: all.filter((item) => item.state === "there").length,
  of: all.length,
});
