import { browserZone } from "@firstline/client/format";
import { isPromised, promiseText } from "../app/words";
import { useChat, useNow } from "./context";

/** Where the conversation stands: always in sight, its place reserved, changed in place. */
export function PromiseBar() {
  const { state } = useChat();
  const now = useNow(10_000);
  const { card } = state.transcript;
  const { say } = state.texts;
  const late = card?.promise && isPromised(card) && card.promise.due_at < now;
  const words = card
    ? promiseText(state.texts, card, now, browserZone())
    : say(state.shut ? "bar.shut" : "bar.opening");
  return (
    <footer class={`bar ${late ? "late" : (card?.phase ?? "opening")}`}>
      <span class="lamp" aria-hidden="true" />
      <p role="status">{words}</p>
      {card && !card.verified && <span class="unverified">{say("bar.unverified")}</span>}
    </footer>
  );
}
