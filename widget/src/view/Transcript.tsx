import { browserZone, clockTime, day } from "@firstline/client/format";
import type { AutomaticEntry } from "@firstline/client/protocol";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Line, linesOf, openQuestions } from "../app/lines";
import { eventText } from "../app/words";
import { useChat, useNow } from "./context";
import { Ending } from "./Ending";
import { FallbackForm } from "./FallbackForm";
import { Message } from "./Message";

const ZONE = browserZone();

export function Transcript() {
  const { state, session, host } = useChat();
  const { transcript, outgoing, texts, witnessed } = state;
  const { entries, card } = transcript;
  const lines = useMemo(
    () => linesOf(entries, outgoing, ZONE, witnessed),
    [entries, outgoing, witnessed],
  );
  const questions = openQuestions(entries, card);
  const question = (line: Line) =>
    questions.find(({ position }) => line.key === `position-${position}`);
  const { scroller, below, toEnd } = useEnd(lines, state.opened);
  useLooking(session);
  const intro = host.settings.greeting;
  return (
    <div class="transcript">
      <div
        ref={scroller}
        class="scroller"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={texts.say("transcript.label")}
      >
        {!state.conversation && <Skeleton />}
        {intro && <p class="intro">{intro}</p>}
        {lines.map((line) => (
          <LineView key={line.key} line={line} question={question(line)} />
        ))}
        <FallbackForm />
        <Ending />
        <Busy lines={lines} />
      </div>
      {below && (
        <button type="button" class="below" onClick={toEnd}>
          {texts.say("transcript.newer")}
        </button>
      )}
    </div>
  );
}

function LineView({ line, question }: { line: Line; question: AutomaticEntry | undefined }) {
  const { texts } = useChat().state;
  if (line.kind === "message") return <Message line={line} question={question} />;
  if (line.kind === "day") return <p class="event">{day(line.at, texts.tag, ZONE)}</p>;
  const words = eventText(texts, line.event, line.values);
  if (!words) return null;
  return (
    <p class="event">
      {words} · <time>{clockTime(line.at, texts.tag, ZONE)}</time>
    </p>
  );
}

/** Keeps the end in sight while the customer is there, and says when something came below. */
function useEnd(lines: readonly Line[], opened: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(false);
  const near = useRef(true);
  const toEnd = () => {
    const box = scroller.current;
    // A form is read from its beginning.
    const form = box?.querySelector<HTMLElement>(".form");
    if (box) box.scrollTop = form ? form.offsetTop - 80 : box.scrollHeight;
  };
  const last = lines.at(-1);
  const mine = last?.kind === "message" && last.from === "customer";
  useLayoutEffect(() => {
    if (near.current || mine) toEnd();
    else setBelow(true);
  }, [last?.key, opened]);
  useEffect(() => {
    const box = scroller.current;
    const measure = () => {
      near.current = !box || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
      if (near.current) setBelow(false);
    };
    box?.addEventListener("scroll", measure, { passive: true });
    const grown = new ResizeObserver(() => near.current && toEnd());
    if (box) for (const part of [box, ...box.children]) grown.observe(part);
    return () => {
      box?.removeEventListener("scroll", measure);
      grown.disconnect();
    };
  });
  return { scroller, below, toEnd };
}

/** Tells the desk what was seen, whenever the customer can be looking. */
function useLooking(session: { look: () => void }): void {
  useEffect(() => {
    const look = () => session.look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [session]);
}

const BOT_PATIENCE = 4000;

/** Who is typing. Its place is reserved, so that nothing jumps. */
function Busy({ lines }: { lines: readonly Line[] }) {
  const { state } = useChat();
  const { say } = state.texts;
  const now = useNow(1000);
  const card = state.transcript.card;
  const last = lines.at(-1);
  const asked = last?.kind === "message" && last.delivery?.kind === "sent" ? last.at : 0;
  const bot = card?.owner.kind === "bot" && card.bot === "ready" && now - asked < BOT_PATIENCE;
  const person = state.who.find(({ typing }) => typing);
  const words = person ? say("busy.person", { name: person.name }) : bot ? say("busy.bot") : "";
  return (
    <p class="busy" aria-live="off">
      {words && (
        <>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words}
        </>
      )}
    </p>
  );
}

function Skeleton() {
  const { say } = useChat().state.texts;
  return (
    <div class="skeleton" role="status" aria-label={say("bar.opening")}>
      <i />
      <i />
      <i />
    </div>
  );
}
