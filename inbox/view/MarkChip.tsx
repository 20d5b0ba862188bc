import type { AgentEntry } from "@firstline/client/protocol";
import { useInboxState, useTexts } from "./context";

/** What the writer said the reply is (R08); a revoked mark stays to be seen. */
export function MarkChip({ entry }: { entry: AgentEntry }) {
  const texts = useTexts();
  const revoked = useInboxState(
    (state) =>
      state.open?.transcript.entries.some(
        (other) =>
          other.kind === "event" &&
          other.key === "mark_revoked" &&
          other.with?.position === entry.position,
      ) ?? false,
  );
  if (!entry.mark || entry.mark === "plain") return null;
  const key = revoked ? "revoked" : entry.mark;
  return <span class={`mark ${key}`}>{texts.say(`mark.${key}`)}</span>;
}
