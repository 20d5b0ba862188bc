/** What the page says about the widget: `data-…` of the script, and `window.firstlineSettings`. */

import { parseColour } from "@firstline/client/contrast";
import type { Settings } from "../messages";

export type GetToken = (options: { fresh: boolean }) => Promise<string | null> | string | null;

export interface PageSettings {
  settings: Settings;
  side: "left" | "right";
  getToken: GetToken | null;
}

export function readSettings(data: DOMStringMap, given: { getToken?: GetToken }): PageSettings {
  const getToken = given.getToken ?? (data.tokenUrl ? fetchToken(data.tokenUrl) : null);
  const language = data.language || document.documentElement.lang;
  const radius = Number(data.radius ?? Number.NaN);
  const accent = data.accent ?? "";
  const known = parseColour(accent) !== null;
  if (accent && !known) console.warn(`Firstline: ${accent} is not #rgb or #rrggbb`);
  return {
    settings: {
      identified: getToken !== null,
      ...(language && { language }),
      ...(known && { accent }),
      ...(radius >= 0 && radius <= 32 && { radius }),
      ...(data.greeting && { greeting: data.greeting }),
    },
    side: data.position === "left" ? "left" : "right",
    getToken,
  };
}

/** The address answers with `{token}`, for the person who is signed in on the page. */
const fetchToken =
  (address: string): GetToken =>
  async () => {
    const answer = await fetch(address, { cache: "no-store" });
    return answer.ok ? ((await answer.json()) as { token: string | null }).token : null;
  };
