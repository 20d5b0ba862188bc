/** Times, durations and sizes in a language's own form. Times are in the browser's zone, with its name. */

import type { Moment } from "./protocol";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The place that a zone is named after: `America/Sao_Paulo` becomes `Sao Paulo`. */
export function zoneName(zone: string): string {
  const place = zone.split("/").pop() ?? zone;
  return NAMES[place] ?? place.replaceAll("_", " ");
}

// The zone database writes names in ASCII; these places are spelled otherwise by those who live there.
const NAMES: Record<string, string> = {
  Sao_Paulo: "São Paulo",
  Belem: "Belém",
  Cuiaba: "Cuiabá",
  Bogota: "Bogotá",
  Asuncion: "Asunción",
  Cancun: "Cancún",
  Zurich: "Zürich",
};

/** `14:30`, in 24 hours: what several people have to agree on is written the same for all. */
export function clockTime(at: Moment, tag: string, zone: string): string {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone } as const;
  return new Intl.DateTimeFormat(tag, parts).format(at);
}

/** `14:30 (São Paulo)`, with the day before it unless it is today's: `Tue, 4 Mar, 14:30 (São Paulo)`. */
export function timeWithZone(
  at: Moment,
  now: Moment,
  tag: string,
  zone: string,
  place = zoneName(zone),
): string {
  const time = `${clockTime(at, tag, zone)} (${place})`;
  return sameDay(at, now, zone) ? time : `${day(at, tag, zone)}, ${time}`;
}

/** `14:30`, with the day before it unless it is today's. */
export function shortTime(at: Moment, now: Moment, tag: string, zone: string): string {
  const time = clockTime(at, tag, zone);
  return sameDay(at, now, zone) ? time : `${day(at, tag, zone)}, ${time}`;
}

export function day(at: Moment, tag: string, zone: string): string {
  const parts = { weekday: "short", day: "numeric", month: "short", timeZone: zone } as const;
  return new Intl.DateTimeFormat(tag, parts).format(at);
}

export function sameDay(one: Moment, other: Moment, zone: string): boolean {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  return date.format(one) === date.format(other);
}

/** A duration in words by its largest unit: `4 minutes`, `3 hours`, `2 days`. Less than a minute is `0 minutes`. */
export function duration(length: number, tag: string): string {
  const [size, unit] =
    length >= 2 * DAY ? [DAY, "day"] : length >= 2 * HOUR ? [HOUR, "hour"] : [MINUTE, "minute"];
  const form = new Intl.NumberFormat(tag, {
    style: "unit",
    unit: unit as string,
    unitDisplay: "long",
  });
  return form.format(Math.floor(length / (size as number)));
}

/** A countdown: `12:41` (minutes and seconds) below an hour, `3:40h` (hours and minutes) from there on. */
export function countdown(left: number): string {
  const seconds = Math.max(0, Math.floor(left / 1000));
  const two = (amount: number) => String(amount).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}h`;
}

/** `812 kB`, `25 MB`, in steps of 1024 as file managers count; one decimal below ten. */
export function fileSize(bytes: number, tag: string): string {
  const [size, unit] =
    bytes < 1024 ? [1, "byte"] : bytes < 1024 ** 2 ? [1024, "kilobyte"] : [1024 ** 2, "megabyte"];
  const amount = bytes / (size as number);
  const form = { style: "unit", unit: unit as string, maximumFractionDigits: amount < 10 ? 1 : 0 };
  return new Intl.NumberFormat(tag, form as Intl.NumberFormatOptions).format(amount);
}
