import { useMemo, useState } from "preact/hooks";
import { goTo } from "../../desk/address";
import { keyName } from "../../model/actions";
import { type Offered, offers } from "../../model/palette";
import { isMac, useCard, useEdits, useInbox, useInboxState, useTexts } from "../context";
import { runAction } from "../run";
import { Dialog } from "./Dialog";

/** Anything by its name: an action, a conversation, a search. */
export function PaletteDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const rows = useInboxState((state) => state.lists.rows);
  const edits = useEdits();
  const [query, setQuery] = useState("");
  const [chosen, choose] = useState(0);
  const all = useMemo(
    () => offers(query, card, rows.values(), (id) => texts.say(`action.${id}`), edits),
    [query, card, rows, texts, edits],
  );
  const at = Math.min(chosen, all.length - 1);

  const take = (offered: Offered | undefined) => {
    if (!offered) return;
    inbox.show(null);
    if (offered.kind === "row") goTo(offered.row.number);
    else if (offered.kind === "search") void inbox.desk.lists.search(offered.text);
    else runAction(offered.id, inbox);
  };

  const pressed = (stroke: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[stroke.key];
    if (step && all.length) choose((at + step + all.length) % all.length);
    else if (stroke.key === "Enter" && !stroke.isComposing) take(all[at]);
    else return;
    stroke.preventDefault();
  };

  return (
    <Dialog title={texts.say("palette.title")} kind="palette">
      <input
        class="palette-field"
        role="combobox"
        aria-expanded="true"
        aria-controls="offers"
        aria-activedescendant={all[at] ? `offer-${at}` : undefined}
        aria-label={texts.say("palette.placeholder")}
        placeholder={texts.say("palette.placeholder")}
        autofocus
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          choose(0);
        }}
        onKeyDown={pressed}
      />
      <div id="offers" class="offers" role="listbox" aria-label={texts.say("palette.title")}>
        {all.map((offered, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the text field
          <div
            key={keyOf(offered)}
            id={`offer-${index}`}
            class="offer"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            ref={(line) => {
              if (index === at) line?.scrollIntoView({ block: "nearest" });
            }}
            onClick={() => take(offered)}
          >
            <OfferWords offered={offered} />
          </div>
        ))}
      </div>
      {all.length === 0 && <p class="muted">{texts.say("palette.none")}</p>}
    </Dialog>
  );
}

const keyOf = (offered: Offered): string =>
  offered.kind === "row"
    ? offered.row.conversation
    : offered.kind === "search"
      ? "search"
      : offered.id;

function OfferWords({ offered }: { offered: Offered }) {
  const texts = useTexts();
  switch (offered.kind) {
    case "search":
      return <span>{texts.say("palette.search", { text: offered.text })}</span>;
    case "row":
      return (
        <span>
          <span class="number">{offered.row.number}</span> {offered.row.subject}{" "}
          <span class="muted">{offered.row.customer.name}</span>
        </span>
      );
    case "action":
      return (
        <>
          <span>{texts.say(`action.${offered.id}`)}</span>
          {offered.key && <kbd>{keyName(offered.key, isMac)}</kbd>}
        </>
      );
  }
}
