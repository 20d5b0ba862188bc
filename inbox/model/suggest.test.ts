import { describe, expect, it } from "vitest";
import {
  fillPlaceholders,
  fittingColleagues,
  fittingReplies,
  insert,
  mentionsIn,
  openPlaceholders,
  triggerAt,
} from "./suggest";
import type { Colleague } from "./wire";

describe("the trigger at the caret", () => {
  it.each([
    [";", ";", "", 0],
    ["Hello ;key", ";", "key", 6],
    ["see @ru", "@", "ru", 4],
  ] as const)("is found in %j", (text, sign, query, start) => {
    expect(triggerAt(text, text.length)).toEqual({ sign, query, start });
  });

  it.each(["a;b", "mail@example.com", "; done", ""])("is none in %j", (text) => {
    expect(triggerAt(text, text.length)).toBeNull();
  });

  it("looks only at what stands before the caret", () => {
    expect(triggerAt("a @ru", 1)).toBeNull();
  });
});

describe("putting words in", () => {
  const trigger = { sign: ";", query: "ke", start: 3 } as const;

  it("replaces the trigger and leaves what follows", () => {
    expect(insert("Hi ;ke!", trigger, "there")).toEqual({ text: "Hi there!", caret: 8 });
  });

  it("puts the caret at the first placeholder that is still open", () => {
    expect(insert("Hi ;ke", trigger, "until {date}").caret).toBe(9);
  });
});

describe("placeholders", () => {
  it("are filled where the value is known, and stay to be seen where not (R43)", () => {
    const text = fillPlaceholders("{customer}, {number}: {date}", { customer: "Ana", number: "" });
    expect(text).toBe("Ana, {number}: {date}");
    expect(openPlaceholders(text)).toEqual(["number", "date"]);
  });

  it("are no JSON", () => {
    expect(openPlaceholders('{"to": 1} {}')).toEqual([]);
  });
});

describe("what fits", () => {
  const replies = [
    { id: "logs", title: "Ask for logs", text: "Please send the log" },
    { id: "key", title: "Schlüssel tauschen", text: "Tauschen Sie den Schlüssel im Log" },
  ];
  const colleague = (name: string, on_shift: boolean): Colleague => ({
    id: name.toLowerCase(),
    name,
    on_shift,
    languages: [],
    teams: [],
  });

  it("shows replies by title first, then by text, whatever the accents", () => {
    expect(fittingReplies(replies, "log").map(({ id }) => id)).toEqual(["logs", "key"]);
    expect(fittingReplies(replies, "schlussel").map(({ id }) => id)).toEqual(["key"]);
  });

  it("shows colleagues on shift first", () => {
    const people = [colleague("Anna", false), colleague("Zoe", true)];
    expect(fittingColleagues(people, "").map(({ name }) => name)).toEqual(["Zoe", "Anna"]);
  });

  it("mentions only those whose name still stands in the note", () => {
    const people = [colleague("Rui", true), colleague("Olga", true)];
    expect(mentionsIn("ask @Rui", ["rui", "olga"], people)).toEqual(["rui"]);
  });
});
