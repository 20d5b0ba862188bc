import type { AgentCard } from "../model/wire";
import { CustomerPart } from "./CustomerPart";
import { useCard, useInbox, useInboxState, useTexts } from "./context";
import { ItemsPart } from "./ItemsPart";
import { JoinedPart } from "./JoinedPart";
import { Linked, Part } from "./Part";
import { ProposalsPart } from "./ProposalsPart";

/** All that helps to understand the open conversation without reading it all. */
export function ContextCard() {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const back = () => inbox.store.dispatch({ type: "screen_set", screen: "conversation" });
  return (
    <aside class="pane context-pane" aria-label={texts.say("context.title")}>
      <button class="button quiet narrow-only" type="button" onClick={back}>
        ← {texts.say("context.back")}
      </button>
      {card && <Parts card={card} />}
    </aside>
  );
}

function Parts({ card }: { card: AgentCard }) {
  const texts = useTexts();
  const similar = useInboxState((state) => state.open?.similar ?? null);
  return (
    <>
      <CustomerPart card={card} />
      <ProposalsPart card={card} />
      <JoinedPart card={card} />
      <ItemsPart card={card} />
      <Part title={texts.say("context.similar")} count={similar?.length}>
        <Linked rows={similar} empty={texts.say("context.no_similar")} />
      </Part>
      <Part title={texts.say("context.history")} count={card.history.length}>
        <Linked rows={card.history} empty={texts.say("context.no_history")} />
      </Part>
      <TagsPart card={card} />
      <OutcomePart card={card} />
      <ExportPart card={card} />
    </>
  );
}

function TagsPart({ card }: { card: AgentCard }) {
  const inbox = useInbox();
  const texts = useTexts();
  return (
    <Part title={texts.say("context.tags")}>
      {card.tags.length > 0 ? (
        <ul class="tags">
          {card.tags.map((tag) => (
            <li key={tag} class="tag">
              {tag}
            </li>
          ))}
        </ul>
      ) : (
        <p class="muted">{texts.say("context.no_tags")}</p>
      )}
      {card.can.includes("set_tags") && (
        <button class="button small" type="button" onClick={() => inbox.show({ kind: "tags" })}>
          {texts.say("action.tags")} <kbd>L</kbd>
        </button>
      )}
    </Part>
  );
}

function OutcomePart({ card }: { card: AgentCard }) {
  const texts = useTexts();
  return (
    <>
      {card.solution && (
        <Part title={texts.say("context.solution")}>
          <p class="words">{card.solution}</p>
        </Part>
      )}
      {card.rating && (
        <Part title={texts.say("context.rating")}>
          <p>{texts.say("context.stars", { stars: card.rating.stars })}</p>
          {card.rating.comment && <q class="words">{card.rating.comment}</q>}
        </Part>
      )}
    </>
  );
}

/** For leads, who are the ones that may erase a customer. */
function ExportPart({ card }: { card: AgentCard }) {
  const texts = useTexts();
  if (!card.can.includes("erase_customer")) return null;
  const address = `/api/conversations/${encodeURIComponent(card.conversation)}/export`;
  return (
    <Part title={texts.say("context.export")}>
      <p>
        <a href={`${address}?as=text`} download>
          {texts.say("context.export_text")}
        </a>
      </p>
      <p>
        <a href={address} download>
          {texts.say("context.export_lines")}
        </a>
      </p>
    </Part>
  );
}
