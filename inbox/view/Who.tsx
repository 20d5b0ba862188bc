import { useCard, useInboxState, useMe, useTexts } from "./context";

/** The id under which the desk tells of the customer; the name stands on the card. */
const CUSTOMER = "customer";

/** Small heads: who of the colleagues reads or types here. */
export function Who() {
  const texts = useTexts();
  const me = useMe();
  const customer = useCard()?.customer.name || texts.say("line.customer");
  const who = useInboxState((state) => state.open?.who);
  const others = (who ?? [])
    .filter(({ id, typing, reading }) => id !== me && (typing || reading))
    .map((one) => (one.id === CUSTOMER ? { ...one, name: customer } : one));
  return (
    <ul class="who-else" aria-label={texts.say("conversation.who")} aria-live="polite">
      {others.map(({ id, name, typing }) => (
        <li key={id} class={typing ? "head-mark typing" : "head-mark"}>
          <span class="head-letter" aria-hidden="true">
            {name.charAt(0)}
          </span>
          {texts.say(typing ? "conversation.typing" : "conversation.reading", { name })}
        </li>
      ))}
    </ul>
  );
}
