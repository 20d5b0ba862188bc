import { clockTime, zoneName } from "@firstline/client/format";
import type { ComponentChildren } from "preact";
import { useNow } from "../desk/ticker";
import type { AgentCard } from "../model/wire";
import { useTexts } from "./context";
import { Part } from "./Part";

/** Who writes, from where, and what they were promised. */
export function CustomerPart({ card }: { card: AgentCard }) {
  const texts = useTexts();
  const { customer } = card;
  const verified = customer.verified ? "verified" : "unverified";
  return (
    <Part title={texts.say("context.customer")}>
      <p class="customer-name">{customer.name || texts.say("context.no_name")}</p>
      <p class={`verified ${customer.verified ? "tone-solved" : "tone-due"}`}>
        <span aria-hidden="true">{customer.verified ? "✓" : "!"}</span>{" "}
        {texts.say(`context.${verified}`)}
      </p>
      <dl class="facts">
        <Fact name={texts.say("context.plan")}>
          {customer.plan || texts.say("context.no_plan")}
        </Fact>
        {customer.organisation && (
          <Fact name={texts.say("context.organisation")}>{customer.organisation}</Fact>
        )}
        {customer.email && <Fact name={texts.say("context.email")}>{customer.email}</Fact>}
        {customer.zone && (
          <Fact name={texts.say("context.local_time")}>
            <LocalTime zone={customer.zone} />
          </Fact>
        )}
        <Fact name={texts.say("context.language")}>{texts.say(`languages.${card.language}`)}</Fact>
        {card.channel && (
          <Fact name={texts.say("context.channel")}>
            {texts.say(`conversation.channel_${card.channel}`)}
          </Fact>
        )}
      </dl>
    </Part>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What the customer's own clock shows. */
function LocalTime({ zone }: { zone: string }) {
  const texts = useTexts();
  const now = useNow();
  try {
    return (
      <>
        {clockTime(now, texts.tag, zone)} ({zoneName(zone)})
      </>
    );
  } catch {
    // A browser told a zone that this one does not know.
    return <>{zone}</>;
  }
}
