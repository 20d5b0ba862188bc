import { useState } from "preact/hooks";
import { maskedText } from "../../desk/masked";
import { useInbox, useTexts } from "../context";
import { FormDialog, ReasonField } from "./FormDialog";

/** What the intake should have asked, for the content editors (R71). */
export function FlagDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const [text, setText] = useState("");
  return (
    <FormDialog
      title={texts.say("flag_dialog.title")}
      submit={texts.say("flag_dialog.submit")}
      ready={text.trim() !== ""}
      missing={texts.say("flag_dialog.missing")}
      send={() => inbox.command("flag_intake", { text: maskedText(text) })}
    >
      <ReasonField
        value={text}
        change={setText}
        label={texts.say("flag_dialog.label")}
        hint={texts.say("flag_dialog.hint")}
        focus
      />
    </FormDialog>
  );
}
