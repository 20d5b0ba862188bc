/** Surges (R49): what many customers write about while no incident is published. */

import type { Texts } from "@firstline/client/texts";
import type { Row, RowsChange, SurgeShown } from "./wire";
import { named } from "./words";

/** `area:webhooks` and `error_code:401` in the agent's words. */
export const topicWords = (topics: readonly string[], texts: Texts): string =>
  topics
    .map((topic) => {
      const [kind = "", value = ""] = topic.split(/:(.*)/s);
      return named(texts, kind, value);
    })
    .join(", ");

/** Those that nobody has put away. */
export const openSurges = (surges: readonly SurgeShown[]): readonly SurgeShown[] =>
  surges.filter(({ row }) => row.surge && !row.surge.dismissed_by);

/** Whether a change of rows tells of a surge that began, grew or ended. */
export function movesSurges(surges: readonly SurgeShown[], change: RowsChange): boolean {
  const hosts = new Set(surges.map(({ row }) => row.conversation));
  const touched = (row: Row) => Boolean(row.surge) || hosts.has(row.conversation);
  return change.changed.some(touched) || change.gone.some((one) => hosts.has(one));
}
