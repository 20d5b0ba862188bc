/** One tick a second for every countdown, in the desk's time. */

import type { Moment } from "@firstline/client/protocol";
import { useEffect, useReducer } from "preact/hooks";

let skew = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The desk's time as well as this machine can tell. */
export const now = (): Moment => Date.now() + skew;

/**
 * Learns from a `Date` header by how much this machine's clock is off. The header counts whole seconds, so
 * that less than three are taken for nothing.
 */
export function learnTime(header: string | null): void {
  const told = Date.parse(header ?? "");
  const off = told - Date.now();
  if (!Number.isNaN(off)) skew = Math.abs(off) < 3000 ? 0 : off;
}

/** The time now; the component is drawn again each second. */
export function useNow(): Moment {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const tick = () => draw(undefined);
    listeners.add(tick);
    timer ??= setInterval(() => {
      for (const listener of [...listeners]) listener();
    }, 1000);
    return () => {
      listeners.delete(tick);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now();
}
