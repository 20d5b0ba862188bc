import { useNow } from "../desk/ticker";
import { read } from "../model/clock";
import type { RowClock } from "../model/wire";
import { clockWords } from "../model/words";
import { useTexts } from "./context";

/** The figures count down, the bar empties; due soon and missed have a colour and a word. */
export function ClockFace({ clock, named = false }: { clock: RowClock | null; named?: boolean }) {
  const texts = useTexts();
  const reading = read(clock, useNow());
  if (!clock || reading.tone === "none") return <span class="clock none" />;
  const words = clockWords(reading, texts);
  const counting = reading.tone === "calm" || reading.tone === "due";
  return (
    <span class={`clock ${reading.tone}`}>
      <span class={named ? "clock-name" : "heard"}>{texts.say(`clock.${clock.name}`)} </span>
      <span class="figures">
        {named && counting ? texts.say("clock.left", { left: words }) : words}
      </span>
      <span class="gauge" aria-hidden="true">
        <span style={{ transform: `scaleX(${reading.share.toFixed(3)})` }} />
      </span>
    </span>
  );
}
