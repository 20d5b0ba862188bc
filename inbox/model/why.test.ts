import { describe, expect, it } from "vitest";
import { HOUR } from "../testing/builders";
import { layOut } from "./why";
import type { Why } from "./wire";

const WHY: Why = {
  clock: "resolution",
  rule: "R11",
  span: 48 * HOUR,
  due_at: 10 * HOUR,
  state: "running",
  spans: [
    { from: 0, to: 2 * HOUR, kind: "ours", counted: true },
    { from: 2 * HOUR, to: 6 * HOUR, kind: "waiting", counted: false },
    { from: 6 * HOUR, to: 8 * HOUR, kind: "ours", counted: true },
  ],
  marks: [{ at: 0, kind: "handed_off" }],
};

describe("a clock's timeline (R51)", () => {
  it("lays its spans on one line that ends where the promise does", () => {
    const line = layOut(WHY, 8 * HOUR);
    expect(
      line?.strips.map(({ start, width }) => [start, width].map((part) => part.toFixed(1))),
    ).toEqual([
      ["0.0", "0.2"],
      ["0.2", "0.4"],
      ["0.6", "0.2"],
    ]);
    expect(line?.now).toBe(0.8);
  });

  it("adds up what counted and what did not", () => {
    expect(layOut(WHY, 8 * HOUR)).toMatchObject({ counted: 4 * HOUR, uncounted: 4 * HOUR });
  });

  it("shows the marks in order, with the due time among them", () => {
    expect(layOut(WHY, 8 * HOUR)?.pins.map(({ kind }) => kind)).toEqual(["handed_off", "due"]);
  });

  it("is none where the clock has not started", () => {
    expect(layOut({ ...WHY, spans: [] }, HOUR)).toBeNull();
  });
});
