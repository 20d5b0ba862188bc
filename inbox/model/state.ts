/** All that the inbox knows, and how it changes. No clock, no network, no page in here. */

import type { Link } from "@firstline/client/connection";
import type { Outgoing } from "@firstline/client/outbox";
import type { Position, WireError } from "@firstline/client/protocol";
import { type DraftAction, type Drafts, updateDrafts } from "./drafts";
import { initialLists, type Lists, type ListsAction, updateLists } from "./lists";
import { initialNotices, type NoticeAction, type Notices, updateNotices } from "./notices";
import { justOpened, type Open, type OpenAction, updateOpen } from "./open";
import type { Agent, AgentCard, BotHealth, Colleague, Surges } from "./wire";

export type Session = { kind: "asking" } | { kind: "out" } | { kind: "in"; agent: Agent };

export type Overlay =
  | { kind: "help" | "palette" | "notices" | "why" | "severity" | "team" | "assign" | "release" }
  | { kind: "tags" | "subject" | "resolve" | "reopen" | "flag" }
  | { kind: "redact" | "revoke"; position: Position }
  | { kind: "picture"; url: string; name: string };

export type Screen = "list" | "conversation" | "context";

export interface State {
  session: Session;
  link: Link;
  lists: Lists;
  open: Open | null;
  screen: Screen;
  /** The editors' page stands in place of the conversations. */
  editing: boolean;
  drafts: Drafts;
  outgoing: readonly Outgoing[];
  notices: Notices;
  overlay: Overlay | null;
  colleagues: readonly Colleague[];
  teams: readonly string[];
  /** Known to leads only. */
  bot: BotHealth | null;
  /** Known to leads only. */
  surges: Surges;
  /** What was refused outside of any form; shown until it is put away. */
  failure: WireError | null;
  /** The desk serves a newer inbox than this one. */
  outdated: boolean;
}

export const initialState: State = {
  session: { kind: "asking" },
  link: { kind: "connecting" },
  lists: initialLists,
  open: null,
  screen: "list",
  editing: false,
  drafts: new Map(),
  outgoing: [],
  notices: initialNotices,
  overlay: null,
  colleagues: [],
  teams: [],
  bot: null,
  surges: { surges: [], status_url: "" },
  failure: null,
  outdated: false,
};

export type StateAction =
  | { type: "signed_in"; agent: Agent }
  | { type: "signed_out" }
  | { type: "linked"; link: Link }
  | { type: "opened"; conversation: string }
  | OpenAction
  | { type: "closed" }
  | { type: "screen_set"; screen: Screen }
  | { type: "editing_set"; editing: boolean }
  | { type: "outgoing_changed"; items: readonly Outgoing[] }
  | { type: "overlay_set"; overlay: Overlay | null }
  | { type: "people_arrived"; colleagues: readonly Colleague[]; teams: readonly string[] }
  | { type: "bot_looked_at"; bot: BotHealth }
  | { type: "surges_arrived"; surges: Surges }
  | { type: "outdated" }
  | { type: "failed"; error: WireError | null }
  | { type: "lists"; action: ListsAction }
  | { type: "drafts"; action: DraftAction }
  | { type: "notices"; action: NoticeAction };

export function update(state: State, action: StateAction): State {
  switch (action.type) {
    case "signed_in":
      return { ...state, session: { kind: "in", agent: action.agent } };
    case "signed_out":
      return { ...initialState, session: { kind: "out" } };
    case "linked":
      return { ...state, link: action.link };
    case "screen_set":
      return { ...state, screen: action.screen };
    case "editing_set":
      return { ...state, editing: action.editing };
    case "outgoing_changed":
      return { ...state, outgoing: action.items };
    case "overlay_set":
      return { ...state, overlay: action.overlay };
    case "people_arrived":
      return { ...state, colleagues: action.colleagues, teams: action.teams };
    case "bot_looked_at":
      return { ...state, bot: action.bot };
    case "surges_arrived":
      return { ...state, surges: action.surges };
    case "outdated":
      return { ...state, outdated: true };
    case "failed":
      return { ...state, failure: action.error };
    case "lists":
      return { ...state, lists: updateLists(state.lists, action.action) };
    case "drafts":
      return { ...state, drafts: updateDrafts(state.drafts, action.action) };
    case "notices":
      return { ...state, notices: updateNotices(state.notices, action.action) };
    case "opened":
      return opened(state, action.conversation);
    case "closed":
      return { ...state, open: null, screen: "list" };
    default:
      return state.open ? { ...state, open: updateOpen(state.open, action) } : state;
  }
}

function opened(state: State, conversation: string): State {
  const cursor: ListsAction = { type: "cursor_set", conversation };
  return {
    ...state,
    open: justOpened(conversation),
    screen: "conversation",
    lists: updateLists(state.lists, cursor),
    failure: null,
  };
}

export const cardOf = (state: State): AgentCard | null => state.open?.transcript.card ?? null;

/** Whether somebody leads: they see how the bot is. */
export const leads = (agent: Agent): boolean => agent.role === "lead" || agent.role === "admin";

/** How many Rasas are away. */
export const botsAway = ({ bot }: State): number => (bot ? bot.of - bot.up : 0);

export const agentOf = (state: State): Agent | null =>
  state.session.kind === "in" ? state.session.agent : null;
