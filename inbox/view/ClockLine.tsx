import { shortTime } from "@firstline/client/format";
import { now } from "../desk/ticker";
import { nextClock } from "../model/clock";
import type { AgentCard } from "../model/wire";
import { ClockFace } from "./ClockFace";
import { useInbox, useTexts, useWords } from "./context";
import { Who } from "./Who";

/** The one clock that matters next, and why; who else is here. */
export function ClockLine({ card }: { card: AgentCard }) {
  const texts = useTexts();
  const inbox = useInbox();
  const { zone } = useWords();
  const clock = nextClock(card.clocks, now());
  const missed = card.missed.filter((name) => name !== clock?.name);
  return (
    <div class="clock-line">
      {clock ? (
        <ClockFace clock={clock} named />
      ) : (
        <span class="muted">{texts.say("clock.none")}</span>
      )}
      {clock?.due_at && (
        <span class="muted due-at">
          {texts.say("clock.due_at", { time: shortTime(clock.due_at, now(), texts.tag, zone) })}
        </span>
      )}
      {missed.length > 0 && (
        <span class="tone-missed">
          {texts.say("clock.missed_before", {
            clocks: missed.map((name) => texts.say(`clock.${name}`)).join(", "),
          })}
        </span>
      )}
      {card.clocks.length > 0 && (
        <button
          class="button quiet small"
          type="button"
          onClick={() => inbox.show({ kind: "why" })}
        >
          {texts.say("clock.why")} <kbd>Y</kbd>
        </button>
      )}
      <Who />
    </div>
  );
}
