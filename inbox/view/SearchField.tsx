import { useEffect, useRef, useState } from "preact/hooks";
import { useInbox, useInboxState, useTexts } from "./context";

const PAUSE = 200;

/** Looks for a number or words as they are typed; Escape leaves. */
export function SearchField() {
  const inbox = useInbox();
  const texts = useTexts();
  const searched = useInboxState((state) => state.lists.search?.text ?? "");
  const [text, setText] = useState(searched);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Only leaving the search changes what was typed: an answer may come while typing goes on.
  useEffect(() => {
    if (!searched) setText("");
  }, [searched]);

  const look = (wanted: string, pause: number) => {
    setText(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void inbox.desk.lists.search(wanted), pause);
  };

  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        look(text, 0);
      }}
    >
      <input
        id="search"
        type="search"
        aria-label={texts.say("bar.search")}
        placeholder={texts.say("bar.search_hint")}
        value={text}
        onInput={(event) => look(event.currentTarget.value, PAUSE)}
        onFocus={() => inbox.store.dispatch({ type: "screen_set", screen: "list" })}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          look("", 0);
          event.currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
    </form>
  );
}
