import type { Outgoing } from "@firstline/client/outbox";
import { useInboxState, useMe, useTexts } from "./context";
import { Files } from "./Files";
import { Words } from "./Line";
import { Secrets } from "./Secrets";

/** What was sent and does not stand in the transcript yet. */
export function Pending() {
  const outgoing = useInboxState((state) => state.outgoing);
  const open = useInboxState((state) => state.open);
  // The desk's update may come before its acknowledgement.
  const stored = new Set(open?.transcript.entries.map((entry) => "id" in entry && entry.id));
  const shown = outgoing.filter(
    ({ id, conversation, state }) =>
      conversation === open?.conversation && state.kind !== "failed" && !stored.has(id),
  );
  return (
    <>
      {shown.map((item) => (
        <PendingLine key={item.id} item={item} />
      ))}
    </>
  );
}

function PendingLine({ item }: { item: Outgoing }) {
  const texts = useTexts();
  const me = useMe();
  const isOnline = useInboxState((state) => state.link.kind === "online");
  const name = useInboxState((state) =>
    state.session.kind === "in" ? state.session.agent.name : me,
  );
  const isNote = item.name === "add_note";
  const fate = item.state.kind === "sent" ? "sent" : isOnline ? "sending" : "waiting_link";
  return (
    <div class={`line said pending ${isNote ? "note" : "agent"}`}>
      <div class="said-head">
        <strong>{isNote ? texts.say("line.note", { name }) : name}</strong>
        <span class="muted">{texts.say(`line.${fate}`)}</span>
      </div>
      <Words text={item.shown?.text ?? ""} />
      <Files files={item.shown?.files} />
      <Secrets secrets={item.shown?.secrets?.slice()} />
    </div>
  );
}
