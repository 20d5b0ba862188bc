import type { WireError } from "@firstline/client/protocol";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useInbox, useTexts } from "../context";
import { ErrorLine } from "../ErrorLine";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  submit: string;
  /** Whether what was entered is enough; else `missing` is said. */
  ready?: boolean;
  missing?: string;
  danger?: boolean;
  /** Gives a refusal, or null where it was done. */
  send: () => Promise<WireError | null>;
  children: ComponentChildren;
}

/** A dialog that sends one command. A refusal keeps it open with what was entered. */
export function FormDialog({
  title,
  submit,
  ready = true,
  missing,
  danger,
  send,
  children,
}: Props) {
  const inbox = useInbox();
  const texts = useTexts();
  const [error, setError] = useState<WireError | null>(null);
  const [working, setWorking] = useState(false);

  const sent = async (event?: Event) => {
    event?.preventDefault();
    if (working) return;
    if (!ready) return setError({ code: "not_ready", text: missing ?? "" });
    setWorking(true);
    const refusal = await send();
    setWorking(false);
    setError(refusal);
    if (!refusal) inbox.show(null);
  };

  const pressed = (stroke: KeyboardEvent) => {
    if (stroke.key === "Enter" && (stroke.ctrlKey || stroke.metaKey)) void sent(stroke);
  };

  return (
    <Dialog title={title}>
      <form class="dialog-form" onSubmit={sent} onKeyDown={pressed}>
        {children}
        <ErrorLine
          error={error}
          kept={error?.code === "not_ready" ? "" : texts.say("dialog.kept")}
        />
        <footer class="dialog-foot">
          <button class="button" type="button" onClick={() => inbox.show(null)}>
            {texts.say("dialog.cancel")}
          </button>
          <button class={`button strong ${danger ? "danger" : ""}`} type="submit">
            {working ? texts.say("dialog.working") : submit}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface ReasonProps {
  value: string;
  change: (reason: string) => void;
  optional?: boolean;
  hint?: string;
  label?: string;
  focus?: boolean;
}

export function ReasonField({ value, change, optional, hint, label, focus = false }: ReasonProps) {
  const texts = useTexts();
  const name = label ?? texts.say(optional ? "dialog.reason_optional" : "dialog.reason");
  return (
    <label class="field">
      <span>{name}</span>
      <textarea
        rows={3}
        value={value}
        autofocus={focus}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      {hint && <small class="muted">{hint}</small>}
    </label>
  );
}
