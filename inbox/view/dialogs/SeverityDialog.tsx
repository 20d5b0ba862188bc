import { useState } from "preact/hooks";
import { maskedText } from "../../desk/masked";
import { useCard, useInbox, useTexts } from "../context";
import { FormDialog, ReasonField } from "./FormDialog";

const LEVELS = [1, 2, 3];

/** Confirms what the intake proposed, or changes it with a reason (R10). */
export function SeverityDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const [severity, setSeverity] = useState(card?.severity ?? 3);
  const [reason, setReason] = useState("");
  const isConfirmed = severity === card?.severity;
  return (
    <FormDialog
      title={texts.say("severity_dialog.title")}
      submit={texts.say(isConfirmed ? "severity_dialog.confirm" : "severity_dialog.change")}
      ready={isConfirmed || reason.trim() !== ""}
      missing={texts.say("dialog.reason_needed")}
      send={() => inbox.command("set_severity", { severity, reason: maskedText(reason) })}
    >
      {card?.severity_proposed && (
        <p class="muted">{texts.say("severity.proposed_by_intake", { level: card.severity })}</p>
      )}
      <fieldset class="choices-list">
        <legend class="heard">{texts.say("severity_dialog.title")}</legend>
        {LEVELS.map((level) => (
          <label key={level} class="choice">
            <input
              type="radio"
              name="severity"
              checked={severity === level}
              autofocus={severity === level}
              onChange={() => setSeverity(level)}
            />
            <span>
              <strong>{texts.say(`severity.${level}`)}</strong>
              <small class="muted">{texts.say(`severity.${level}_means`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <ReasonField
        value={reason}
        optional={isConfirmed}
        change={setReason}
        hint={texts.say("severity_dialog.reason_hint")}
      />
    </FormDialog>
  );
}
