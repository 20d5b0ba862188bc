import { sameDay } from "@firstline/client/format";
import type { Entry } from "@firstline/client/protocol";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { lookingAtEnd } from "../desk/opened";
import { dayWords } from "../model/words";
import { useCard, useInbox, useInboxState, useTexts, useWords } from "./context";
import { Line } from "./Line";
import { Pending } from "./Pending";

const NEAR = 48;
const NONE: readonly Entry[] = [];

/** The conversation as it went. It stays at its end unless the reader has scrolled up. */
export function Transcript() {
  const texts = useTexts();
  const card = useCard();
  const entries = useInboxState((state) => state.open?.transcript.entries ?? NONE);
  const pending = useInboxState((state) => state.outgoing.length);
  const newFrom = useInboxState((state) => state.open?.sight.newFrom ?? null);
  const { box, atEnd, scrolled, toEnd } = useEnd(entries, pending);
  return (
    <div class="transcript-place">
      <div
        ref={box}
        class="transcript"
        role="log"
        aria-label={texts.say("conversation.transcript", { number: card?.number ?? "" })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keys
        tabIndex={0}
        onScroll={scrolled}
      >
        {entries.map((entry, index) => (
          <Dated key={entry.position} entry={entry} before={entries[index - 1]} newFrom={newFrom} />
        ))}
        <Pending />
      </div>
      {!atEnd && newFrom !== null && (
        <button class="button new-below" type="button" onClick={toEnd}>
          {texts.say("line.new_below")} ↓
        </button>
      )}
    </div>
  );
}

interface DatedProps {
  entry: Entry;
  before: Entry | undefined;
  newFrom: number | null;
}

function Dated({ entry, before, newFrom }: DatedProps) {
  const words = useWords();
  const isNewDay = !before || !sameDay(before.at, entry.at, words.zone);
  return (
    <>
      {isNewDay && <p class="day">{dayWords(entry.at, words)}</p>}
      {newFrom === entry.position && <p class="day new-line">{words.texts.say("line.new")}</p>}
      <Line entry={entry} />
    </>
  );
}

/** Keeps the end in sight while it is in sight, and tells what has been seen. */
function useEnd(entries: readonly Entry[], pending: number) {
  const inbox = useInbox();
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  const look = () => {
    if (document.visibilityState === "visible") inbox.store.dispatch({ type: "looked" });
  };
  const scrolled = () => {
    if (!box.current) return;
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    const end = scrollHeight - scrollTop - clientHeight < NEAR;
    lookingAtEnd(end);
    setAtEnd(end);
    if (end) look();
  };
  // What arrives moves the end.
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [entries]);
  // So does what the agent sends, wherever the agent has read.
  useLayoutEffect(() => {
    if (pending > 0) toEnd();
  }, [pending]);
  // A page that comes back into sight is looked at.
  useEffect(() => {
    lookingAtEnd(true);
    const back = () => scrolled();
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, []);
  return { box, atEnd, scrolled, toEnd };
}
