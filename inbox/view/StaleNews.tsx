import { useEffect } from "preact/hooks";
import { newsAfter } from "../model/seen";
import { useInbox, useInboxState, useTexts } from "./context";
import { Line } from "./Line";

/** After a refusal: what came in while the reply was written, right above it (R41). */
export function StaleNews() {
  const inbox = useInbox();
  const texts = useTexts();
  const since = useInboxState((state) => state.open?.staleSince ?? null);
  const entries = useInboxState((state) => state.open?.transcript.entries);
  const news = since === null ? [] : newsAfter(entries ?? [], since);
  const newest = news.at(-1)?.position;
  // What stands here has been shown to the writer: the next sending goes on from it.
  useEffect(() => {
    if (newest !== undefined) inbox.store.dispatch({ type: "looked" });
  }, [inbox, newest]);
  if (since === null) return null;
  return (
    <section class="stale" role="alert">
      <p>
        <strong>{texts.say("stale.title")}</strong>
      </p>
      <div class="stale-lines">
        {news.map((entry) => (
          <Line key={entry.position} entry={entry} />
        ))}
      </div>
      <button
        class="button"
        type="button"
        onClick={() => inbox.store.dispatch({ type: "stale_seen" })}
      >
        {texts.say("stale.read")}
      </button>
    </section>
  );
}
