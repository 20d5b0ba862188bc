/** All that the inbox knows, and how it changes. No clock, no network, no page in here. */

import type { Link } from "@firstline/client/connection";
import type { Outgoing } from "@firstline/client/outbox";
import type { Position, Presence, WireError } from "@firstline/client/protocol";
import { emptyTranscript, type Transcript } from "@firstline/client/transcript";
import { type DraftAction, type Drafts, updateDrafts } from "./drafts";
import { initialLists, type Lists, type ListsAction, updateLists } from "./lists";
import { initialNotices, type NoticeAction, type Notices, updateNotices } from "./notices";
import { acted, initialSight, look, type Sight } from "./seen";
import type { Agent, AgentCard, Colleague, Row } from "./wire";

export type Session = { kind: "asking" } | { kind: "out" } | { kind: "in"; agent: Agent };

export interface Open {
  conversation: string;
  transcript: Transcript<AgentCard>;
  error: WireError | null;
  who: Presence["who"];
  sight: Sight;
  /** Up to where the agent's own commands have led. */
  acted: Position;
  /** What the writer had seen when the desk refused a reply as stale; null where none was. */
  staleSince: Position | null;
  /** Similar solved ones; null until they have arrived. */
  similar: readonly Row[] | null;
}

export type Overlay =
  | { kind: "help" | "palette" | "notices" | "why" | "severity" | "team" | "assign" | "release" }
  | { kind: "tags" | "subject" | "resolve" | "reopen" }
  | { kind: "redact" | "revoke"; position: Position }
  | { kind: "picture"; url: string; name: string };

export type Screen = "list" | "conversation" | "context";

export interface State {
  session: Session;
  link: Link;
  lists: Lists;
  open: Open | null;
  screen: Screen;
  drafts: Drafts;
  outgoing: readonly Outgoing[];
  notices: Notices;
  overlay: Overlay | null;
  colleagues: readonly Colleague[];
  teams: readonly string[];
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
  drafts: new Map(),
  outgoing: [],
  notices: initialNotices,
  overlay: null,
  colleagues: [],
  teams: [],
  failure: null,
  outdated: false,
};

export type StateAction =
  | { type: "signed_in"; agent: Agent }
  | { type: "signed_out" }
  | { type: "linked"; link: Link }
  | { type: "opened"; conversation: string }
  | {
      type: "transcript_moved";
      conversation: string;
      transcript: Transcript<AgentCard>;
      looking: boolean;
    }
  | { type: "open_failed"; conversation: string; error: WireError }
  | { type: "looked" }
  | { type: "acted"; conversation: string; position: Position }
  | { type: "who_changed"; presence: Presence }
  | { type: "similar_arrived"; conversation: string; rows: readonly Row[] }
  | { type: "reply_stale"; conversation: string; saw: Position }
  | { type: "stale_seen" }
  | { type: "closed" }
  | { type: "screen_set"; screen: Screen }
  | { type: "outgoing_changed"; items: readonly Outgoing[] }
  | { type: "overlay_set"; overlay: Overlay | null }
  | { type: "people_arrived"; colleagues: readonly Colleague[]; teams: readonly string[] }
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
    case "outgoing_changed":
      return { ...state, outgoing: action.items };
    case "overlay_set":
      return { ...state, overlay: action.overlay };
    case "people_arrived":
      return { ...state, colleagues: action.colleagues, teams: action.teams };
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
  const open: Open = {
    conversation,
    transcript: emptyTranscript,
    error: null,
    who: [],
    sight: initialSight,
    acted: 0,
    staleSince: null,
    similar: null,
  };
  const cursor: ListsAction = { type: "cursor_set", conversation };
  return {
    ...state,
    open,
    screen: "conversation",
    lists: updateLists(state.lists, cursor),
    failure: null,
  };
}

type OpenAction = Extract<
  StateAction,
  {
    type:
      | "transcript_moved"
      | "open_failed"
      | "looked"
      | "acted"
      | "who_changed"
      | "similar_arrived"
      | "reply_stale"
      | "stale_seen";
  }
>;

function updateOpen(open: Open, action: OpenAction): Open {
  switch (action.type) {
    case "transcript_moved":
      return action.conversation === open.conversation
        ? moved(open, action.transcript, action.looking)
        : open;
    case "open_failed":
      return action.conversation === open.conversation ? { ...open, error: action.error } : open;
    case "looked":
      return {
        ...open,
        sight: look(open.sight, open.transcript.position, open.transcript.entries, true),
      };
    case "acted":
      return action.conversation === open.conversation ? ownDeed(open, action.position) : open;
    case "who_changed":
      return action.presence.conversation === open.conversation
        ? { ...open, who: action.presence.who }
        : open;
    case "similar_arrived":
      return action.conversation === open.conversation ? { ...open, similar: action.rows } : open;
    case "reply_stale":
      return action.conversation === open.conversation ? { ...open, staleSince: action.saw } : open;
    case "stale_seen":
      return { ...open, staleSince: null };
  }
}

/** The first batch is shown whole; of what comes later only what stands in sight counts as seen. */
function moved(open: Open, transcript: Transcript<AgentCard>, looking: boolean): Open {
  const first = open.transcript.position === 0;
  const sight = look(open.sight, transcript.position, transcript.entries, looking || first);
  const whole = withHistory(transcript, open.transcript.card);
  return ownDeed({ ...open, transcript: whole, sight, error: null }, open.acted);
}

function ownDeed(open: Open, position: Position): Open {
  const upto = Math.max(open.acted, position);
  const { transcript, sight } = open;
  const seen = acted(sight, upto, transcript.position, transcript.entries);
  return { ...open, acted: upto, sight: seen };
}

/** The desk looks a customer's history up once, when the conversation is opened; updates come without it. */
function withHistory(
  transcript: Transcript<AgentCard>,
  before: AgentCard | null,
): Transcript<AgentCard> {
  const { card } = transcript;
  if (!card || card.history.length > 0 || !before?.history.length) return transcript;
  return { ...transcript, card: { ...card, history: before.history } };
}

export const cardOf = (state: State): AgentCard | null => state.open?.transcript.card ?? null;

export const agentOf = (state: State): Agent | null =>
  state.session.kind === "in" ? state.session.agent : null;
