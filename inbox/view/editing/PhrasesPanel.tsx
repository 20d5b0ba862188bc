import type { Ack, Language } from "@firstline/client/protocol";
import { useState } from "preact/hooks";
import type { EditingDesk } from "../../desk/editing";
import { type Confusions, percent } from "../../model/editing";
import { useTexts } from "../context";
import { ErrorLine } from "../ErrorLine";

interface Props {
  desk: EditingDesk;
  language: Language;
  /** The unsaved nlu.yml, or nothing. */
  draft: string;
}

/** Rows that are shown: whoever has mended these sees the next ones. */
const SHOWN = 100;

/** Which phrases the bot takes for another intent, the surest mistakes first. */
export function PhrasesPanel({ desk, language, draft }: Props) {
  const texts = useTexts();
  const [answer, setAnswer] = useState<Ack<Confusions> | "working" | null>(null);
  const compare = async () => {
    setAnswer("working");
    setAnswer(await desk.compare(language, draft));
  };
  const found = answer !== null && answer !== "working" && answer.ok ? answer : null;
  const error = answer !== null && answer !== "working" && !answer.ok ? answer.error : null;
  return (
    <section class="editing-panel" aria-labelledby="phrases-title">
      <header>
        <h2 id="phrases-title">{texts.say("editing.phrases")}</h2>
        <span class="space" />
        <button
          class="button"
          type="button"
          disabled={answer === "working"}
          onClick={() => void compare()}
        >
          {texts.say("editing.compare")}
        </button>
      </header>
      <p class="muted">{texts.say("editing.phrases_hint")}</p>
      <div aria-live="polite">
        {answer === "working" && <p class="muted">{texts.say("editing.comparing")}</p>}
        {found && (
          <p>{texts.say("editing.tally", { count: found.confused.length, of: found.phrases })}</p>
        )}
      </div>
      <ErrorLine error={error} />
      {found && found.confused.length > 0 && <Table found={found} />}
    </section>
  );
}

function Table({ found }: { found: Confusions }) {
  const texts = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="phrases" tabIndex={0} aria-label={texts.say("editing.phrases")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.say("editing.phrase")}</th>
            <th scope="col">{texts.say("editing.intent")}</th>
            <th scope="col">{texts.say("editing.taken")}</th>
            <th scope="col">{texts.say("editing.sure")}</th>
          </tr>
        </thead>
        <tbody>
          {found.confused.slice(0, SHOWN).map((one) => (
            <tr key={`${one.intent}${one.text}`}>
              <th scope="row">{one.text}</th>
              <td>{one.intent}</td>
              <td>{one.taken}</td>
              <td>{percent(one.sure)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
