import { addressOf } from "../desk/address";
import type { AgentCard } from "../model/wire";
import { useInbox, useTexts } from "./context";
import { Part } from "./Part";

/** What was joined to this conversation, each to be undone where that was wrong (R25). */
export function JoinedPart({ card }: { card: AgentCard }) {
  const inbox = useInbox();
  const texts = useTexts();
  const numbers = card.joined_here ?? [];
  if (numbers.length === 0) return null;
  return (
    <Part title={texts.say("context.joined_here")} count={numbers.length}>
      <ul class="linked">
        {numbers.map((number) => (
          <li key={number}>
            <a class="number" href={addressOf(number)}>
              {number}
            </a>{" "}
            <button
              class="button small"
              type="button"
              disabled={!card.can.includes("undo_joining")}
              onClick={() => void inbox.order("undo_joining", { number })}
            >
              {texts.say("context.undo_joining", { number })}
            </button>
          </li>
        ))}
      </ul>
    </Part>
  );
}
