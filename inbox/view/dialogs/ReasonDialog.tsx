import { useState } from "preact/hooks";
import { maskedText } from "../../desk/masked";
import { useInbox, useTexts } from "../context";
import { FormDialog, ReasonField } from "./FormDialog";

interface Props {
  kind: "release" | "reopen" | "redact" | "revoke";
  command: string;
  fields?: Record<string, unknown>;
  optional?: boolean;
}

/** A command that needs a reason and nothing else. */
export function ReasonDialog({ kind, command, fields = {}, optional = false }: Props) {
  const inbox = useInbox();
  const texts = useTexts();
  const [reason, setReason] = useState("");
  const say = (key: string) => texts.say(`${kind}_dialog.${key}`);
  return (
    <FormDialog
      title={say("title")}
      submit={say("submit")}
      ready={optional || reason.trim() !== ""}
      missing={texts.say("dialog.reason_needed")}
      danger={kind === "redact"}
      send={() => inbox.command(command, { ...fields, reason: maskedText(reason) })}
    >
      <p class="muted">{say("hint")}</p>
      <ReasonField value={reason} change={setReason} optional={optional} focus />
    </FormDialog>
  );
}
