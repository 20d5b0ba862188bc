import { shortTime } from "@firstline/client/format";
import { addressOf } from "../desk/address";
import { now } from "../desk/ticker";
import { openSurges, topicWords } from "../model/surge";
import type { SurgeShown } from "../model/wire";
import { useInbox, useInboxState, useTexts, useWords } from "./context";

const MOST = 8;

/** What many customers write about while no incident is published: the lead's to decide (R49). */
export function SurgeAlarms() {
  const surges = useInboxState((state) => state.surges);
  return openSurges(surges.surges).map((surge) => (
    <SurgeAlarm key={surge.row.conversation} surge={surge} status={surges.status_url} />
  ));
}

function SurgeAlarm({ surge: { row, rows }, status }: { surge: SurgeShown; status: string }) {
  const inbox = useInbox();
  const texts = useTexts();
  const { zone } = useWords();
  if (!row.surge) return null;
  const { since, customers, topics } = row.surge;
  const what = texts.say("surge.what", {
    count: customers,
    time: shortTime(since, now(), texts.tag, zone),
    topics: topicWords(topics, texts),
  });
  return (
    <section class="alarm surge" aria-label={texts.say("surge.title")}>
      <p>
        <strong>{what}</strong> {texts.say("surge.none_published")}
      </p>
      <p class="surge-rows">
        <span class="heard">{texts.say("surge.show")}</span>
        {rows.slice(-MOST).map((one) => (
          <a key={one.conversation} class="number" href={addressOf(one.number)} title={one.subject}>
            {one.number}
          </a>
        ))}
        {rows.length > MOST && <span>+{rows.length - MOST}</span>}
        <span class="space" />
        {status && (
          <a class="button" href={status} target="_blank" rel="noreferrer">
            {texts.say("surge.status")}
          </a>
        )}
        <button
          class="button"
          type="button"
          onClick={() => void inbox.dismissSurge(row.conversation)}
        >
          {texts.say("surge.dismiss")}
        </button>
      </p>
    </section>
  );
}
