import { clockTime } from "@firstline/client/format";
import type { AutomaticEntry, EventEntry } from "@firstline/client/protocol";
import { now } from "../desk/ticker";
import { eventReason, eventWords } from "../model/words";
import { useTexts, useWords } from "./context";
import { Said, Words } from "./Line";

/** What the bot or the desk itself said, with the buttons that it offered. */
export function AutomaticLine({ entry }: { entry: AutomaticEntry }) {
  const texts = useTexts();
  const choices = entry.choices?.map((choice) => choice.label).join(" · ");
  return (
    <Said kind={entry.kind} who={texts.say(`line.${entry.kind}`)} at={entry.at}>
      <Words text={entry.text} erased={entry.erased} />
      {choices && <p class="choices">{texts.say("line.choices", { choices })}</p>}
    </Said>
  );
}

/** What happened, as a thin line. */
export function EventLine({ entry }: { entry: EventEntry }) {
  const words = useWords();
  const reason = eventReason(entry);
  const tone = entry.key === "clock_missed" ? "tone-missed" : "";
  return (
    <p class={`line event ${tone}`}>
      <span>{eventWords(entry, words, now())}</span>
      {reason && <q>{reason}</q>}
      <time dateTime={new Date(entry.at).toISOString()}>
        {clockTime(entry.at, words.texts.tag, words.zone)}
      </time>
    </p>
  );
}
