/** Rows, cards and entries for the tests, each with what a test does not care about filled in. */

import type { AgentEntry, CustomerEntry, EventEntry } from "@firstline/client/protocol";
import type { AgentCard, CardClock, Row } from "../model/wire";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function aRow(change: Partial<Row> = {}): Row {
  const number = change.number ?? "K7Q-4M2X";
  return {
    conversation: `stream-of-${number}`,
    number,
    subject: "Webhook not delivered",
    snippet: "",
    customer: { name: "Ana Lima", verified: true, plan: "premium", organisation: "Aroma" },
    language: "pt_BR",
    channel: "chat",
    team: "technical",
    severity: 2,
    severity_proposed: false,
    phase: "queued",
    agent: null,
    clock: aClock(),
    missed: [],
    handed_off_at: 0,
    last_at: 0,
    version: 1,
    unread: false,
    ...change,
  };
}

export const aClock = (change: Partial<CardClock> = {}): CardClock => ({
  name: "first_response",
  due_at: 30 * MINUTE,
  span: 30 * MINUTE,
  state: "running",
  ...change,
});

export function aCard(change: Partial<AgentCard> = {}): AgentCard {
  return {
    ...aRow(),
    findings: [],
    context: [],
    clocks: [aClock()],
    tags: [],
    incident: null,
    offer: null,
    rating: null,
    history: [],
    seen: 0,
    mailed: 0,
    can: ["reply", "add_note"],
    first_response_running: true,
    policy: "hash",
    ...change,
  };
}

export const customerSaid = (position: number, text = "Hello"): CustomerEntry => ({
  kind: "customer",
  position,
  at: position * MINUTE,
  id: `c${position}`,
  text,
});

export const agentSaid = (position: number, text = "Hello"): AgentEntry => ({
  kind: "agent",
  position,
  at: position * MINUTE,
  author: { id: "lena", name: "Lena" },
  text,
});

export const happened = (
  position: number,
  key: string,
  values: NonNullable<EventEntry["with"]> = {},
): EventEntry => ({ kind: "event", position, at: position * MINUTE, key, with: values });
