import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Draft } from "../model/drafts";
import { agentOf, cardOf } from "../model/state";
import {
  fillPlaceholders,
  fittingColleagues,
  fittingReplies,
  insert,
  mentionText,
  type Trigger,
  triggerAt,
} from "../model/suggest";
import type { CannedReply } from "../model/wire";
import { useCard, useInbox, useInboxState, useTexts } from "./context";

const MOST = 8;

export interface Offer {
  id: string;
  title: string;
  detail: string;
  take: () => void;
}

type Change = (change: Partial<Draft>) => void;

/** What pops up at `;` and `@` while writing, worked by arrows, Enter and Escape (a combobox of the ARIA kind). */
export function useSuggestions(
  field: RefObject<HTMLTextAreaElement | null>,
  draft: Draft,
  write: (text: string) => void,
  change: Change,
) {
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [chosen, setChosen] = useState(0);
  const replies = useCanned(trigger?.sign === ";");
  const offers = useOffers(trigger, replies, draft, change, take);

  function take(words: string): void {
    const { current } = field;
    if (!current || !trigger) return;
    const edit = insert(current.value, trigger, words);
    write(edit.text);
    setTrigger(null);
    // Before it is drawn: drawing the same text leaves the caret where it is.
    current.value = edit.text;
    current.focus();
    current.setSelectionRange(edit.caret, edit.caret);
  }

  const moved = () => {
    const { current } = field;
    if (!current) return;
    const found = triggerAt(current.value, current.selectionStart);
    setTrigger(found && fitsMode(found, draft.mode) ? found : null);
    setChosen(0);
  };

  const pressed = (stroke: KeyboardEvent): boolean => {
    if (!offers) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[stroke.key];
    if (step && offers.length)
      setChosen((now) => (Math.min(now, offers.length - 1) + step + offers.length) % offers.length);
    else if ((stroke.key === "Enter" || stroke.key === "Tab") && plain(stroke) && offers[chosen])
      offers[chosen]?.take();
    else if (stroke.key === "Escape") setTrigger(null);
    else return false;
    stroke.preventDefault();
    return true;
  };

  const active = offers?.[chosen];
  return {
    offers,
    chosen,
    loading: trigger?.sign === ";" && replies === null,
    moved,
    pressed,
    field: {
      "aria-controls": offers?.length ? "suggestions" : undefined,
      "aria-activedescendant": active ? `suggestion-${active.id}` : undefined,
      "aria-autocomplete": "list" as const,
    },
  };
}

const plain = (stroke: KeyboardEvent): boolean =>
  !stroke.ctrlKey && !stroke.metaKey && !stroke.shiftKey;

const fitsMode = ({ sign }: Trigger, mode: Draft["mode"]): boolean =>
  (sign === "@") === (mode === "note");

/** Canned replies in the customer's language; asked for once, when they are first wanted. */
function useCanned(wanted: boolean): readonly CannedReply[] | null {
  const inbox = useInbox();
  const language = useCard()?.language;
  const [known, setKnown] = useState<{ language: string; replies: readonly CannedReply[] } | null>(
    null,
  );
  const fresh = known?.language === language ? known : null;
  const ask = wanted && !fresh;
  useEffect(() => {
    if (!ask || !language) return;
    void inbox.canned().then((ack) => {
      setKnown({ language, replies: ack.ok ? ack.replies : [] });
    });
  }, [ask, language, inbox]);
  return fresh?.replies ?? null;
}

function useOffers(
  trigger: Trigger | null,
  replies: readonly CannedReply[] | null,
  draft: Draft,
  change: Change,
  take: (words: string) => void,
): Offer[] | null {
  const inbox = useInbox();
  const texts = useTexts();
  const colleagues = useInboxState((state) => state.colleagues);
  if (!trigger) return null;
  if (trigger.sign === ";") {
    const values = placeholders();
    return fittingReplies(replies ?? [], trigger.query)
      .slice(0, MOST)
      .map(({ id, title, text }) => {
        const words = fillPlaceholders(text, values);
        return { id, title, detail: words, take: () => take(words) };
      });
  }
  return fittingColleagues(colleagues, trigger.query)
    .slice(0, MOST)
    .map((colleague) => ({
      id: colleague.id,
      title: colleague.name,
      detail: colleague.on_shift ? "" : texts.say("compose.off_shift"),
      take: () => {
        take(mentionText(colleague));
        change({ mentions: [...new Set([...draft.mentions, colleague.id])] });
      },
    }));

  function placeholders(): Record<string, string> {
    const card = cardOf(inbox.store.state);
    const agent = agentOf(inbox.store.state);
    const number = card?.number ?? "";
    return {
      number,
      customer: card?.customer.name ?? "",
      name: card?.customer.name ?? "",
      subject: card?.subject ?? "",
      agent: agent?.name ?? "",
    };
  }
}

export function Suggestions({ suggestions }: { suggestions: ReturnType<typeof useSuggestions> }) {
  const texts = useTexts();
  const { offers, chosen, loading } = suggestions;
  if (!offers) return null;
  if (offers.length === 0)
    return (
      <p class="suggestions none" role="status">
        {texts.say(loading ? "compose.canned_loading" : "compose.no_suggestions")}
      </p>
    );
  return (
    <div
      id="suggestions"
      class="suggestions"
      role="listbox"
      aria-label={texts.say("compose.suggestions")}
    >
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the text field
        <div
          key={offer.id}
          id={`suggestion-${offer.id}`}
          class="suggestion"
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={offer.take}
        >
          <strong>{offer.title}</strong>
          <span class="muted">{offer.detail}</span>
        </div>
      ))}
    </div>
  );
}
