import type { Secret } from "@firstline/client/protocol";
import { named } from "../model/words";
import { useTexts } from "./context";

/** One quiet line for each secret that was masked in the message above it (R27). */
export function Secrets({
  secrets,
  words = "line.masked",
}: {
  secrets: readonly Secret[] | undefined;
  words?: "line.masked" | "line.released";
}) {
  const texts = useTexts();
  if (!secrets?.length) return null;
  return (
    <ul class="secrets">
      {secrets.map(({ kind, shown }, index) => (
        <li key={`${index}-${shown}`}>
          <span aria-hidden="true">🔒 </span>
          {texts.say(words, { kind: named(texts, "secret", kind), shown })}
        </li>
      ))}
    </ul>
  );
}
