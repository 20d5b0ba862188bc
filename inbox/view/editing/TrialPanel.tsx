import { browserZone } from "@firstline/client/format";
import type { Ack, Language, WireError } from "@firstline/client/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import type { EditingDesk } from "../../desk/editing";
import { directiveWords, type Heard, percent } from "../../model/editing";
import { useTexts } from "../context";
import { ErrorLine } from "../ErrorLine";

interface Props {
  desk: EditingDesk;
  language: Language;
  drafts: Record<string, string>;
}

/** A conversation that nobody keeps, with what the bot understood beside it. */
export function TrialPanel({ desk, language, drafts }: Props) {
  const texts = useTexts();
  const [turns, setTurns] = useState<Heard[] | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  const [words, setWords] = useState("");
  const end = useRef<HTMLLIElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => end.current?.scrollIntoView({ block: "nearest" }), [turns]);
  const begin = async () => {
    const ack = await desk.begin(language, drafts, browserZone());
    setError(ack.ok ? null : ack.error);
    if (!ack.ok) return;
    setTurns([]);
    field.current?.focus();
  };
  const take = (ack: Ack<Heard>) => {
    setError(ack.ok ? null : ack.error);
    if (ack.ok) setTurns((before) => [...(before ?? []), ack]);
    return ack.ok;
  };
  const say = async (event: Event) => {
    event.preventDefault();
    if (words.trim() && take(await desk.say(words))) setWords("");
  };
  return (
    <section class="editing-panel" aria-labelledby="trial-title">
      <header>
        <h2 id="trial-title">{texts.say("editing.trial")}</h2>
        <span class="space" />
        <button class="button" type="button" onClick={() => void begin()}>
          {texts.say(turns ? "editing.again" : "editing.begin")}
        </button>
      </header>
      <p class="muted">{texts.say("editing.trial_hint")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ol class="trial" aria-live="polite" tabIndex={0} aria-label={texts.say("editing.trial")}>
        {turns?.map((heard, at) => (
          <Turn
            key={at}
            heard={heard}
            choose={at === turns.length - 1 ? (to) => void desk.choose(to).then(take) : null}
          />
        ))}
        <li ref={end} />
      </ol>
      <ErrorLine error={error} />
      <form class="trial-say" onSubmit={say}>
        <input
          ref={field}
          class="palette-field"
          aria-label={texts.say("editing.say")}
          placeholder={texts.say("editing.say")}
          disabled={turns === null}
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <button class="button" type="submit" disabled={turns === null}>
          {texts.say("compose.plain")}
        </button>
      </form>
    </section>
  );
}

interface TurnProps {
  heard: Heard;
  /** Presses a button; null where it is too late for that. */
  choose: ((value: string) => void) | null;
}

function Turn({ heard, choose }: TurnProps) {
  const texts = useTexts();
  return (
    <li class="turn">
      <div class="turn-said">
        {heard.lines.map((line, at) => (
          <div key={at} class={`turn-line ${line.who}`}>
            <span class="heard">{texts.say(`line.${line.who}`)}: </span>
            <p>{line.text}</p>
            {choose && line.choices.length > 0 && (
              <div class="turn-choices">
                {line.choices.map(({ value, label }) => (
                  <button
                    key={value}
                    class="button small"
                    type="button"
                    onClick={() => choose(value)}
                  >
                    {label}
                  </button>
                ))}
              </div>
            )}
          </div>
        ))}
      </div>
      <Understood heard={heard} />
    </li>
  );
}

function Understood({ heard }: { heard: Heard }) {
  const texts = useTexts();
  const { intent, findings, directives } = heard;
  return (
    <dl class="turn-understood">
      {intent && (
        <>
          <dt>{texts.say("editing.intent")}</dt>
          <dd>
            {intent.name} <span class="muted">{percent(intent.confidence)}</span>
          </dd>
        </>
      )}
      {heard.away && <dt class="tone-missed">{texts.say("editing.away")}</dt>}
      {findings.length > 0 && <dt>{texts.say("editing.found")}</dt>}
      {findings.map(({ what, value, sure }) => (
        <dd key={what}>
          {texts.say(`item.${what}`)}: {value}{" "}
          {sure !== undefined && <span class="muted">{percent(sure)}</span>}
        </dd>
      ))}
      {directives.length > 0 && <dt>{texts.say("editing.directives")}</dt>}
      {directives.map((directive) => (
        <dd key={directiveWords(directive)}>{directiveWords(directive)}</dd>
      ))}
      <dt>{texts.say("editing.phase")}</dt>
      <dd>
        {texts.say(`phase.${heard.phase}`)} · {texts.say(`languages.${heard.language}`)}
      </dd>
    </dl>
  );
}
