import { actionOf, available, keyName } from "../model/actions";
import { inVain, pageWords, reasonWords } from "../model/paging";
import type { AgentCard } from "../model/wire";
import { isMac, useInbox, useTexts } from "./context";
import { runAction } from "./run";

/** Who on call is being reached for this conversation, and the way to say 'I have it' (R05). */
export function PageLine({ card }: { card: AgentCard }) {
  const inbox = useInbox();
  const texts = useTexts();
  if (!card.page) return null;
  const action = actionOf("acknowledge_page");
  const tone = inVain(card) ? "missed" : card.page.state === "calling" ? "due" : "";
  return (
    <div class={`page-line ${tone}`} role="status">
      <span>
        {pageWords(card.page, texts)} <span class="muted">{reasonWords(card.page, texts)}</span>
      </span>
      {available(action, card) && (
        <button class="button" type="button" onClick={() => runAction("acknowledge_page", inbox)}>
          {texts.say("action.acknowledge_page")} <kbd>{keyName(action.key ?? "", isMac)}</kbd>
        </button>
      )}
    </div>
  );
}
