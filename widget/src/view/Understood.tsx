import type { FindingShown } from "@firstline/client/protocol";
import type { Texts } from "@firstline/client/texts";
import { useEffect, useRef, useState } from "preact/hooks";
import { useChat } from "./context";
import { Icon } from "./Icon";

// What the customer said in so many words, and what is attached, needs no repetition.
const SHOWN = new Set(["request", "response", "error_code", "time", "impact", "steps", "area"]);
export const IMPACTS = ["all", "group", "one", "detail"];

/** What was understood, as chips; tap one to correct it (R23). */
export function Understood() {
  const { state } = useChat();
  const [editing, setEditing] = useState<string | null>(null);
  const { say } = state.texts;
  const findings = (state.transcript.card?.findings ?? []).filter(({ what }) => SHOWN.has(what));
  const chips = useRef<HTMLUListElement>(null);
  if (findings.length === 0) return null;
  const done = (what: string) => {
    setEditing(null);
    requestAnimationFrame(() =>
      chips.current?.querySelector<HTMLElement>(`[data-what="${what}"]`)?.focus(),
    );
  };
  return (
    <section class="understood" aria-live="off" aria-label={say("understood.label")}>
      <h3>{say("understood.label")}</h3>
      <ul ref={chips}>
        {findings.map((finding) => (
          <li key={finding.what}>
            {editing === finding.what ? (
              <Correction finding={finding} done={() => done(finding.what)} />
            ) : (
              <Chip finding={finding} edit={() => setEditing(finding.what)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chip({ finding, edit }: { finding: FindingShown; edit: () => void }) {
  const { texts } = useChat().state;
  const name = texts.say(`context.${finding.what}`);
  return (
    <button type="button" class="chip" data-what={finding.what} onClick={edit}>
      <span class="what">{name}</span>
      <span class="value">{shownValue(texts, finding)}</span>
      <Icon name="pen" />
      <span class="hidden">{texts.say("understood.correct")}</span>
    </button>
  );
}

function Correction({ finding, done }: { finding: FindingShown; done: () => void }) {
  const { session, state } = useChat();
  const { say } = state.texts;
  const [value, setValue] = useState(finding.value);
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  useEffect(() => field.current?.focus(), []);
  const save = async (event: Event) => {
    event.preventDefault();
    const same = value.trim() === finding.value || !value.trim();
    if (same || (await session.correct(finding.what, value))) done();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    done();
  };
  const common = {
    id: "correction",
    ref: field,
    value,
    onInput: (event: { currentTarget: { value: string } }) => setValue(event.currentTarget.value),
  };
  return (
    <form class="correction" onSubmit={(event) => void save(event)} onKeyDown={pressed}>
      <label for="correction">
        <span>{say(`context.${finding.what}`)}</span>
        {finding.what === "impact" ? (
          <select {...common}>
            {IMPACTS.map((impact) => (
              <option key={impact} value={impact}>
                {say(`impact.${impact}`)}
              </option>
            ))}
          </select>
        ) : (
          <input {...common} maxLength={2000} dir="auto" />
        )}
      </label>
      <button type="submit" class="primary">
        {say("understood.save")}
      </button>
      <button type="button" class="plain" onClick={done}>
        {say("understood.cancel")}
      </button>
    </form>
  );
}

function shownValue(texts: Texts, { what, value }: FindingShown): string {
  return texts.has(`${what}.${value}`) ? texts.say(`${what}.${value}`) : value;
}
