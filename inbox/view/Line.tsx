import { clockTime } from "@firstline/client/format";
import type { AgentEntry, CustomerEntry, Entry, NoteEntry } from "@firstline/client/protocol";
import type { ComponentChildren } from "preact";
import { AutomaticLine, EventLine } from "./AutomaticLine";
import { useCard, useMe, useTexts, useWords } from "./context";
import { Files } from "./Files";
import { LineMenu } from "./LineMenu";
import { MarkChip } from "./MarkChip";
import { Secrets } from "./Secrets";

/** One line of a transcript, by its kind. Text is text: nothing is ever read as markup. */
export function Line({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case "customer":
      return <CustomerLine entry={entry} />;
    case "agent":
      return <AgentLine entry={entry} />;
    case "note":
      return <NoteLine entry={entry} />;
    case "bot":
    case "desk":
      return <AutomaticLine entry={entry} />;
    case "event":
      return <EventLine entry={entry} />;
  }
}

interface SaidProps {
  kind: string;
  who: string;
  at: number;
  menu?: ComponentChildren;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** Who said it, when, and what; what can be done with it stands at the right. */
export function Said({ kind, who, at, menu, aside, children }: SaidProps) {
  const { texts, zone } = useWords();
  return (
    <div class={`line said ${kind}`}>
      <div class="said-head">
        <strong>{who}</strong>
        <time dateTime={new Date(at).toISOString()}>{clockTime(at, texts.tag, zone)}</time>
        {aside}
        <span class="space" />
        {menu}
      </div>
      {children}
    </div>
  );
}

export function Words({ text, erased }: { text: string; erased?: boolean | undefined }) {
  const texts = useTexts();
  if (erased) return <p class="words erased">{texts.say("line.erased")}</p>;
  return text ? (
    <p class="words" dir="auto">
      {text}
    </p>
  ) : null;
}

function CustomerLine({ entry }: { entry: CustomerEntry }) {
  const texts = useTexts();
  const name = useCard()?.customer.name || texts.say("line.customer");
  return (
    <Said kind="customer" who={name} at={entry.at} menu={<LineMenu entry={entry} />}>
      <Words text={entry.text} erased={entry.erased} />
      <Files files={entry.files} />
      <Secrets secrets={entry.secrets} />
      <Secrets secrets={entry.released} words="line.released" />
    </Said>
  );
}

function AgentLine({ entry }: { entry: AgentEntry }) {
  const texts = useTexts();
  const me = useMe();
  const card = useCard();
  const isMine = entry.author.id === me;
  const reached =
    (card?.seen ?? 0) >= entry.position
      ? "line.seen"
      : (card?.mailed ?? 0) >= entry.position
        ? "line.mailed"
        : null;
  return (
    <Said
      kind="agent"
      who={isMine ? `${entry.author.name} (${texts.say("line.you")})` : entry.author.name}
      at={entry.at}
      aside={<MarkChip entry={entry} />}
      menu={<LineMenu entry={entry} />}
    >
      <Words text={entry.text} erased={entry.erased} />
      <Files files={entry.files} />
      <Secrets secrets={entry.secrets} />
      {reached && <p class="reached">{texts.say(reached)}</p>}
    </Said>
  );
}

function NoteLine({ entry }: { entry: NoteEntry }) {
  const texts = useTexts();
  const who = texts.say("line.note", { name: entry.author.name });
  return (
    <Said kind="note" who={who} at={entry.at} menu={<LineMenu entry={entry} />}>
      <Words text={entry.text} erased={entry.erased} />
    </Said>
  );
}
