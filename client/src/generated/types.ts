// Written by `python -m firstline.browser_types`; change the desk's structs instead.

export type Language = "en" | "pt_BR" | "de" | "es" | "ru";

export type Phase = "reserved" | "intake" | "incident" | "queued" | "assigned" | "waiting" | "resolved" | "closed";

export type Mark = "investigated" | "acknowledged" | "plain";

export type ClockName = "first_response" | "resolution" | "update";

export type Channel = "chat" | "mail" | "form";

export type ItemState = "there" | "asked" | "skipped" | "missing" | "not_needed";

export type Correctable = "description" | "steps" | "screenshot" | "logs" | "request" | "response" | "error_code" | "time" | "impact";

export type Impact = "all" | "group" | "one" | "detail";

export interface Author {
  id: string;
  name: string;
}

export interface Secret {
  kind: string;
  shown: string;
}

export interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  checked: boolean;
}

export interface Choice {
  value: string;
  label: string;
}

export interface Lead {
  number: string;
  conversation: string;
}

export interface Entry {
  position: number;
  at: number;
  kind: "agent" | "bot" | "customer" | "desk" | "event" | "note";
  id?: string;
  text?: string;
  author?: Author;
  secrets?: Secret[];
  released?: Secret[];
  files?: Attachment[];
  choices?: Choice[];
  asks?: string;
  mark?: "acknowledged" | "investigated" | "plain";
  mentions?: string[];
  joined_from?: string;
  key?: string;
  lead?: Lead;
  with?: Record<string, string | number | boolean | null>;
  erased?: boolean;
}

export interface ZoneShown {
  id: string;
  place: string;
}

export interface Owner {
  kind: "agent" | "bot" | "none" | "queue";
  name: string;
}

export interface PromisedTime {
  due_at: number;
  place: number;
}

export interface IncidentShown {
  title: string;
  url: string;
}

export interface FindingShown {
  what: string;
  value: string;
}

export interface OfferShown {
  kind: "duplicate" | "incident" | "split";
  title: string;
  subject: string;
  number: string;
  url: string;
  reasons: string[];
  planned: boolean;
  colleague: boolean;
}

export interface CustomerCard {
  number: string;
  phase: string;
  language: string;
  zone: ZoneShown;
  owner: Owner;
  promise: PromisedTime | null;
  incident: IncidentShown | null;
  findings: FindingShown[];
  asked: string;
  offer: OfferShown | null;
  solution: string;
  rated: boolean;
  joined_to: string;
  joined_conversation: string;
  seen: number;
  verified: boolean;
  bot: "away" | "ready";
}

export interface Told {
  live: string;
  since: number | null;
  refused: string[];
  model: "elsewhere" | "failed" | "live" | "off" | "training";
}

export interface Found {
  line: number;
  text: string;
}

export interface Verdict {
  language: string;
  file: string;
  problems: Found[];
  elsewhere: string[];
}

export interface Line {
  who: string;
  text: string;
  choices: Choice[];
}

export interface Intent {
  name: string;
  confidence: number;
}

export interface Finding {
  what: string;
  value: string;
  source?: number;
  start?: number;
  end?: number;
  sure?: number;
  moment?: number;
  zone?: string;
  since?: number;
}

export interface Directive {
  say: string;
  do: string;
  with: Record<string, string | number>;
  choices: string[];
  asks: string;
  to: string;
  what: string;
}

export interface Heard {
  lines: Line[];
  language: string;
  phase: string;
  intent: Intent | null;
  away: boolean;
  findings: Finding[];
  directives: Directive[];
}

export interface Confusion {
  text: string;
  intent: string;
  taken: string;
  sure: number;
}

export interface Confusions {
  phrases: number;
  confused: Confusion[];
}

export interface Commands {
  post_message: { id: string; text?: string; secrets?: Secret[]; files?: string[]; released?: string[] };
  choose_option: { id: string; position: number; value: string };
  ask_for_person: { id: string };
  change_language: { language: string };
  submit_form: { id: string; description: string; request?: string; response?: string; time?: string; impact?: string; secrets?: Secret[]; files?: string[] };
  correct_finding: { what: "description" | "error_code" | "impact" | "logs" | "request" | "response" | "screenshot" | "steps" | "time"; value: string };
  mark_seen: { position: number };
  judge_solution: { solved: boolean };
  rate_conversation: { stars: number; comment?: string };
  close_conversation: Record<string, never>;
  claim_conversation: Record<string, never>;
  claim_next: { list?: string; team?: string };
  assign_conversation: { to: string };
  release_conversation: { reason?: string };
  hand_to_team: { team: string; reason: string };
  move_to_channel: { channel: "chat" | "mail" };
  reply: { id: string; text: string; mark: "acknowledged" | "investigated" | "plain"; saw: number; then?: "stay" | "wait"; secrets?: Secret[]; files?: string[] };
  add_note: { id: string; text: string; mentions?: string[]; secrets?: Secret[] };
  set_severity: { severity: number; reason: string };
  set_tags: { tags: string[] };
  set_subject: { subject: string };
  resolve_conversation: { id: string; solution: string; saw: number; investigated?: boolean; secrets?: Secret[] };
  reopen_conversation: { reason: string };
  redact_message: { positions: number[]; reason: string };
  acknowledge_page: Record<string, never>;
  undo_joining: { number: string };
  flag_intake: { text: string };
  set_shift: { on: boolean };
  revoke_investigation: { position: number; reason: string };
  dismiss_surge: Record<string, never>;
  erase_customer: { customer: string; reason: string };
  check_draft: { language: string; file: string; draft: string };
  try_texts: { language: string; drafts?: Record<string, string>; zone?: string };
  say_in_trial: { text: string };
  choose_in_trial: { to: string };
  compare_phrases: { language: string; draft?: string };
  settle_flag: { position: number };
}
