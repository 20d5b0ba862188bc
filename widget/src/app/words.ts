/** Sentences that several parts of the chat need. */

import { timeWithZone, zoneName } from "@firstline/client/format";
import type { CustomerCard, Moment, Value } from "@firstline/client/protocol";
import type { Texts, Values } from "@firstline/client/texts";
import type { MessageLine } from "./lines";

export function writerName(
  texts: Texts,
  { from, name }: Pick<MessageLine, "from" | "name">,
): string {
  return from === "agent" && name ? name : texts.say(`writer.${from}`);
}

/** What happened, in the customer's language; null for what does not concern the customer. */
export function eventText(
  texts: Texts,
  event: string,
  values: Record<string, Value>,
): string | null {
  if (!texts.has(`event.${event}`)) return null;
  const shown = Object.entries(values).filter(([, value]) => value !== null);
  return texts.say(`event.${event}`, Object.fromEntries(shown) as Values);
}

/** Where the conversation stands and what was promised, in one sentence (R29). */
export function promiseText(texts: Texts, card: CustomerCard, now: Moment, zone: string): string {
  const { phase, owner, promise, incident } = card;
  const values = { name: owner.name || texts.say("writer.agent"), title: incident?.title ?? "" };
  const there = placeName(card, zone);
  const time = promise ? timeWithZone(promise.due_at, now, texts.tag, zone, there) : "";
  if (phase === "intake" && card.bot === "away") return texts.say("bar.intake_away");
  if (!promise || !isPromised(card)) return texts.say(`bar.${phase}`, values);
  if (promise.due_at < now) return texts.say("bar.late", { time });
  if (phase === "assigned") return texts.say("bar.assigned_by", { ...values, time });
  if (!promise.place) return texts.say("bar.queued_by", { time });
  const place = texts.count("ordinal", promise.place, "ordinal");
  return texts.say("bar.queued_place", { time, place });
}

/** What the desk calls the zone's place, so that a message and the chat around it say the same. */
export const placeName = (card: CustomerCard | null, zone: string): string =>
  card?.zone?.id === zone ? card.zone.place : zoneName(zone);

/** Whether a promised time is running: with the queue or with a person, and nowhere else. */
export const isPromised = ({ phase, promise }: CustomerCard): boolean =>
  promise !== null && (phase === "queued" || phase === "assigned");
