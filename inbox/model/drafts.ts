/** What is being written, by conversation. A reply and a note are apart, so that a note is never sent as a reply. */

import type { StoredFile, WireError } from "@firstline/client/protocol";

export type Mode = "reply" | "note";

export interface Draft {
  mode: Mode;
  reply: string;
  note: string;
  /** Ids of the colleagues whom the note mentions. */
  mentions: readonly string[];
  files: readonly StoredFile[];
  /** 'Send and wait for the customer'. */
  wait: boolean;
  /** Why the last sending was refused; the text is kept. */
  error: WireError | null;
}

export type Drafts = ReadonlyMap<string, Draft>;

export const emptyDraft: Draft = {
  mode: "reply",
  reply: "",
  note: "",
  mentions: [],
  files: [],
  wait: false,
  error: null,
};

export type DraftAction =
  | { type: "draft_changed"; conversation: string; change: Partial<Draft> }
  | { type: "draft_sent"; conversation: string }
  | { type: "draft_refused"; conversation: string; sent: Sent; error: WireError }
  | { type: "drafts_loaded"; drafts: Drafts };

/** What was on its way when it was refused. */
export type Sent =
  | { mode: "reply"; text: string; files: readonly StoredFile[]; wait: boolean }
  | { mode: "note"; text: string; mentions: readonly string[] };

export const draftOf = (drafts: Drafts, conversation: string): Draft =>
  drafts.get(conversation) ?? emptyDraft;

export const draftText = (draft: Draft): string =>
  draft.mode === "reply" ? draft.reply : draft.note;

export function updateDrafts(drafts: Drafts, action: DraftAction): Drafts {
  switch (action.type) {
    case "draft_changed":
      return set(drafts, action.conversation, {
        ...draftOf(drafts, action.conversation),
        ...action.change,
      });
    case "draft_sent":
      return set(drafts, action.conversation, sent(draftOf(drafts, action.conversation)));
    case "draft_refused":
      return set(
        drafts,
        action.conversation,
        refused(draftOf(drafts, action.conversation), action),
      );
    case "drafts_loaded":
      return action.drafts;
  }
}

function set(drafts: Drafts, conversation: string, draft: Draft): Drafts {
  const result = new Map(drafts);
  if (isEmpty(draft)) result.delete(conversation);
  else result.set(conversation, draft);
  return result;
}

const isEmpty = (draft: Draft): boolean =>
  draft.mode === "reply" &&
  !draft.reply &&
  !draft.note &&
  !draft.files.length &&
  !draft.wait &&
  !draft.error;

const sent = (draft: Draft): Draft =>
  draft.mode === "reply"
    ? { ...draft, reply: "", files: [], wait: false, error: null }
    : { ...draft, note: "", mentions: [], error: null };

/** The refused text comes back in front of what was written since. */
function refused(draft: Draft, { sent, error }: { sent: Sent; error: WireError }): Draft {
  if (sent.mode === "note") {
    const mentions = [...new Set([...sent.mentions, ...draft.mentions])];
    return { ...draft, mode: "note", note: join(sent.text, draft.note), mentions, error };
  }
  const files = [...sent.files, ...draft.files];
  return {
    ...draft,
    mode: "reply",
    reply: join(sent.text, draft.reply),
    files,
    wait: sent.wait || draft.wait,
    error,
  };
}

const join = (first: string, then: string): string => (then ? `${first}\n\n${then}` : first);

/** The drafts as text for the browser's storage. What was refused is not kept: its reason is past by then. */
export const writeDrafts = (drafts: Drafts, gate: (text: string) => string): string =>
  JSON.stringify([...drafts].map(([conversation, draft]) => [conversation, storable(draft, gate)]));

const storable = (draft: Draft, gate: (text: string) => string): Draft => ({
  ...draft,
  reply: gate(draft.reply),
  note: gate(draft.note),
  error: null,
});

/** The drafts that `writeDrafts` wrote; what cannot be read is passed over. */
export function readDrafts(text: string | null): Drafts {
  try {
    const pairs = JSON.parse(text ?? "[]") as [string, Partial<Draft>][];
    return new Map(
      pairs.map(([conversation, draft]) => [conversation, { ...emptyDraft, ...draft }]),
    );
  } catch {
    return new Map();
  }
}
