import { type ActionId, actionOf, available, keyName } from "../model/actions";
import type { AgentCard } from "../model/wire";
import { isMac, useInbox, useMe, useTexts } from "./context";
import { runAction } from "./run";

const SHOWN: readonly ActionId[] = ["claim", "assign", "release", "resolve", "reopen", "flag"];

/** What can be done with the conversation now, each with its key; and who owns it. */
export function ActionButtons({ card }: { card: AgentCard }) {
  const texts = useTexts();
  const me = useMe();
  const state = card.agent
    ? texts.say(card.agent.id === me ? "conversation.mine" : "conversation.owner", {
        name: card.agent.name,
      })
    : "";
  const shown = SHOWN.filter((id) => available(actionOf(id), card));
  return (
    <fieldset class="actions" aria-label={texts.say("conversation.actions")}>
      <span class="phase">
        {texts.say(`phase.${card.phase}`)}
        {state && <span class="muted"> · {state}</span>}
      </span>
      <span class="space" />
      {shown.map((id) => (
        <ActionButton key={id} id={id} />
      ))}
    </fieldset>
  );
}

function ActionButton({ id }: { id: ActionId }) {
  const inbox = useInbox();
  const texts = useTexts();
  const { key } = actionOf(id);
  return (
    <button class="button" type="button" onClick={() => runAction(id, inbox)}>
      {texts.say(`action.${id}`)} {key && <kbd>{keyName(key, isMac)}</kbd>}
    </button>
  );
}
