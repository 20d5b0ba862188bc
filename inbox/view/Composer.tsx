import { useRef } from "preact/hooks";
import { type Draft, draftOf, draftText } from "../model/drafts";
import { Attachments, useAttachments } from "./Attachments";
import { ComposerTabs } from "./ComposerTabs";
import { useCard, useInbox, useInboxState, useMe, useTexts } from "./context";
import { errorText } from "./ErrorLine";
import { SendButtons } from "./SendButtons";
import { StaleNews } from "./StaleNews";
import { Suggestions, useSuggestions } from "./Suggestions";
import { useSend } from "./send";

/** Where a reply or a note is written. The draft is kept with the conversation until the desk has stored it. */
export function Composer({ conversation }: { conversation: string }) {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const me = useMe();
  const draft = useInboxState((state) => draftOf(state.drafts, conversation));
  const field = useRef<HTMLTextAreaElement>(null);
  const attachments = useAttachments(conversation);
  const change = (change: Partial<Draft>) => {
    const action = { type: "draft_changed", conversation, change } as const;
    inbox.store.dispatch({ type: "drafts", action });
  };
  const write = (text: string) =>
    change(draft.mode === "reply" ? { reply: text, error: null } : { note: text, error: null });
  const suggestions = useSuggestions(field, draft, write, change);
  const send = useSend(conversation, draft, card?.first_response_running ?? false);
  if (!card || card.phase === "reserved") return null;

  const mayReply = card.can.includes("reply");
  const locked = draft.mode === "reply" && !mayReply;
  return (
    <section class={`composer ${draft.mode}`} aria-label={texts.say("group.write")}>
      <StaleNews />
      <ComposerTabs draft={draft} change={change} attach={attachments.add} disabled={locked} />
      {locked ? (
        <WhyLocked owner={card.agent?.id === me ? null : (card.agent?.name ?? null)} />
      ) : (
        <>
          <Suggestions suggestions={suggestions} />
          <textarea
            id="composer"
            ref={field}
            class="composer-field"
            dir="auto"
            rows={3}
            value={draftText(draft)}
            placeholder={fieldLabel()}
            aria-label={fieldLabel()}
            {...suggestions.field}
            onInput={({ currentTarget }) => {
              write(currentTarget.value);
              inbox.desk.opened.typed();
              suggestions.moved();
            }}
            onKeyDown={(stroke) => suggestions.pressed(stroke) || send.pressed(stroke)}
            onClick={suggestions.moved}
            onPaste={attachments.pasted}
          />
          <Attachments draft={draft} change={change} uploads={attachments.uploads} />
          <p class="form-error" role="alert">
            {draft.error &&
              draft.error.code !== STALE &&
              `${errorText(draft.error, texts)} ${texts.say("compose.kept")}`}
          </p>
          <SendButtons draft={draft} change={change} send={send} card={card} />
        </>
      )}
    </section>
  );

  function fieldLabel(): string {
    if (draft.mode === "note") return texts.say("compose.note_to_team");
    return texts.say("compose.reply_to", {
      name: card?.customer.name || texts.say("compose.no_name"),
      language: texts.say(`languages.${card?.language}`),
    });
  }
}

// What came in stands above the composer and says it better.
const STALE = "reply_is_stale";

function WhyLocked({ owner }: { owner: string | null }) {
  const inbox = useInbox();
  const texts = useTexts();
  const mayClaim = useCard()?.can.includes("claim_conversation");
  if (mayClaim)
    return (
      <p class="locked">
        {texts.say("compose.claim_first")}{" "}
        <button
          class="button strong"
          type="button"
          onClick={() => void inbox.order("claim_conversation")}
        >
          {texts.say("action.claim")} <kbd>C</kbd>
        </button>
      </p>
    );
  return (
    <p class="locked">
      {owner ? texts.say("compose.not_owner", { name: owner }) : texts.say("compose.cannot_reply")}
    </p>
  );
}
