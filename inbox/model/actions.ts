/** Everything an agent can do from the keys: one table for shortcuts, the palette, the hints and the help. */

import type { AgentCard } from "./wire";

export interface Action {
  id: string;
  /** A single key outside of text fields, or `mod+k` anywhere. */
  key?: string;
  group: "lists" | "conversation" | "write" | "inbox";
  /** The command that has to be allowed (`card.can`); absent where a conversation need only be open. */
  command?: string;
  /** Whether it needs an open conversation. */
  open: boolean;
  /** Whether it is for those who edit texts, or lead. */
  editing?: boolean;
}

export const ACTIONS = [
  { id: "down", key: "j", group: "lists", open: false },
  { id: "up", key: "k", group: "lists", open: false },
  { id: "enter", key: "enter", group: "lists", open: false },
  { id: "next", key: "n", group: "lists", open: false },
  { id: "search", key: "/", group: "lists", open: false },
  { id: "list.queue", key: "1", group: "lists", open: false },
  { id: "list.mine", key: "2", group: "lists", open: false },
  { id: "list.waiting", key: "3", group: "lists", open: false },
  { id: "list.incident", key: "4", group: "lists", open: false },
  { id: "list.resolved", key: "5", group: "lists", open: false },
  { id: "list.all", key: "6", group: "lists", open: false },
  { id: "claim", key: "c", group: "conversation", command: "claim_conversation", open: true },
  {
    id: "acknowledge_page",
    key: "g",
    group: "conversation",
    command: "acknowledge_page",
    open: true,
  },
  { id: "severity", key: "s", group: "conversation", command: "set_severity", open: true },
  { id: "team", key: "t", group: "conversation", command: "hand_to_team", open: true },
  { id: "assign", key: "a", group: "conversation", command: "assign_conversation", open: true },
  { id: "release", key: "u", group: "conversation", command: "release_conversation", open: true },
  { id: "channel", key: "v", group: "conversation", command: "move_to_channel", open: true },
  { id: "tags", key: "l", group: "conversation", command: "set_tags", open: true },
  { id: "subject", key: "b", group: "conversation", command: "set_subject", open: true },
  { id: "resolve", key: "e", group: "conversation", command: "resolve_conversation", open: true },
  { id: "reopen", key: "o", group: "conversation", command: "reopen_conversation", open: true },
  { id: "why", key: "y", group: "conversation", open: true },
  { id: "context", key: "x", group: "conversation", open: true },
  { id: "reply", key: "r", group: "write", command: "reply", open: true },
  { id: "note", key: "i", group: "write", command: "add_note", open: true },
  { id: "wait", key: "w", group: "write", command: "reply", open: true },
  { id: "canned", key: ";", group: "write", command: "reply", open: true },
  { id: "flag", key: "f", group: "write", command: "flag_intake", open: true },
  { id: "palette", key: "mod+k", group: "inbox", open: false },
  { id: "help", key: "?", group: "inbox", open: false },
  { id: "notices", key: "m", group: "inbox", open: false },
  { id: "editing", key: "d", group: "inbox", open: false, editing: true },
  { id: "shift", group: "inbox", open: false },
  { id: "signout", group: "inbox", open: false },
] as const satisfies readonly Action[];

export type ActionId = (typeof ACTIONS)[number]["id"];
export const GROUPS = ["lists", "conversation", "write", "inbox"] as const;

export const actionOf = (id: ActionId): Action =>
  ACTIONS.find((action) => action.id === id) as Action;

/** Whether an action makes sense now, for somebody and with the open conversation's card, if any. */
export function available(action: Action, card: AgentCard | null, edits = false): boolean {
  if (action.editing && !edits) return false;
  if (action.open && !card) return false;
  return !action.command || card === null || card.can.includes(action.command);
}

export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export interface Surroundings {
  /** A text field has the focus: single keys are letters there. */
  typing: boolean;
  /** A dialog is open: it has keys of its own. */
  covered: boolean;
  /** The agent has switched single keys off (WCAG 2.2, 2.1.4). */
  singleKeys: boolean;
  /** The editors' page is shown: only what belongs to the whole inbox has a key there. */
  editing?: boolean;
}

/** The action that a key stroke means, or null. */
export function actionFor(stroke: Stroke, around: Surroundings): ActionId | null {
  const mod = stroke.ctrlKey || stroke.metaKey;
  if (mod && !stroke.altKey && stroke.key.toLowerCase() === "k")
    return around.covered ? null : "palette";
  const single = !mod && !stroke.altKey && !around.typing && !around.covered && around.singleKeys;
  // Enter opens the row that has the focus by the browser's own doing.
  if (!single || stroke.key === "Enter") return null;
  const here = (action: Action) => !around.editing || action.group === "inbox";
  const meant = (action: Action) => action.key === stroke.key && here(action);
  return ACTIONS.find(meant)?.id ?? null;
}

/** How a key is written beside a button: `⌘K` on a Mac, `Ctrl+K` elsewhere. */
export function keyName(key: string, mac: boolean): string {
  if (key === "enter") return "⏎";
  if (!key.startsWith("mod+")) return key.length === 1 ? key.toUpperCase() : key;
  const rest = key
    .slice(4)
    .toUpperCase()
    .replace("ENTER", "⏎")
    .replace("SHIFT+", mac ? "⇧" : "Shift+");
  return (mac ? "⌘" : "Ctrl+") + rest;
}
