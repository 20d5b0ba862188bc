/**
 * What travels between the desk and a browser. Moments are milliseconds since the Unix epoch (UTC),
 * durations are milliseconds, sizes are bytes.
 */

export const LANGUAGES = ["en", "pt_BR", "de", "es", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

export type Moment = number;
export type Position = number;

export interface Secret {
  kind: string;
  /** What is left to be seen of it, such as `V9pP…zpf0`. */
  shown: string;
}

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  type: string;
  /** False where nothing could look for secrets inside it. */
  checked: boolean;
}

export interface Choice {
  value: string;
  label: string;
}

export interface Person {
  id: string;
  name: string;
}

export type Value = string | number | boolean | null;

interface Line {
  position: Position;
  at: Moment;
  /** True where the content was erased: position, kind and time stay. */
  erased?: boolean;
}

export interface CustomerEntry extends Line {
  kind: "customer";
  id: string;
  text: string;
  secrets?: Secret[];
  /** What is no secret, in the customer's word. */
  released?: Secret[];
  files?: StoredFile[];
}

export interface AutomaticEntry extends Line {
  kind: "bot" | "desk";
  key?: string;
  text: string;
  choices?: Choice[];
  asks?: string;
  lead?: Lead | null;
}

/** Another conversation that a line leads to; `conversation` is empty where only its number is known. */
export interface Lead {
  number: string;
  conversation: string;
}

export type Mark = "investigated" | "acknowledged" | "plain";

export interface AgentEntry extends Line {
  kind: "agent";
  author: Person;
  text: string;
  files?: StoredFile[];
  secrets?: Secret[];
  /** Shown to agents only. */
  mark?: Mark;
  id?: string;
}

export interface NoteEntry extends Line {
  kind: "note";
  author: Person;
  text: string;
  mentions?: string[];
  id?: string;
}

export interface EventEntry extends Line {
  kind: "event";
  /** Each viewer's own texts hold `event.<key>`. */
  key: string;
  with?: Record<string, Value>;
}

export type Entry = CustomerEntry | AutomaticEntry | AgentEntry | NoteEntry | EventEntry;

export type Phase =
  | "reserved"
  | "intake"
  | "incident"
  | "queued"
  | "assigned"
  | "waiting"
  | "resolved"
  | "closed";

export interface Owner {
  kind: "bot" | "queue" | "agent" | "none";
  name: string;
}

export interface PromisedTime {
  due_at: Moment;
  /** About which place in the queue, counted from 1; 0 where it is not known. */
  place: number;
}

export interface FindingShown {
  what: string;
  value: string;
}

export interface Offer {
  kind: "incident" | "duplicate" | "split";
  /** Of a duplicate: what the other conversation is called now; empty where that was erased. */
  title: string;
  number: string;
  url: string;
  /** Of an incident: whether it is a maintenance window. */
  planned: boolean;
  /** Of a duplicate: whether a colleague opened it. */
  colleague: boolean;
  /** What two conversations have in common, strongest first. */
  reasons: string[];
}

export interface CustomerCard {
  number: string;
  phase: Phase;
  language: Language;
  /** The zone of the browser that opened it, and its place's name in that language. */
  zone: { id: string; place: string };
  owner: Owner;
  promise: PromisedTime | null;
  incident: { title: string; url: string } | null;
  findings: FindingShown[];
  /** The item that is being asked for; empty where nothing is. */
  asked: string;
  offer: Offer | null;
  solution: string;
  rated: boolean;
  /** The number of the conversation that this one was joined to; else empty. */
  joined_to: string;
  joined_conversation: string;
  /** The newest position that the customer has seen. */
  seen: Position;
  verified: boolean;
  bot: "ready" | "away";
}

export interface Batch<Card> {
  /** The position after which the entries start; absent where they start at the beginning. */
  from?: Position;
  position: Position;
  entries: Entry[];
  /** Absent where nothing of it changed. */
  card?: Card;
}

export interface Update<Card> extends Batch<Card> {
  conversation: string;
}

export interface Presence {
  conversation: string;
  who: (Person & { typing: boolean; reading: boolean })[];
}

export interface Limits {
  /** Characters of one message. */
  message: number;
  /** Characters of a text: what a message has no room for, the desk keeps as a file. */
  text: number;
  /** Bytes of one file. */
  file: number;
  types: string[];
}

export interface Opened extends Batch<CustomerCard> {
  conversation: string;
  number: string;
  /** Absent where an identity opens the conversation, or where it was resumed and not rotated. */
  key?: string | null;
  texts_language: Language;
  limits: Limits;
  /** A colleague's conversation, to be read along. */
  read_only?: boolean;
}

export interface WireError {
  code: string;
  text: string;
  /** Milliseconds after which the same may be tried again. */
  retry_after?: number;
  [more: string]: unknown;
}

export type Ack<Result> = ({ ok: true } & Result) | { ok: false; error: WireError };

export type Fields = Record<string, unknown>;
