import type { Outgoing } from "@firstline/client/outbox";
import type { CustomerCard, Entry, Offer } from "@firstline/client/protocol";
import { describe, expect, it } from "vitest";
import { CARD } from "../testing/desk";
import { linesOf, type MessageLine, openQuestions } from "./lines";

const DAY = 86_400_000;
const choices = (...values: string[]) => values.map((value) => ({ value, label: value }));
const said = (position: number, more: Partial<Entry>): Entry =>
  ({
    position,
    at: position * 1000,
    kind: "customer",
    id: `id-${position}`,
    text: "",
    ...more,
  }) as Entry;
const bot = (position: number, more: object = {}) =>
  said(position, { kind: "bot", ...more } as Entry);
const agent = (position: number) =>
  said(position, { kind: "agent", author: { id: "1", name: "Lena" } } as Partial<Entry>);
const messages = (entries: Entry[], outgoing: Outgoing[] = [], witnessed = 0) =>
  linesOf(entries, outgoing, "UTC", witnessed) as MessageLine[];

describe("lines", () => {
  it("say that a message was sent, and seen once a person answered or was seen reading", () => {
    const entries = [said(1, {}), agent(2), said(3, {})];
    expect(messages(entries).map(({ delivery }) => delivery?.kind)).toEqual([
      "seen",
      undefined,
      "sent",
    ]);
    expect(messages(entries, [], 3).at(-1)?.delivery?.kind).toBe("seen");
  });

  it("put what is on its way at the end, under the key that it keeps", () => {
    const shown = { text: "on its way" };
    const item = { id: "id-2", conversation: "s", name: "post_message", fields: {}, at: 9000 };
    const outgoing: Outgoing[] = [{ ...item, shown, state: { kind: "sending" } }];
    expect(messages([said(1, {})], outgoing).at(-1)).toMatchObject({
      key: "id-2",
      text: "on its way",
    });
    expect(messages([said(1, {}), said(2, {})]).at(-1)?.key).toBe("id-2");
  });

  it("name a writer once in a row", () => {
    const entries = [bot(1), bot(2), agent(3), said(4, {})];
    expect(messages(entries).map(({ first }) => first)).toEqual([true, false, true, true]);
  });

  it("part the days", () => {
    const lines = linesOf([said(1, { at: 0 }), said(2, { at: DAY })], [], "UTC");
    expect(lines.map(({ kind }) => kind)).toEqual(["message", "day", "message"]);
  });

  it("never show notes", () => {
    expect(linesOf([said(1, { kind: "note" } as Partial<Entry>)], [], "UTC")).toEqual([]);
  });
});

describe("open questions", () => {
  const open = (entries: Entry[], card: Partial<CustomerCard>) =>
    openQuestions(entries, { ...CARD, ...card }).map(({ position }) => position);

  it("are what the card says is asked, at its latest wording", () => {
    const entries = [
      bot(1, { asks: "time" }),
      bot(2, { asks: "impact" }),
      bot(3, { asks: "impact" }),
    ];
    expect(open(entries, { asked: "impact" })).toEqual([3]);
    expect(open(entries, { asked: "" })).toEqual([]);
  });

  it("hold an offer open until it is answered, whatever is said", () => {
    const offer = bot(1, { kind: "desk", choices: choices("yes", "no") });
    const entries = [offer, said(2, {}), bot(3, { asks: "impact" })];
    const offered: Offer = {
      kind: "duplicate",
      title: "",
      number: "M3D-9XKP",
      url: "",
      planned: false,
      colleague: false,
      reasons: [],
    };
    expect(open(entries, { asked: "impact", offer: offered })).toEqual([1, 3]);
    expect(open(entries, { asked: "impact" })).toEqual([3]);
  });

  it("end with the next word where they are buttons alone", () => {
    const loose = bot(1, { choices: choices("de", "en") });
    expect(open([loose], {})).toEqual([1]);
    expect(open([loose, said(2, {})], {})).toEqual([]);
  });

  it("leave 'solved' to the card at the end, and are none when closed", () => {
    const solution = bot(1, { kind: "desk", choices: choices("solved", "not_solved") });
    expect(open([solution], { phase: "resolved" })).toEqual([]);
    expect(open([bot(1, { asks: "time" })], { phase: "closed", asked: "time" })).toEqual([]);
  });
});
