import { describe, expect, it } from "vitest";
import { countdown, duration, fileSize, timeWithZone, zoneName } from "./format";

const MINUTE = 60_000;
const at = Date.UTC(2025, 2, 4, 17, 30);

describe("times", () => {
  it("name the zone's place", () => {
    expect(timeWithZone(at, at, "pt-BR", "America/Sao_Paulo")).toBe("14:30 (São Paulo)");
    expect(timeWithZone(at, at, "en", "Europe/Berlin")).toBe("18:30 (Berlin)");
    expect(zoneName("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });

  it("say the day where it is another one", () => {
    expect(timeWithZone(at, at - 24 * 60 * MINUTE, "de", "Europe/Berlin")).toMatch(
      /^Di.*4. März, 18:30 \(Berlin\)$/,
    );
  });
});

describe("durations", () => {
  it("use the largest unit", () => {
    expect(duration(4 * MINUTE, "en")).toBe("4 minutes");
    expect(duration(3 * 60 * MINUTE, "de")).toBe("3 Stunden");
    expect(duration(48 * 60 * MINUTE, "ru")).toBe("2 дня");
  });

  it("count down in minutes, then in hours", () => {
    expect(countdown(12 * MINUTE + 41_000)).toBe("12:41");
    expect(countdown(220 * MINUTE)).toBe("3:40h");
    expect(countdown(-5)).toBe("0:00");
  });
});

it("writes sizes of files in the language's form", () => {
  expect(fileSize(26_214_400, "en")).toBe("25 MB");
  expect(fileSize(1_500_000, "de")).toBe("1,4 MB");
});
