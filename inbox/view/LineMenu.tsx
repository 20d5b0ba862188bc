import type { AgentEntry, CustomerEntry, NoteEntry } from "@firstline/client/protocol";
import { useCard, useInbox, useTexts } from "./context";

/** What can be done with a line: erase its text; a lead may revoke the mark of an investigation. */
export function LineMenu({ entry }: { entry: CustomerEntry | AgentEntry | NoteEntry }) {
  const inbox = useInbox();
  const texts = useTexts();
  const can = useCard()?.can ?? [];
  const { position } = entry;
  const revokes =
    entry.kind === "agent" && entry.mark === "investigated" && can.includes("revoke_investigation");
  const redacts = !entry.erased && can.includes("redact_message");
  return (
    <span class="line-menu">
      {revokes && (
        <button
          class="button quiet small"
          type="button"
          onClick={() => inbox.show({ kind: "revoke", position })}
        >
          {texts.say("line.revoke")}
        </button>
      )}
      {redacts && (
        <button
          class="button quiet small"
          type="button"
          onClick={() => inbox.show({ kind: "redact", position })}
        >
          {texts.say("line.redact")}
        </button>
      )}
    </span>
  );
}
