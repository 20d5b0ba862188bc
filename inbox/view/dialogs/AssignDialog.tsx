import { useState } from "preact/hooks";
import { fittingColleagues } from "../../model/suggest";
import { useCard, useInbox, useInboxState, useTexts } from "../context";
import { FormDialog } from "./FormDialog";

/** Gives the conversation to a colleague; those on shift come first. */
export function AssignDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const colleagues = useInboxState((state) => state.colleagues);
  const others = fittingColleagues(colleagues, "").filter(({ id }) => id !== card?.agent?.id);
  const [chosen, choose] = useState("");
  const to = others.find(({ id }) => id === chosen) ?? others[0];
  return (
    <FormDialog
      title={texts.say("assign_dialog.title")}
      submit={
        to
          ? texts.say("assign_dialog.submit", { name: to.name })
          : texts.say("assign_dialog.choose")
      }
      ready={to !== undefined}
      missing={texts.say("assign_dialog.none")}
      send={() => inbox.command("assign_conversation", { to: to?.id })}
    >
      {others.length === 0 && <p class="muted">{texts.say("assign_dialog.none")}</p>}
      <fieldset class="choices-list">
        <legend class="heard">{texts.say("assign_dialog.to")}</legend>
        {others.map((colleague) => (
          <label key={colleague.id} class="choice">
            <input
              type="radio"
              name="colleague"
              checked={colleague === to}
              autofocus={colleague === to}
              onChange={() => choose(colleague.id)}
            />
            <span>
              <strong>{colleague.name}</strong>
              <small class="muted">
                {texts.say(colleague.on_shift ? "bar.shift_is" : "compose.off_shift")} ·{" "}
                {colleague.languages.map((code) => texts.say(`languages.${code}`)).join(", ")}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
