import { useState } from "preact/hooks";
import { maskedText } from "../../desk/masked";
import { tagsIn } from "../../model/tags";
import { useCard, useInbox, useTexts } from "../context";
import { FormDialog } from "./FormDialog";

export function SubjectDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const [subject, setSubject] = useState(card?.subject ?? "");
  return (
    <FormDialog
      title={texts.say("subject_dialog.title")}
      submit={texts.say("subject_dialog.submit")}
      ready={subject.trim() !== ""}
      missing={texts.say("subject_dialog.label")}
      send={() => inbox.command("set_subject", { subject: maskedText(subject) })}
    >
      <TextField label={texts.say("subject_dialog.label")} value={subject} change={setSubject} />
    </FormDialog>
  );
}

export function TagsDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const card = useCard();
  const [tags, setTags] = useState(card?.tags.join(", ") ?? "");
  return (
    <FormDialog
      title={texts.say("tags_dialog.title")}
      submit={texts.say("tags_dialog.submit")}
      send={() => inbox.command("set_tags", { tags: tagsIn(maskedText(tags)) })}
    >
      <TextField label={texts.say("tags_dialog.label")} value={tags} change={setTags} />
    </FormDialog>
  );
}

interface FieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
}

function TextField({ label, value, change }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        value={value}
        maxLength={200}
        autofocus
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
    </label>
  );
}
