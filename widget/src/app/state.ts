/** Everything that the chat shows, in one value. */

import type { Link } from "@firstline/client/connection";
import type { Outgoing } from "@firstline/client/outbox";
import type {
  CustomerCard,
  Entry,
  Limits,
  Position,
  Presence,
  WireError,
} from "@firstline/client/protocol";
import type { Texts } from "@firstline/client/texts";
import type { Transcript } from "@firstline/client/transcript";

export interface Conversation {
  id: string;
  number: string;
  /** Null where an identity opens it. */
  key: string | null;
  limits: Limits;
  /** A colleague opened it. */
  readOnly: boolean;
}

export interface State {
  link: Link;
  texts: Texts;
  /** Null until the desk has given a number. */
  conversation: Conversation | null;
  transcript: Transcript<CustomerCard>;
  outgoing: readonly Outgoing[];
  who: Presence["who"];
  /** Up to where a person was seen reading. */
  witnessed: Position;
  /** The page shows the chat. */
  opened: boolean;
  /** What the desk last refused, until the customer has read it. */
  problem: WireError | null;
  /** The desk will not open a chat at all. */
  shut: WireError | null;
}

/** The newest position that somebody else's message stands at: what can be seen and be unread. */
export function newestOfOthers(entries: readonly Entry[]): Position {
  return entries.findLast(fromDesk)?.position ?? 0;
}

export function unreadCount(entries: readonly Entry[], seen: Position): number {
  return entries.filter((entry) => fromDesk(entry) && entry.position > seen).length;
}

/** Ids of what need not be kept any longer, since the transcript has come so far. */
export function shownByNow(
  outgoing: readonly Outgoing[],
  transcript: Transcript<CustomerCard>,
): ReadonlySet<string> {
  const ids = new Set(transcript.entries.map((entry) => ("id" in entry ? entry.id : undefined)));
  const shown = outgoing.filter(
    ({ id, state }) =>
      ids.has(id) || (state.kind === "sent" && state.position <= transcript.position),
  );
  return new Set(shown.map(({ id }) => id));
}

const fromDesk = ({ kind }: Entry): boolean =>
  kind === "bot" || kind === "desk" || kind === "agent";
