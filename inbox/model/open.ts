/** The conversation in the middle: what is known of it, what was seen of it, who else is there. */

import type { Position, Presence, WireError } from "@firstline/client/protocol";
import { emptyTranscript, type Transcript } from "@firstline/client/transcript";
import { acted, initialSight, look, type Sight } from "./seen";
import type { AgentCard, Row } from "./wire";

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

export type OpenAction =
  | {
      type: "transcript_moved";
      conversation: string;
      transcript: Transcript<AgentCard>;
      looking: boolean;
    }
  | { type: "open_failed"; conversation: string; error: WireError }
  | { type: "looked" }
  | { type: "acted"; conversation: string; position: Position }
  | { type: "who_changed"; conversation: string; who: Presence["who"] }
  | { type: "similar_arrived"; conversation: string; rows: readonly Row[] }
  | { type: "reply_stale"; conversation: string; saw: Position }
  | { type: "stale_seen" };

export const justOpened = (conversation: string): Open => ({
  conversation,
  transcript: emptyTranscript,
  error: null,
  who: [],
  sight: initialSight,
  acted: 0,
  staleSince: null,
  similar: null,
});

/** What belongs to another conversation, left meanwhile, changes nothing. */
export const updateOpen = (open: Open, action: OpenAction): Open =>
  "conversation" in action && action.conversation !== open.conversation
    ? open
    : changed(open, action);

function changed(open: Open, action: OpenAction): Open {
  switch (action.type) {
    case "transcript_moved":
      return moved(open, action.transcript, action.looking);
    case "open_failed":
      return { ...open, error: action.error };
    case "looked":
      return { ...open, sight: looked(open) };
    case "acted":
      return ownDeed(open, action.position);
    case "who_changed":
      return { ...open, who: action.who };
    case "similar_arrived":
      return { ...open, similar: action.rows };
    case "reply_stale":
      return { ...open, staleSince: action.saw };
    case "stale_seen":
      return { ...open, staleSince: null };
  }
}

const looked = ({ sight, transcript }: Open): Sight =>
  look(sight, transcript.position, transcript.entries, true);

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
