/** How a clock reads at a moment. The arithmetic of promises is the desk's; this only subtracts. */

import { countdown } from "@firstline/client/format";
import type { Moment } from "@firstline/client/protocol";
import type { CardClock, Row, RowClock } from "./wire";

export type Tone = "calm" | "due" | "missed" | "paused" | "none";

export interface Reading {
  tone: Tone;
  /** Milliseconds until it is due; negative once it is missed. */
  left: number;
  /** What is left of the span, from 1 down to 0: the bar. */
  share: number;
}

/** Below this share of its span a clock is shown as due soon. */
export const DUE_SHARE = 0.25;

const SILENT: Reading = { tone: "none", left: 0, share: 0 };

export function read(clock: RowClock | null, now: Moment): Reading {
  if (!clock) return SILENT;
  switch (clock.state) {
    case "met":
    case "ended":
    case "waiting":
      return SILENT;
    case "paused":
      return paused(clock);
    case "running":
    case "missed":
      return clock.due_at === null ? SILENT : running(clock.due_at - now, clock.span);
  }
}

function running(left: number, span: number): Reading {
  const share = Math.min(1, Math.max(0, left / Math.max(1, span)));
  return { left, share, tone: left <= 0 ? "missed" : share <= DUE_SHARE ? "due" : "calm" };
}

function paused(clock: RowClock): Reading {
  const left = clock.left ?? 0;
  return { left, share: Math.min(1, Math.max(0, left / Math.max(1, clock.span))), tone: "paused" };
}

/** The figures of a countdown: `12:41`, `3:40h`; days from 48 hours on are left to the caller. */
export const figures = (reading: Reading): string => countdown(Math.abs(reading.left));

/** Whether a promise is over, kept or not: a miss stays a miss (R17), but nothing counts down any more. */
const isOver = (clock: CardClock): boolean => clock.state === "missed" && clock.running === false;

/** The clock of a card that matters next: the missed ones first, then what is due next, then paused ones. */
export function nextClock(clocks: readonly CardClock[], now: Moment): CardClock | null {
  const shown = clocks.filter((clock) => !isOver(clock) && read(clock, now).tone !== "none");
  const rank = (clock: CardClock) => {
    const reading = read(clock, now);
    return reading.tone === "paused" ? Number.POSITIVE_INFINITY : reading.left;
  };
  return shown.sort((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** Whether a row's promise was missed, now or earlier: a miss stays a miss (R17). */
export const hasMissed = (row: Pick<Row, "clock" | "missed">, now: Moment): boolean =>
  row.missed.length > 0 || read(row.clock, now).tone === "missed";
