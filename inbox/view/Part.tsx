import type { ComponentChildren } from "preact";
import { addressOf } from "../desk/address";
import type { Row } from "../model/wire";
import { useTexts } from "./context";

interface PartProps {
  title: string;
  count?: string | number | undefined;
  children: ComponentChildren;
}

export function Part({ title, count, children }: PartProps) {
  return (
    <section class="part">
      <h2 class="part-title">
        {title} {count !== undefined && <span class="count">{count}</span>}
      </h2>
      {children}
    </section>
  );
}

interface LinkedProps {
  rows: readonly Row[] | null;
  empty: string;
}

/** Other conversations, with what solved them. */
export function Linked({ rows, empty }: LinkedProps) {
  if (rows === null) return <span class="bone" aria-hidden="true" />;
  if (rows.length === 0) return <p class="muted">{empty}</p>;
  return (
    <ul class="linked">
      {rows.map((row) => (
        <li key={row.conversation}>
          <LinkedRow row={row} />
        </li>
      ))}
    </ul>
  );
}

function LinkedRow({ row }: { row: Row }) {
  const texts = useTexts();
  return (
    <>
      <a href={addressOf(row.number)}>
        <span class="number">{row.number}</span>{" "}
        <span>{row.subject || row.snippet || texts.say("conversation.no_subject")}</span>
      </a>{" "}
      <span class="muted">{texts.say(`phase.${row.phase}`)}</span>
      {row.solution && <p class="solution">{row.solution}</p>}
    </>
  );
}
