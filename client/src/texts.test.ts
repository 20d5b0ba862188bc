import { describe, expect, it } from "vitest";
import { createTexts, preferredLanguage } from "./texts";

const texts = createTexts(
  "ru",
  {
    hello: "Привет, {name}",
    nested: { inner: "внутри" },
    days: { one: "{count} день", few: "{count} дня", other: "{count} дней" },
  },
  { hello: "Hello", only: "only in English" },
);

describe("texts", () => {
  it("fill placeholders and leave unknown ones alone", () => {
    expect(texts.say("hello", { name: "Ana" })).toBe("Привет, Ana");
    expect(texts.say("hello")).toBe("Привет, {name}");
  });

  it("find nested and flat keys, then the fallback, then show the key", () => {
    expect(texts.say("nested.inner")).toBe("внутри");
    expect(createTexts("en", { "nested.inner": "flat" }).say("nested.inner")).toBe("flat");
    expect(texts.say("only")).toBe("only in English");
    expect(texts.say("nowhere")).toBe("nowhere");
  });

  it("choose the plural form of the language", () => {
    expect(texts.count("days", 1)).toBe("1 день");
    expect(texts.count("days", 3)).toBe("3 дня");
    expect(texts.count("days", 5)).toBe("5 дней");
  });

  it("count in English ordinals", () => {
    const place = { one: "{count}st", two: "{count}nd", few: "{count}rd", other: "{count}th" };
    const english = createTexts("en", { place });
    expect([1, 2, 3, 4, 11].map((n) => english.count("place", n, "ordinal"))).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
    ]);
  });
});

describe("the preferred language", () => {
  const known = ["en", "pt_BR", "de"] as const;

  it("is the first that is known, by its base", () => {
    expect(preferredLanguage(["fr", "pt-PT", "de"], known)).toBe("pt_BR");
  });

  it("is the first known where none fits", () => {
    expect(preferredLanguage(["fr"], known)).toBe("en");
  });
});
