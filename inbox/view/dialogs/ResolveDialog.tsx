import { useMemo, useState } from "preact/hooks";
import { masked } from "../../desk/masked";
import { useCard, useInbox, useTexts } from "../context";
import { FormDialog, ReasonField } from "./FormDialog";

/** Sends a short solution. While the first response is open it has to be the investigated answer (R17). */
export function ResolveDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const runs = useCard()?.first_response_running ?? false;
  const [solution, setSolution] = useState("");
  const [investigated, setInvestigated] = useState(false);
  // The same id at each try: the desk stores it once.
  const id = useMemo(() => crypto.randomUUID(), []);
  const send = () => {
    const { text, secrets } = masked(solution.trim());
    const saw = inbox.store.state.open?.sight.saw ?? 0;
    const fields = { id, solution: text, secrets, investigated: runs && investigated, saw };
    return inbox.command("resolve_conversation", fields);
  };
  return (
    <FormDialog
      title={texts.say("resolve_dialog.title")}
      submit={texts.say("resolve_dialog.submit")}
      ready={solution.trim() !== "" && (!runs || investigated)}
      missing={texts.say(runs ? "resolve_dialog.investigated_hint" : "resolve_dialog.hint")}
      send={send}
    >
      <ReasonField
        label={texts.say("resolve_dialog.solution")}
        hint={texts.say("resolve_dialog.hint")}
        value={solution}
        change={setSolution}
        focus
      />
      {runs && (
        <label class="check">
          <input
            type="checkbox"
            checked={investigated}
            onChange={({ currentTarget }) => setInvestigated(currentTarget.checked)}
          />
          <span>
            {texts.say("resolve_dialog.investigated")}
            <small class="muted">{texts.say("resolve_dialog.investigated_hint")}</small>
          </span>
        </label>
      )}
    </FormDialog>
  );
}
