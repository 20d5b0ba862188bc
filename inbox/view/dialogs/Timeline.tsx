import { shortTime } from "@firstline/client/format";
import { now } from "../../desk/ticker";
import { type Line, layOut } from "../../model/why";
import type { Why } from "../../model/wire";
import { named, spanWords } from "../../model/words";
import { useTexts, useWords } from "../context";

/** The spans on one line, then the same in words. */
export function Timeline({ why }: { why: Why }) {
  const texts = useTexts();
  const line = layOut(why, now());
  if (!line) return <p class="muted">{texts.say("why.none")}</p>;
  return (
    <>
      <Bar line={line} />
      <p class="why-sum">
        <span>{texts.say("why.counted", { length: spanWords(line.counted, texts) })}</span>
        {line.uncounted > 0 && (
          <span class="muted">
            {" · "}
            {texts.say("why.uncounted", { length: spanWords(line.uncounted, texts) })}
          </span>
        )}
      </p>
      <Marks line={line} />
      <Spans why={why} />
    </>
  );
}

const share = (part: number): string => `${(part * 100).toFixed(2)}%`;

function Bar({ line }: { line: Line }) {
  return (
    <div class="timeline" aria-hidden="true">
      {line.strips.map((strip) => (
        <span
          key={strip.from}
          class={`strip-span ${strip.kind} ${strip.counted ? "counted" : ""}`}
          style={{ left: share(strip.start), width: share(strip.width) }}
        />
      ))}
      {line.pins.map((pin) => (
        <span
          key={`${pin.kind}-${pin.at}`}
          class={`pin ${pin.kind}`}
          style={{ left: share(pin.place) }}
        />
      ))}
      <span class="pin now" style={{ left: share(line.now) }} />
    </div>
  );
}

function Marks({ line }: { line: Line }) {
  const { texts, zone } = useWords();
  if (line.pins.length === 0) return null;
  return (
    <ul class="pins">
      {line.pins.map((pin) => (
        <li key={`${pin.kind}-${pin.at}`} class={pin.kind}>
          <time dateTime={new Date(pin.at).toISOString()}>
            {shortTime(pin.at, now(), texts.tag, zone)}
          </time>{" "}
          {named(texts, "why.mark", pin.kind)}
        </li>
      ))}
    </ul>
  );
}

const HEADS = ["from", "to", "kind", "length", "counts"] as const;

function Spans({ why }: { why: Why }) {
  const { texts, zone } = useWords();
  const time = (at: number) => shortTime(at, now(), texts.tag, zone);
  return (
    <table class="spans">
      <caption class="heard">{texts.say("why.table")}</caption>
      <thead>
        <tr>
          {HEADS.map((head) => (
            <th key={head} scope="col">
              {texts.say(`why.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {why.spans.map((span) => (
          <tr key={span.from} class={span.counted ? "" : "muted"}>
            <td>{time(span.from)}</td>
            <td>{span.to >= now() - 1000 ? texts.say("why.now") : time(span.to)}</td>
            <td>
              <span
                class={`swatch ${span.kind} ${span.counted ? "counted" : ""}`}
                aria-hidden="true"
              />{" "}
              {named(texts, "why", span.kind)}
            </td>
            <td>{spanWords(span.to - span.from, texts)}</td>
            <td>{texts.say(span.counted ? "why.does_count" : "why.does_not_count")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
