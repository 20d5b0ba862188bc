import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "@firstline/client/texts";
import { describe, expect, it } from "vitest";
import { LANGUAGES, widgetTexts } from "../locales.ts";

const flat = (bundle: Bundle, before = ""): [string, string][] =>
  Object.entries(bundle).flatMap(([key, value]) =>
    typeof value === "string" ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join(" ");
const english = new Map(flat(widgetTexts("en")));

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return sources(join(folder, entry.name));
    const code = /\.tsx?$/.test(entry.name) && !entry.name.includes(".test.");
    return code ? [readFileSync(join(folder, entry.name), "utf8")] : [];
  });

describe("texts", () => {
  it.each(LANGUAGES)("in %s have the keys and placeholders of the English ones", (language) => {
    const own = new Map(flat(widgetTexts(language)));
    expect([...own.keys()]).toEqual([...english.keys()]);
    for (const [key, text] of own)
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? "")]);
  });

  it.each(LANGUAGES)("in %s are calm", (language) => {
    for (const [, text] of flat(widgetTexts(language))) expect(text).not.toMatch(/[!¡]|oops/i);
  });

  it("exist for every key that the code names", () => {
    const code = sources(import.meta.dirname).join("\n");
    const named = [...code.matchAll(/\bsay\(\s*"([a-z_]+\.[a-z_]+)"/g)].map(([, key]) => key ?? "");
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((key) => !english.has(key))).toEqual([]);
  });
});
