/** What each action of the table does. */

import { EDITING, goTo } from "../desk/address";
import type { Inbox } from "../desk/inbox";
import { type ActionId, actionOf, available } from "../model/actions";
import { type Draft, draftOf } from "../model/drafts";
import { seesEditing } from "../model/editing";
import { moved, visibleRows } from "../model/lists";
import { agentOf, cardOf, type Overlay } from "../model/state";
import type { ListName } from "../model/wire";

export function runAction(id: ActionId, inbox: Inbox): void {
  const { state } = inbox.store;
  const agent = agentOf(state);
  const edits = agent !== null && seesEditing(agent);
  if (available(actionOf(id), cardOf(state), edits)) RUN[id](inbox);
}

type Run = (inbox: Inbox) => void;

const show =
  (kind: Simple): Run =>
  (inbox) =>
    inbox.show({ kind });
type Simple = Exclude<Overlay["kind"], "redact" | "revoke" | "picture">;

const list =
  (name: ListName): Run =>
  (inbox) => {
    inbox.store.dispatch({ type: "screen_set", screen: "list" });
    inbox.desk.lists.choose(name);
  };

const RUN: Record<ActionId, Run> = {
  down: (inbox) => moveCursor(inbox, 1),
  up: (inbox) => moveCursor(inbox, -1),
  enter: openCursor,
  next: (inbox) => void inbox.claimNext(),
  search: () => focus("search"),
  "list.queue": list("queue"),
  "list.mine": list("mine"),
  "list.waiting": list("waiting"),
  "list.incident": list("incident"),
  "list.resolved": list("resolved"),
  "list.all": list("all"),
  claim: (inbox) => void inbox.order("claim_conversation"),
  acknowledge_page: (inbox) => void inbox.order("acknowledge_page"),
  severity: show("severity"),
  team: show("team"),
  assign: show("assign"),
  release: show("release"),
  channel: switchChannel,
  tags: show("tags"),
  subject: show("subject"),
  resolve: show("resolve"),
  reopen: show("reopen"),
  why: show("why"),
  context: toggleContext,
  reply: (inbox) => write(inbox, { mode: "reply" }),
  note: (inbox) => write(inbox, { mode: "note" }),
  wait: toggleWait,
  canned: startCanned,
  palette: show("palette"),
  help: show("help"),
  flag: show("flag"),
  editing: () => {
    location.hash = location.hash === EDITING ? "#/" : EDITING;
  },
  notices: show("notices"),
  shift: (inbox) => void inbox.setShift(!agentOf(inbox.store.state)?.on_shift),
  signout: (inbox) => void inbox.signOut(),
};

function moveCursor(inbox: Inbox, by: number): void {
  const { lists } = inbox.store.state;
  const me = agentOf(inbox.store.state)?.id ?? "";
  const conversation = moved(visibleRows(lists, me) ?? [], lists.cursor, by);
  inbox.store.dispatch({ type: "lists", action: { type: "cursor_set", conversation } });
}

function openCursor(inbox: Inbox): void {
  const { cursor, rows } = inbox.store.state.lists;
  const row = cursor ? rows.get(cursor) : undefined;
  if (row) goTo(row.number);
}

/** To e-mail, or back to the chat (R33). */
function switchChannel(inbox: Inbox): void {
  const channel = cardOf(inbox.store.state)?.channel === "mail" ? "chat" : "mail";
  void inbox.order("move_to_channel", { channel });
}

function write(inbox: Inbox, change: Partial<Draft>): void {
  const conversation = inbox.store.state.open?.conversation;
  if (!conversation) return;
  const action = { type: "draft_changed", conversation, change } as const;
  inbox.store.dispatch({ type: "drafts", action });
  focus("composer");
}

function toggleWait(inbox: Inbox): void {
  const { open, drafts } = inbox.store.state;
  const wait = !draftOf(drafts, open?.conversation ?? "").wait;
  write(inbox, { mode: "reply", wait });
}

function toggleContext(inbox: Inbox): void {
  const screen = inbox.store.state.screen === "context" ? "conversation" : "context";
  inbox.store.dispatch({ type: "screen_set", screen });
}

/** Types the sign for canned replies, as the agent would. */
function startCanned(inbox: Inbox): void {
  write(inbox, { mode: "reply" });
  // The field may hold the note until the reply is drawn.
  setTimeout(() => {
    const field = document.getElementById("composer");
    if (!(field instanceof HTMLTextAreaElement)) return;
    const gap = field.value && !/\s$/.test(field.value) ? " " : "";
    field.focus();
    field.setRangeText(`${gap};`, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** At once where the field is there, so that no key that follows is lost; else once it is drawn. */
function focus(id: string): void {
  const field = document.getElementById(id);
  if (field) field.focus();
  else setTimeout(() => document.getElementById(id)?.focus());
}
