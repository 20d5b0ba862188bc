import { describe, expect, it } from "vitest";
import { aCard } from "../testing/builders";
import { ACTIONS, actionFor, actionOf, available, keyName } from "./actions";

const FREE = { typing: false, covered: false, singleKeys: true };
const stroke = (
  key: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe("keys", () => {
  it.each([
    ["j", "down"],
    ["k", "up"],
    ["n", "next"],
    ["c", "claim"],
    ["r", "reply"],
    ["i", "note"],
    ["s", "severity"],
    ["t", "team"],
    ["w", "wait"],
    ["e", "resolve"],
    ["v", "channel"],
    ["/", "search"],
    ["?", "help"],
  ])("%s means %s", (key, id) => {
    expect(actionFor(stroke(key), FREE)).toBe(id);
  });

  it("are letters while somebody types, under a dialog, or when switched off", () => {
    expect(actionFor(stroke("c"), { ...FREE, typing: true })).toBeNull();
    expect(actionFor(stroke("c"), { ...FREE, covered: true })).toBeNull();
    expect(actionFor(stroke("c"), { ...FREE, singleKeys: false })).toBeNull();
  });

  it("leave the browser's own combinations alone", () => {
    expect(actionFor(stroke("c", { ctrlKey: true }), FREE)).toBeNull();
    expect(actionFor(stroke("r", { metaKey: true }), FREE)).toBeNull();
  });

  it("open the palette from anywhere, even while typing", () => {
    const typing = { ...FREE, typing: true, singleKeys: false };
    expect(actionFor(stroke("k", { ctrlKey: true }), typing)).toBe("palette");
    expect(actionFor(stroke("K", { metaKey: true }), typing)).toBe("palette");
  });

  it("mean one thing each", () => {
    const keys = ACTIONS.flatMap((action) => ("key" in action ? [action.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("are written as the machine's keyboard has them", () => {
    expect(keyName("mod+k", true)).toBe("⌘K");
    expect(keyName("mod+shift+enter", false)).toBe("Ctrl+Shift+⏎");
    expect(keyName("s", false)).toBe("S");
  });
});

describe("an action", () => {
  it("needs an open conversation and the desk's leave", () => {
    expect(available(actionOf("resolve"), null)).toBe(false);
    expect(available(actionOf("resolve"), aCard({ can: [] }))).toBe(false);
    expect(available(actionOf("resolve"), aCard({ can: ["resolve_conversation"] }))).toBe(true);
    expect(available(actionOf("next"), null)).toBe(true);
  });
});
