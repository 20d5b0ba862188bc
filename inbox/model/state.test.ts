import { describe, expect, it } from "vitest";
import { aCard, aRow, customerSaid } from "../testing/builders";
import { botsAway, cardOf, initialState, type State, type StateAction, update } from "./state";

const C = "stream-of-K7Q-4M2X";
const after = (...actions: StateAction[]): State => actions.reduce(update, initialState);
const opened: StateAction = { type: "opened", conversation: C };

const arrived = (position: number, looking: boolean, card = aCard()): StateAction => ({
  type: "transcript_moved",
  conversation: C,
  transcript: { position, entries: [customerSaid(position)], card },
  looking,
});

describe("an open conversation", () => {
  it("counts as seen when it is first shown", () => {
    expect(after(opened, arrived(4, false)).open?.sight.saw).toBe(4);
  });

  it("does not count as seen what came while nobody looked", () => {
    const state = after(opened, arrived(4, true), arrived(7, false));
    expect(state.open?.sight).toEqual({ saw: 4, newFrom: 7 });
    expect(update(state, { type: "looked" }).open?.sight).toEqual({ saw: 7, newFrom: null });
  });

  it("passes over what belongs to another one", () => {
    const other: StateAction = { type: "similar_arrived", conversation: "other", rows: [aRow()] };
    expect(after(opened, other).open?.similar).toBeNull();
  });

  it("keeps the history that only the first answer carries", () => {
    const history = [aRow({ number: "OLD-1234" })];
    const state = after(opened, arrived(4, true, aCard({ history })), arrived(5, true));
    expect(cardOf(state)?.history).toEqual(history);
  });

  it("remembers what its writer had seen when a reply was refused, until it was read", () => {
    const state = after(opened, arrived(4, true), { type: "reply_stale", conversation: C, saw: 2 });
    expect(state.open?.staleSince).toBe(2);
    expect(update(state, { type: "stale_seen" }).open?.staleSince).toBeNull();
  });

  it("forgets everything of it when it is closed", () => {
    const state = after(opened, arrived(4, true), { type: "closed" });
    expect(state.open).toBeNull();
    expect(state.screen).toBe("list");
  });
});

describe("the bot, as leads see it", () => {
  it("is no news until the desk has told, and while all are up", () => {
    expect(botsAway(initialState)).toBe(0);
    expect(botsAway(after({ type: "bot_looked_at", bot: { up: 2, of: 2 } }))).toBe(0);
    expect(botsAway(after({ type: "bot_looked_at", bot: { up: 1, of: 2 } }))).toBe(1);
  });
});

describe("signing out", () => {
  it("leaves nothing behind", () => {
    const state = after(opened, arrived(4, true), { type: "signed_out" });
    expect(state).toEqual({ ...initialState, session: { kind: "out" } });
  });
});
