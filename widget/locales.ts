/** Reads the widget's texts from `locales/`, for the build and the tests. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Bundle, createTexts } from "../client/src/texts.ts";

const FOLDER = join(import.meta.dirname, "..", "locales");

export const LANGUAGES = ["en", "pt_BR", "de", "es", "ru"] as const;

export function widgetTexts(language: string): Bundle {
  const path = join(FOLDER, language, "widget.yml");
  return parse(readFileSync(path, "utf8")) as Bundle;
}

/** The few texts of the loader, in all languages: they are built into it. */
export function loaderTexts(): Record<string, Record<string, string>> {
  const parts = ["word", "unread"];
  const own = (language: string) => {
    const { say } = createTexts(language, widgetTexts(language));
    return Object.fromEntries(parts.map((part) => [part, say(`loader.${part}`)]));
  };
  return Object.fromEntries(LANGUAGES.map((language) => [language, own(language)]));
}
