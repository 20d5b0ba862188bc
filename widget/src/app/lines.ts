/** What the transcript shows, line by line: stored entries, then what is still on its way. Pure. */

import { sameDay } from "@firstline/client/format";
import type { Outgoing } from "@firstline/client/outbox";
import type {
  AutomaticEntry,
  CustomerCard,
  Entry,
  Lead,
  Moment,
  Position,
  Secret,
  StoredFile,
  Value,
  WireError,
} from "@firstline/client/protocol";

export type Delivery =
  | { kind: "sending" }
  | { kind: "sent" }
  | { kind: "seen" }
  | { kind: "failed"; error: WireError };

export interface MessageLine {
  kind: "message";
  /** The same for a message on its way and stored, so that nothing moves or is read out twice. */
  key: string;
  from: "customer" | "bot" | "desk" | "agent";
  name: string;
  text: string;
  at: Moment;
  files: readonly StoredFile[];
  secrets: readonly Secret[];
  erased: boolean;
  /** The first of several in a row by the same writer. */
  first: boolean;
  delivery: Delivery | null;
  /** Another conversation that the line leads to. */
  lead?: Lead | null;
}

export interface EventLine {
  kind: "event";
  key: string;
  event: string;
  values: Record<string, Value>;
  at: Moment;
}

export interface DayLine {
  kind: "day";
  key: string;
  at: Moment;
}

export type Line = MessageLine | EventLine | DayLine;

export function linesOf(
  entries: readonly Entry[],
  outgoing: readonly Outgoing[],
  zone: string,
  witnessed: Position = 0,
): Line[] {
  const seen = Math.max(witnessed, newestAnswer(entries));
  const stored = entries.flatMap((entry) => lineOf(entry, seen));
  return grouped([...stored, ...outgoing.flatMap(lineOnItsWay)], zone);
}

/** The entries whose choices can be pressed: the bot's open question, and an offer that is not answered. */
export function openQuestions(
  entries: readonly Entry[],
  card: CustomerCard | null,
): readonly AutomaticEntry[] {
  if (!card || card.phase === "closed") return [];
  const lines = entries.filter(({ kind }) => kind === "bot" || kind === "desk") as AutomaticEntry[];
  const asked = lines.findLast(({ asks }) => asks && asks === card.asked);
  const offered = card.offer && lines.findLast((line) => !line.asks && offers(line, "yes"));
  // Without a question of the bot, buttons hold until something is said.
  const said = entries.findLast(({ kind }) => kind === "customer")?.position ?? 0;
  const last = lines.findLast((line) => line.choices?.length);
  const loose = last && last.position > said && !offers(last, "solved") ? last : null;
  return [...new Set([offered, asked ?? loose])].filter((line) => line != null);
}

const offers = ({ choices = [] }: AutomaticEntry, wanted: string): boolean =>
  choices.some(({ value }) => value === wanted);

/** Who answers has seen what stood there before. */
const newestAnswer = (entries: readonly Entry[]): Position =>
  entries.findLast(({ kind }) => kind === "agent")?.position ?? 0;

function lineOf(entry: Entry, seen: Position): (MessageLine | EventLine)[] {
  const { position, at, erased = false } = entry;
  const key = `position-${position}`;
  const common = { kind: "message", key, at, erased, first: true, delivery: null } as const;
  const plain = { ...common, files: [], secrets: [], name: "" };
  switch (entry.kind) {
    case "customer": {
      const { id, text, files = [], secrets = [] } = entry;
      const delivery = { kind: position <= seen ? "seen" : "sent" } as const;
      return [{ ...plain, key: id || key, from: "customer", text, files, secrets, delivery }];
    }
    case "agent": {
      const { text, files = [], author } = entry;
      return [{ ...plain, from: "agent", name: author?.name ?? "", text, files }];
    }
    case "bot":
    case "desk":
      return [{ ...plain, from: entry.kind, text: entry.text, lead: entry.lead ?? null }];
    case "event":
      return [{ kind: "event", key, event: entry.key, values: entry.with ?? {}, at }];
    case "note":
      return [];
  }
}

function lineOnItsWay(item: Outgoing): MessageLine[] {
  if (!item.shown) return [];
  const { text, secrets = [], files = [] } = item.shown;
  const delivery = item.state.kind === "sent" ? ({ kind: "sent" } as const) : item.state;
  const common = { kind: "message", key: item.id, from: "customer", name: "" } as const;
  return [{ ...common, at: item.at, text, secrets, files, delivery, erased: false, first: true }];
}

function grouped(lines: (MessageLine | EventLine)[], zone: string): Line[] {
  return lines.flatMap((line, index) => {
    const before = lines[index - 1];
    const days: DayLine[] =
      before && !sameDay(before.at, line.at, zone)
        ? [{ kind: "day", key: `day-${line.key}`, at: line.at }]
        : [];
    return [...days, line.kind === "message" ? { ...line, first: isFirst(line, before) } : line];
  });
}

const isFirst = (line: MessageLine, before: Line | undefined): boolean =>
  before?.kind !== "message" || before.from !== line.from || before.name !== line.name;
