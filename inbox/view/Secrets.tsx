import type { Secret } from "@firstline/client/protocol";
import { named } from "../model/words";
import { useTexts } from "./context";

/** One quiet line for each secret that was masked in the message above it (R27). */
export function Secrets({ secrets }: { secrets: readonly Secret[] | undefined }) {
  const texts = useTexts();
  if (!secrets?.length) return null;
  return (
    <ul class="secrets">
      {secrets.map(({ kind, shown }, index) => (
        <li key={`${index}-${shown}`}>
          <span aria-hidden="true">🔒 </span>
          {texts.say("line.masked", { kind: named(texts, "secret", kind), shown })}
        </li>
      ))}
    </ul>
  );
}
