/** The desk's values in the agent's language: clocks, teams, severities, events. */

import { clockTime, day, duration, shortTime, zoneName } from "@firstline/client/format";
import type { EventEntry, Moment, Value } from "@firstline/client/protocol";
import type { Texts, Values } from "@firstline/client/texts";
import { figures, type Reading } from "./clock";
import type { Colleague, DeskNotice, Finding } from "./wire";

export interface Words {
  texts: Texts;
  zone: string;
  colleagues: readonly Colleague[];
}

/** The text `<group>.<value>`, or the value itself, readable, where no text exists (a team of the policy's own). */
export function named(texts: Texts, group: string, value: string): string {
  const key = `${group}.${value}`;
  return texts.has(key) ? texts.say(key) : sentenceCase(value.replaceAll("_", " "));
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `12:41`, `3:40h`, `missed 4 min ago`, `paused, 3:40h left`. */
export function clockWords(reading: Reading, texts: Texts): string {
  switch (reading.tone) {
    case "none":
      return "";
    case "paused":
      return texts.say("clock.paused", { left: figures(reading) });
    case "missed":
      return texts.say("clock.missed_ago", { ago: ago(-reading.left, texts.tag) });
    case "due":
    case "calm":
      return figures(reading);
  }
}

const UNITS: readonly [number, Intl.RelativeTimeFormatUnit][] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
];

/** `4 min ago`: the largest whole unit of a length in milliseconds. */
export function ago(length: number, tag: string): string {
  const [size, unit] = UNITS.find(([size]) => length >= size) ?? [1_000, "second"];
  return new Intl.RelativeTimeFormat(tag, { style: "short", numeric: "auto" }).format(
    -Math.floor(length / size),
    unit,
  );
}

/** One line for an event, its values in words. What it gives as a reason is quoted by `eventReason`. */
export function eventWords(entry: EventEntry, words: Words, now: Moment): string {
  const values = wordedValues(entry, words, now);
  const key = `event.${entry.key}`;
  return words.texts.has(key)
    ? words.texts.say(key, values)
    : named(words.texts, "event", entry.key);
}

function wordedValues(entry: Pick<EventEntry, "with">, words: Words, now: Moment): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(entry.with ?? {}))
    values[name] = worded(name, value, words, now);
  return values;
}

export function eventReason(entry: EventEntry): string {
  const { reason, comment } = entry.with ?? {};
  return String(reason || comment || "");
}

const TIMES = new Set(["due_at", "at", "until"]);
const GROUPS: Record<string, string> = {
  clock: "clock",
  team: "team",
  language: "language",
  cause: "cause",
  severity: "severity",
  item: "item",
};

function worded(name: string, value: Value, words: Words, now: Moment): string | number {
  if (value === null || typeof value === "boolean") return "";
  if (TIMES.has(name)) return shortTime(Number(value), now, words.texts.tag, words.zone);
  if (name === "by" || name === "agent") return personName(String(value), words);
  if (name === "to") return receivers(String(value), words);
  const group = GROUPS[name];
  return group ? named(words.texts, group, String(value)) : value;
}

const personName = (id: string, { colleagues, texts }: Words): string =>
  colleagues.find((colleague) => colleague.id === id)?.name ??
  (texts.has(`by.${id}`) ? texts.say(`by.${id}`) : id);

/** `to` names an agent, or roles of an escalation. */
function receivers(value: string, words: Words): string {
  const role = (name: string) =>
    words.texts.has(`role.${name}`) ? words.texts.say(`role.${name}`) : null;
  return value
    .split(/,\s*/)
    .map((name) => role(name) ?? personName(name, words))
    .join(", ");
}

/** The day above the first line of each day. */
export const dayWords = (at: Moment, words: Words): string => day(at, words.texts.tag, words.zone);

/** `3 hours`, and never `0 minutes` for what is a few seconds long. */
export const spanWords = (length: number, texts: Texts): string =>
  length < 60_000 ? texts.say("why.under_minute") : duration(length, texts.tag);

/** Findings whose value is one of a few words, each with a text of its own. */
const WORDED = new Set(["impact", "issue_kind", "area"]);

/** What was found, as an agent reads it: a time with the zone it was meant in, an impact in words. */
export function findingWords(finding: Finding, { texts }: Words): string {
  const { what, value, moment, zone } = finding;
  if (WORDED.has(what)) return named(texts, what, value);
  if (what === "body") return texts.say("item_state.there");
  if (!moment || !zone) return value;
  const there = `${day(moment, texts.tag, zone)}, ${clockTime(moment, texts.tag, zone)} (${zoneName(zone)})`;
  // What the intake itself wrote down as a date says nothing more.
  return /^\d{4}-\d\d-\d\d/.test(value) ? there : `${value} · ${there}`;
}

/** A notice in one line; a kind that has no text of its own is still told. */
export function noticeWords({ text_key, number, with: values }: DeskNotice, words: Words): string {
  const key = words.texts.has(text_key) ? text_key : "notice.other";
  return words.texts.say(key, { ...wordedValues({ with: values ?? {} }, words, 0), number });
}
