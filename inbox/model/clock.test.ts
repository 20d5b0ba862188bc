import { describe, expect, it } from "vitest";
import { aClock, HOUR, MINUTE } from "../testing/builders";
import { hasMissed, nextClock, read } from "./clock";

describe("a clock's reading", () => {
  it.each([
    ["calm", 30 * MINUTE],
    ["calm", 8 * MINUTE],
    ["due", 7.5 * MINUTE],
    ["due", 1],
    ["missed", 0],
    ["missed", -4 * MINUTE],
  ] as const)("is %s with %i ms left of 30 minutes", (tone, left) => {
    expect(read(aClock({ due_at: left }), 0).tone).toBe(tone);
  });

  it("empties its bar", () => {
    expect(read(aClock({ due_at: 15 * MINUTE }), 0).share).toBe(0.5);
    expect(read(aClock({ due_at: -HOUR }), 0).share).toBe(0);
  });

  it("stands still while paused", () => {
    const paused = aClock({ state: "paused", due_at: null, left: 10 * MINUTE });
    expect(read(paused, 0)).toEqual(read(paused, HOUR));
    expect(read(paused, 0).left).toBe(10 * MINUTE);
  });

  it("says nothing where no promise runs", () => {
    expect(read(null, 0).tone).toBe("none");
    expect(read(aClock({ state: "met" }), 0).tone).toBe("none");
    expect(read(aClock({ state: "waiting", due_at: null }), 0).tone).toBe("none");
  });
});

describe("the clock that matters next", () => {
  const resolution = aClock({ name: "resolution", due_at: 48 * HOUR, span: 48 * HOUR });

  it("is the one that is due first, before any that is paused", () => {
    const paused = aClock({ name: "update", state: "paused", due_at: null, left: MINUTE });
    expect(nextClock([paused, resolution, aClock()], 0)?.name).toBe("first_response");
    expect(nextClock([paused, resolution], 0)?.name).toBe("resolution");
    expect(nextClock([paused], 0)?.name).toBe("update");
  });

  it("is no promise that was missed and is over: a miss stays in the record, not on the clock", () => {
    const keptLate = aClock({ state: "missed", due_at: -HOUR, running: false });
    expect(nextClock([keptLate, resolution], 0)?.name).toBe("resolution");
    expect(nextClock([keptLate], 0)).toBeNull();
  });
});

describe("a row's miss", () => {
  it("stays, whatever its next clock says (R17)", () => {
    expect(hasMissed({ clock: aClock(), missed: ["update"] }, 0)).toBe(true);
    expect(hasMissed({ clock: aClock({ due_at: -1 }), missed: [] }, 0)).toBe(true);
    expect(hasMissed({ clock: aClock(), missed: [] }, 0)).toBe(false);
  });
});
