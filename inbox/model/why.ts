/** 'Why is this red?' (R51): a clock's spans laid out on one line, from its start to now or to its due time. */

import type { Moment } from "@firstline/client/protocol";
import type { Why, WhySpan } from "./wire";

export interface Strip extends WhySpan {
  /** Where it begins and how wide it is, as shares of the line from 0 to 1. */
  start: number;
  width: number;
}

export interface Pin {
  kind: string;
  at: Moment;
  place: number;
}

export interface Line {
  from: Moment;
  to: Moment;
  strips: Strip[];
  pins: Pin[];
  now: number;
  /** Milliseconds that used the promise up, and those that did not. */
  counted: number;
  uncounted: number;
}

export function layOut(why: Why, now: Moment): Line | null {
  const first = why.spans[0];
  if (!first) return null;
  const moments = [
    ...why.spans.map((span) => span.to),
    ...why.marks.map((mark) => mark.at),
    why.due_at ?? now,
    now,
  ];
  const from = first.from;
  const to = Math.max(from + 1, ...moments);
  const place = (at: Moment) => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const sum = (counted: boolean) =>
    why.spans
      .filter((span) => span.counted === counted)
      .reduce((total, span) => total + span.to - span.from, 0);
  return {
    from,
    to,
    strips: why.spans.map((span) => ({
      ...span,
      start: place(span.from),
      width: place(span.to) - place(span.from),
    })),
    pins: pins(why).map((mark) => ({ ...mark, place: place(mark.at) })),
    now: place(now),
    counted: sum(true),
    uncounted: sum(false),
  };
}

function pins(why: Why): { kind: string; at: Moment }[] {
  const due =
    why.due_at === null || why.marks.some((mark) => mark.kind === "due") ? [] : [why.due_at];
  const all = [...why.marks, ...due.map((at) => ({ kind: "due", at }))];
  return all.sort((one, other) => one.at - other.at);
}
