import { goTo } from "../desk/address";
import type { AgentCard } from "../model/wire";
import { named } from "../model/words";
import { ActionButtons } from "./ActionButtons";
import { ClockLine } from "./ClockLine";
import { useCard, useInbox, useTexts } from "./context";
import { PageLine } from "./PageLine";
import { ChannelBadge } from "./RowItem";
import { runAction } from "./run";

/** Number, subject, severity and team; the one clock that matters next; what can be done. */
export function Header() {
  const card = useCard();
  const texts = useTexts();
  const inbox = useInbox();
  if (!card) return null;
  return (
    <header class="head">
      <div class="head-line">
        <button
          class="button quiet narrow-only"
          type="button"
          onClick={() => goTo(null)}
          aria-label={texts.say("conversation.back")}
        >
          ←
        </button>
        <h1 class="head-title">
          <span class="number" title={texts.say("conversation.number")}>
            {card.number}
          </span>{" "}
          <Subject card={card} />
        </h1>
        <ChannelBadge channel={card.channel} />
        <button
          class="button context-toggle"
          type="button"
          onClick={() => runAction("context", inbox)}
        >
          {texts.say("context.items")} <kbd>X</kbd>
        </button>
        <SeverityButton card={card} />
        <TeamButton card={card} />
      </div>
      <PageLine card={card} />
      <ClockLine card={card} />
      <ActionButtons card={card} />
    </header>
  );
}

function Subject({ card }: { card: AgentCard }) {
  const inbox = useInbox();
  const texts = useTexts();
  const words = card.subject || texts.say("conversation.no_subject");
  if (!card.can.includes("set_subject")) return <span class="subject">{words}</span>;
  return (
    <button
      class="subject editable"
      type="button"
      title={texts.say("conversation.subject_edit")}
      onClick={() => inbox.show({ kind: "subject" })}
    >
      {words}
    </button>
  );
}

function SeverityButton({ card }: { card: AgentCard }) {
  const inbox = useInbox();
  const texts = useTexts();
  if (!card.severity) return null;
  const words = texts.say(`severity.${card.severity}`);
  return (
    <button
      class={`button chip level-${card.severity}`}
      type="button"
      disabled={!card.can.includes("set_severity")}
      onClick={() => inbox.show({ kind: "severity" })}
    >
      <span class="heard">{texts.say("severity_dialog.title")} </span>
      {words}
      {card.severity_proposed && <em> · {texts.say("severity.proposed")}</em>} <kbd>S</kbd>
    </button>
  );
}

function TeamButton({ card }: { card: AgentCard }) {
  const inbox = useInbox();
  const texts = useTexts();
  if (!card.team) return null;
  return (
    <button
      class="button chip"
      type="button"
      disabled={!card.can.includes("hand_to_team")}
      onClick={() => inbox.show({ kind: "team" })}
    >
      <span class="heard">{texts.say("list.team")} </span>
      {named(texts, "team", card.team)} <kbd>T</kbd>
    </button>
  );
}
