import { createTexts } from "@firstline/client/texts";
import { describe, expect, it } from "vitest";
import { aClock, HOUR, happened, MINUTE } from "../testing/builders";
import { read } from "./clock";
import { clockWords, eventReason, eventWords, findingWords, named, noticeWords } from "./words";

const texts = createTexts("en", {
  clock: { missed_ago: "missed {ago}", paused: "paused, {left} left", update: "Update" },
  team: { billing: "Billing" },
  severity: { "2": "2 · major" },
  cause: { time: "time was up" },
  item: { time: "time" },
  item_state: { there: "present" },
  impact: { group: "a group of users" },
  area: { portal: "console" },
  role: { lead: "the lead", on_call: "on-call" },
  notice: { clock_missed: "{number}: {clock} was missed", other: "{number}: something new" },
  event: {
    handed_off: "Handed over: {cause}",
    team_changed: "{agent} handed it to {team}",
    severity_set: "{agent} set severity {severity}",
    question_skipped: "Skipped: {item}",
    clock_missed: "{clock} was missed at {due_at}",
    clock_escalated: "{clock} was escalated to {to}",
  },
});
const words = { texts, zone: "UTC", colleagues: [] };

describe("a clock in words", () => {
  it("counts down, and says how long ago it was missed", () => {
    expect(clockWords(read(aClock({ due_at: 12 * MINUTE + 41_000 }), 0), texts)).toBe("12:41");
    expect(clockWords(read(aClock({ due_at: -4 * MINUTE }), 0), texts)).toBe("missed 4 min. ago");
    const paused = aClock({ state: "paused", due_at: null, left: 2 * HOUR });
    expect(clockWords(read(paused, 0), texts)).toBe("paused, 2:00h left");
  });
});

describe("an event in words", () => {
  it.each([
    ["handed_off", { cause: "time" }, "Handed over: time was up"],
    ["team_changed", { agent: "Lena", team: "billing" }, "Lena handed it to Billing"],
    ["severity_set", { agent: "Lena", severity: 2 }, "Lena set severity 2 · major"],
    ["question_skipped", { item: "time" }, "Skipped: time"],
    ["clock_missed", { clock: "update", due_at: 14.5 * HOUR }, "Update was missed at 14:30"],
    [
      "clock_escalated",
      { clock: "update", to: "lead, on_call" },
      "Update was escalated to the lead, on-call",
    ],
  ])("puts the values of %s into the viewer's language", (key, values, line) => {
    expect(eventWords(happened(1, key, values), words, 15 * HOUR)).toBe(line);
  });

  it("stays readable where the desk is newer than the texts", () => {
    expect(eventWords(happened(1, "moon_landed"), words, 0)).toBe("Moon landed");
    expect(named(texts, "team", "night_watch")).toBe("Night watch");
  });

  it("gives its reason apart", () => {
    expect(eventReason(happened(1, "released", { reason: "shift ended" }))).toBe("shift ended");
    expect(eventReason(happened(1, "claimed"))).toBe("");
  });
});

describe("a finding in words", () => {
  it("names an impact, and shows a time in the zone it was meant in", () => {
    expect(findingWords({ what: "impact", value: "group" }, words)).toBe("a group of users");
    const time = { what: "time", value: "since 9", moment: 12 * HOUR, zone: "America/Sao_Paulo" };
    expect(findingWords(time, words)).toBe("since 9 · Thu, Jan 1, 09:00 (São Paulo)");
  });

  it("names an area, and of a body only that there is one", () => {
    expect(findingWords({ what: "area", value: "portal" }, words)).toBe("console");
    expect(findingWords({ what: "body", value: "true" }, words)).toBe("present");
  });
});

describe("a notice in words", () => {
  const notice = {
    kind: "clock_missed",
    conversation: "c",
    number: "K7Q-4M2X",
    with: { clock: "update" },
  };

  it("says what happened where, and something even if its text is missing", () => {
    expect(noticeWords({ ...notice, text_key: "notice.clock_missed" }, words)).toBe(
      "K7Q-4M2X: Update was missed",
    );
    expect(noticeWords({ ...notice, text_key: "notice.unheard" }, words)).toBe(
      "K7Q-4M2X: something new",
    );
  });
});
