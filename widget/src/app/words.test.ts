import type { CustomerCard } from "@firstline/client/protocol";
import { createTexts } from "@firstline/client/texts";
import { describe, expect, it } from "vitest";
import { LANGUAGES, widgetTexts } from "../../locales.ts";
import { CARD } from "../testing/desk";
import { promiseText } from "./words";

const NOW = Date.UTC(2025, 2, 4, 17, 0);
const ZONE = "America/Sao_Paulo";
const promise = { due_at: NOW + 30 * 60_000, place: 3 };
const queued: CustomerCard = { ...CARD, phase: "queued", promise };
const say = (language: string, card: CustomerCard, now = NOW) =>
  promiseText(createTexts(language, widgetTexts(language)), card, now, ZONE);

describe("the promise", () => {
  it("says place and time, in the browser's zone", () => {
    expect(say("en", queued)).toBe(
      "Queued, about 3rd · a person will investigate by 14:30 (São Paulo)",
    );
  });

  it.each(LANGUAGES)("says the time in %s, with nothing left to fill in", (language) => {
    const phases = ["queued", "assigned", "waiting", "resolved", "closed"] as const;
    for (const phase of phases)
      expect(say(language, { ...queued, phase })).not.toMatch(/[{}]|bar\./);
    expect(say(language, queued)).toContain("14:30 (São Paulo)");
  });

  it("calls the zone's place what the desk's messages call it", () => {
    const zone = { id: ZONE, place: "Сан-Паулу" };
    expect(say("ru", { ...queued, zone })).toContain("14:30 (Сан-Паулу)");
    expect(say("ru", { ...queued, zone: { ...zone, id: "UTC" } })).toContain("(São Paulo)");
  });

  it("leaves the place out where it is not known", () => {
    const card = { ...queued, promise: { ...promise, place: 0 } };
    expect(say("en", card)).toBe("Queued · a person will investigate by 14:30 (São Paulo)");
  });

  it("names who has it, and until when while the promise runs", () => {
    const owner = { kind: "agent", name: "Lena" } as const;
    const card: CustomerCard = { ...queued, phase: "assigned", owner };
    expect(say("en", card)).toBe("Lena will investigate by 14:30 (São Paulo)");
    expect(say("en", { ...card, promise: null })).toBe("Lena is working on it");
  });

  it("says so when it was missed", () => {
    expect(say("en", queued, NOW + 3_600_000)).toMatch(
      /^Promised by 14:30 \(São Paulo\), now overdue/,
    );
  });
});
