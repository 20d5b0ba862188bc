/**
 * What travels between the desk and an agent's inbox, beside what every client knows
 * (`@firstline/client/protocol`). Moments and durations are milliseconds.
 */

import type {
  FindingShown,
  Language,
  Moment,
  Offer,
  Person,
  Phase,
  Position,
} from "@firstline/client/protocol";

export const LISTS = ["queue", "mine", "waiting", "incident", "resolved", "all"] as const;
export type ListName = (typeof LISTS)[number];

export const CLOCKS = ["first_response", "resolution", "update"] as const;
export type ClockName = (typeof CLOCKS)[number];
export type ClockState = "running" | "paused" | "missed" | "met" | "ended" | "waiting";

export interface Agent extends Person {
  role: "agent" | "lead" | "editor" | "admin";
  languages: Language[];
  teams: string[];
  on_shift: boolean;
  language: Language;
}

export interface Colleague extends Person {
  on_shift: boolean;
  languages: Language[];
  teams: string[];
}

/** The one clock that matters next; `span` is the whole length of the promise. */
export interface RowClock {
  name: ClockName;
  due_at: Moment | null;
  span: number;
  state: ClockState;
  /** What is left of a paused clock. */
  left?: number | null;
}

export interface RowCustomer {
  name: string;
  verified: boolean;
  plan: string;
  organisation: string;
}

/** How the people on call are reached for a conversation (R05). */
export interface RowPage {
  state: "calling" | "held" | "answered";
  reasons: readonly ("severity" | "surge" | ClockName)[];
  since: Moment;
  /** Who was paged last. */
  person: string;
  attempt: number;
  /** How the last whole round of the line ended, if one did. */
  vain: "" | "nobody" | "failed" | "silent";
  /** Who acknowledged. */
  by: string;
}

/** The alarm that a conversation keeps for many (R49). */
export interface RowSurge {
  /** Such as `area:webhooks` or `error_code:401`. */
  topics: readonly string[];
  since: Moment;
  customers: number;
  dismissed_by: string;
}

export interface Row {
  conversation: string;
  number: string;
  subject: string;
  snippet: string;
  customer: RowCustomer;
  language: Language;
  channel: "chat" | "mail" | "form";
  team: string;
  severity: number;
  severity_proposed: boolean;
  phase: Phase;
  agent: Person | null;
  clock: RowClock | null;
  missed: ClockName[];
  handed_off_at: Moment | null;
  last_at: Moment;
  version: number;
  unread: boolean;
  /** Rows of past conversations carry what solved them. */
  solution?: string | null;
  page?: RowPage | null;
  surge?: RowSurge | null;
}

export interface CardClock extends RowClock {
  /** Whether it still uses up its span: a promise that was missed and then kept late is over. */
  running?: boolean;
  warned?: boolean;
}

export const ITEM_STATES = ["there", "asked", "skipped", "missing", "not_needed"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export interface Finding extends FindingShown {
  source?: Position;
  sure?: number;
  zone?: string;
  moment?: Moment | null;
}

export interface AgentCard extends Omit<Row, "customer"> {
  customer: RowCustomer & {
    email?: string;
    subject_id?: string;
    entitlements?: string[];
    zone?: string;
  };
  findings: Finding[];
  context: { what: string; state: ItemState }[];
  clocks: CardClock[];
  tags: string[];
  incident: { title: string; url: string } | null;
  offer: Offer | null;
  proposals?: Offer[];
  /** Numbers of the conversations that were joined to this one. */
  joined_here?: string[];
  solution?: string | null;
  rating: { stars: number; comment: string } | null;
  history: Row[];
  /** The newest position that the customer has seen, and the newest one that was mailed. */
  seen: Position;
  mailed: Position;
  /** Names of the commands that are allowed now. */
  can: string[];
  first_response_running: boolean;
  policy: string;
}

export interface WhySpan {
  from: Moment;
  to: Moment;
  /** Whose it was: ours, waiting, resolved, closed; bot and third_party where the desk knows them. */
  kind: string;
  /** Whether this span uses up the promise. */
  counted: boolean;
}

/** Why a clock stands where it stands (R51). `rule` is the promise's number, such as `R07`. */
export interface Why {
  clock: ClockName;
  rule: string;
  span: number;
  due_at: Moment | null;
  state: ClockState;
  spans: WhySpan[];
  marks: { at: Moment; kind: string }[];
}

export interface CannedReply {
  id: string;
  title: string;
  text: string;
}

/** Something that happened which an agent should know: `text_key` names a text of the inbox. */
export interface DeskNotice {
  kind: "warning" | "missed" | "mention" | (string & {});
  conversation: string;
  number: string;
  text_key: string;
  with: Record<string, string | number | boolean | null>;
}

export interface RowsChange {
  changed: Row[];
  gone: string[];
}

/** A surge by the row that keeps it, and the conversations that belong to it. */
export interface SurgeShown {
  row: Row;
  rows: readonly Row[];
}

export interface Surges {
  surges: readonly SurgeShown[];
  status_url: string;
}

/** How many Rasas are up, and of how many. */
export interface BotHealth {
  up: number;
  of: number;
}

export type Counts = Partial<Record<ListName, number>>;
