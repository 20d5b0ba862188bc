import type { AutomaticEntry, Choice } from "@firstline/client/protocol";
import { useChat } from "./context";
import { canAskForPerson } from "./Menu";

// What the intake may ask for can be skipped; an offer wants a yes or a no.
const SKIPPABLE = new Set(
  "description steps screenshot logs request response time impact".split(" "),
);

/** Skipping and a person are ways out, quieter than the answers. */
const isAnswer = ({ value }: Choice) => value !== "skip" && value !== "person";

/** Answers as buttons; free text is always possible, and so is a person. */
export function Choices({ question }: { question: AutomaticEntry }) {
  const { session, state } = useChat();
  const { say } = state.texts;
  const { position, asks, choices = [] } = question;
  const pressed = state.outgoing.some(({ fields }) => fields.position === position);
  const offered = new Set(choices.map(({ value }) => value));
  const phase = state.transcript.card?.phase ?? "reserved";
  const skip = offered.has("skip") || (asks && SKIPPABLE.has(asks));
  const person = canAskForPerson(phase);
  return (
    <fieldset class="answers" disabled={pressed}>
      <legend class="hidden">{say("choices.label")}</legend>
      <div class="choices">
        {choices.filter(isAnswer).map(({ value, label }) => (
          <button
            key={value}
            type="button"
            class="choice"
            onClick={() => session.choose(position, value, label)}
          >
            {label}
          </button>
        ))}
      </div>
      <p class="ways">
        {skip && (
          <button
            type="button"
            class="link"
            onClick={() => session.choose(position, "skip", say("choices.skip"))}
          >
            {say("choices.skip")}
          </button>
        )}
        {person && (
          <button type="button" class="link" onClick={() => session.askForPerson()}>
            {say("person.ask")}
          </button>
        )}
      </p>
    </fieldset>
  );
}
