/** How the people on call are reached (R05): what is shown of a page, and which of them need everybody's eyes. */

import type { Texts } from "@firstline/client/texts";
import type { Row, RowPage } from "./wire";

/** What is being done, in one line. */
export function pageWords(page: RowPage, texts: Texts): string {
  if (page.state === "answered") return texts.say("paging.answered", { name: page.by });
  if (page.state === "held") return texts.say("paging.held");
  if (page.vain) return `${texts.say(`paging.${page.vain}`)} ${texts.say("paging.again")}`;
  if (page.person) return texts.say("paging.called", { person: page.person });
  return texts.say("paging.calling");
}

export const reasonWords = (page: RowPage, texts: Texts): string =>
  texts.say("paging.reasons", {
    reasons: page.reasons.map((reason) => texts.say(`page_reason.${reason}`)).join(", "),
  });

/** Whether the whole line of people was tried in vain. */
export const inVain = (row: Row): boolean => row.page?.state === "calling" && row.page.vain !== "";

/** The rows that nobody on call has answered, the oldest first. */
export const alarms = (paged: ReadonlyMap<string, Row>): Row[] =>
  [...paged.values()].filter(inVain).sort((one, other) => since(one) - since(other));

const since = (row: Row): number => row.page?.since ?? 0;
