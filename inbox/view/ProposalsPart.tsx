import type { Offer } from "@firstline/client/protocol";
import type { Texts } from "@firstline/client/texts";
import { addressOf } from "../desk/address";
import type { AgentCard } from "../model/wire";
import { named } from "../model/words";
import { useTexts } from "./context";
import { Part } from "./Part";

/** The incident that the conversation waits with, and what the desk found later and only proposes (R24, R25). */
export function ProposalsPart({ card }: { card: AgentCard }) {
  const texts = useTexts();
  const proposals = [...(card.offer ? [card.offer] : []), ...(card.proposals ?? [])];
  return (
    <>
      {card.incident && (
        <Part title={texts.say("context.incident")}>
          <p>
            <Outside url={card.incident.url}>{card.incident.title}</Outside>
          </p>
        </Part>
      )}
      {proposals.length > 0 && (
        <Part title={texts.say("context.proposals")} count={proposals.length}>
          <ul class="linked">
            {proposals.map((offer) => (
              <li key={offer.number || offer.title}>
                <Proposal offer={offer} />
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

function Proposal({ offer }: { offer: Offer }) {
  const texts = useTexts();
  if (offer.kind === "incident")
    return (
      <Outside url={offer.url}>
        {texts.say(offer.planned ? "context.offer_maintenance" : "context.offer_incident", {
          title: offer.title,
        })}
      </Outside>
    );
  if (offer.kind === "split") return <>{texts.say("context.offer_split")}</>;
  const { number, title: subject } = offer;
  const key = offer.colleague ? "context.offer_colleague" : "context.offer_duplicate";
  return (
    <>
      <a href={addressOf(number)}>{texts.say(key, { number })}</a>
      {subject && <p dir="auto">{subject}</p>}
      {offer.reasons.length > 0 && (
        <p class="muted">{texts.say("context.offer_why", { reasons: inCommon(offer, texts) })}</p>
      )}
    </>
  );
}

const inCommon = ({ reasons }: Offer, texts: Texts): string =>
  new Intl.ListFormat(texts.tag).format(reasons.map((reason) => named(texts, "reason", reason)));

/** A link that leaves the inbox, only where it is one of the web. */
function Outside({ url, children }: { url: string; children: string }) {
  if (!url || !/^https?:\/\//.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
