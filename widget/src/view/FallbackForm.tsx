import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useAttachments } from "./attachments";
import { useChat } from "./context";
import { AttachButton, Tray } from "./Tray";
import { IMPACTS } from "./Understood";

const EMPTY = { description: "", request: "", response: "", time: "", impact: "" };
type Answers = typeof EMPTY;

/** The short form in place of the bot (R31). Once begun it stays, also if the bot comes back meanwhile. */
export function FallbackForm() {
  const { state, session } = useChat();
  const { card } = state.transcript;
  const [answers, setAnswers] = useState(EMPTY);
  const files = useAttachments();
  const begun = files.items.length > 0 || Object.values(answers).some(Boolean);
  const early = card?.phase === "reserved" || card?.phase === "intake";
  const sent = state.outgoing.some(({ name }) => name === "submit_form");
  if (!early || sent || (card.bot !== "away" && !begun)) return null;
  const submit = async (event: Event) => {
    event.preventDefault();
    const stored = answers.description.trim() ? await files.send() : null;
    if (!stored) return;
    session.submitForm(answers, stored);
    setAnswers(EMPTY);
    files.clear();
  };
  return <Form answers={answers} change={setAnswers} files={files} submit={submit} />;
}

interface Parts {
  answers: Answers;
  change: (answers: Answers) => void;
  files: ReturnType<typeof useAttachments>;
  submit: (event: Event) => Promise<void>;
}

function Form({ answers, change, files, submit }: Parts) {
  const { say } = useChat().state.texts;
  const long = useChat().state.conversation?.limits.message ?? 8000;
  const area = (name: keyof Answers, rows: number) => ({
    rows,
    maxLength: long,
    value: answers[name],
    "aria-describedby": `about-${name}`,
    onInput: (event: { currentTarget: { value: string } }) =>
      change({ ...answers, [name]: event.currentTarget.value }),
  });
  return (
    <form class="card form" onSubmit={(event) => void submit(event)}>
      <h3>{say("form.title")}</h3>
      <p class="hint">{say("form.why")}</p>
      <Field name="description">
        <textarea {...area("description", 3)} required />
      </Field>
      <Field name="time">
        <textarea {...area("time", 1)} />
      </Field>
      <Field name="impact">
        <select
          value={answers.impact}
          aria-describedby="about-impact"
          onChange={(event) => change({ ...answers, impact: event.currentTarget.value })}
        >
          <option value="">{say("form.impact_open")}</option>
          {IMPACTS.map((impact) => (
            <option key={impact} value={impact}>
              {say(`impact.${impact}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field name="request">
        <textarea {...area("request", 2)} class="code" />
      </Field>
      <Field name="response">
        <textarea {...area("response", 2)} class="code" />
      </Field>
      <AttachButton add={files.add} words />
      <Tray attachments={files} />
      <button type="submit" class="primary" disabled={files.busy || !answers.description.trim()}>
        {say("form.send")}
      </button>
    </form>
  );
}

function Field({ name, children }: { name: keyof Answers; children: ComponentChildren }) {
  const { say } = useChat().state.texts;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="field">
      <span>
        {say(`context.${name}`)}
        {name !== "description" && <small> {say("form.optional")}</small>}
      </span>
      {children}
      <small id={`about-${name}`}>{say(`form.about_${name}`)}</small>
    </label>
  );
}
