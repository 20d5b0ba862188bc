import { useState } from "preact/hooks";
import { maskedText } from "../../desk/masked";
import { named } from "../../model/words";
import { useCard, useInbox, useInboxState, useTexts } from "../context";
import { FormDialog, ReasonField } from "./FormDialog";

/** Hands the conversation to the team that can, with the reason (R42). */
export function TeamDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const teams = useInboxState((state) => state.teams).filter((team) => team !== card?.team);
  const [chosen, choose] = useState("");
  const [reason, setReason] = useState("");
  const team = chosen || (teams[0] ?? "");
  return (
    <FormDialog
      title={texts.say("team_dialog.title")}
      submit={texts.say("team_dialog.submit", { team: named(texts, "team", team) })}
      ready={team !== "" && reason.trim() !== ""}
      missing={texts.say("dialog.reason_needed")}
      send={() => inbox.command("hand_to_team", { team, reason: maskedText(reason) })}
    >
      <fieldset class="choices-list">
        <legend class="heard">{texts.say("list.team")}</legend>
        {teams.map((one) => (
          <label key={one} class="choice">
            <input
              type="radio"
              name="team"
              checked={one === team}
              autofocus={one === team}
              onChange={() => choose(one)}
            />
            <strong>{named(texts, "team", one)}</strong>
          </label>
        ))}
      </fieldset>
      <ReasonField value={reason} change={setReason} hint={texts.say("team_dialog.hint")} />
    </FormDialog>
  );
}
