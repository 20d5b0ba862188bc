/** What the desk puts into the page in the place of its marker, and the texts of another language. */

import type { Language } from "@firstline/client/protocol";
import type { Bundle } from "@firstline/client/texts";

export interface Page {
  language: Language;
  texts: Bundle;
}

export function readPage(document: Document): Page {
  const page = JSON.parse(document.getElementById("firstline")?.textContent ?? "{}");
  return { ...page, language: page.language ?? "en", texts: page.texts ?? {} };
}

/** The inbox's texts in a language; null where the desk does not answer. */
export async function fetchTexts(language: Language): Promise<Bundle | null> {
  try {
    const answer = await fetch(`/inbox/texts/${language}.json`);
    const body = answer.ok ? await answer.json() : null;
    // The texts stand alone or, as in the page, beside the page's settings.
    return typeof body?.texts === "object" ? body.texts : body;
  } catch {
    return null;
  }
}
