import { describe, expect, it } from "vitest";
import type { Outgoing } from "./outbox";
import { Outbox } from "./outbox";
import type { Ack, Fields, Position } from "./protocol";

type Answer = Ack<{ position: Position }>;

const stored = (position: number): Answer => ({ ok: true, position });
const refused = (code: string): Answer => ({ ok: false, error: { code, text: `text of ${code}` } });

/** An outbox whose desk answers what the test says, with everything that it was sent and that it kept. */
function given(answers: Answer[], kept: readonly Outgoing[] = []) {
  const sent: Fields[] = [];
  const pauses: (() => void)[] = [];
  const memory = { items: kept };
  const outbox = new Outbox({
    storage: {
      load: () => memory.items,
      keep: (items) => {
        memory.items = items;
      },
    },
    send: async (name, fields) => {
      sent.push({ name, ...fields });
      return answers.shift() ?? refused("no_answer");
    },
    wait: (_length, then) => pauses.push(then),
  });
  const resume = () => {
    for (const then of pauses.splice(0)) then();
  };
  return { outbox, sent, memory, resume };
}

const message = (id: string): Omit<Outgoing, "state"> => ({
  id,
  conversation: "stream",
  name: "post_message",
  fields: { text: `text of ${id}` },
  at: 0,
});

const settle = () => new Promise((done) => setTimeout(done, 0));
const states = (outbox: Outbox) => outbox.items.map(({ id, state }) => `${id} ${state.kind}`);

describe("an outbox", () => {
  it("sends with id and conversation, and is sent once acknowledged", async () => {
    const { outbox, sent } = given([stored(7)]);
    outbox.put(message("a"));
    await settle();
    expect(sent).toEqual([
      { name: "post_message", id: "a", conversation: "stream", text: "text of a" },
    ]);
    expect(outbox.items[0]?.state).toEqual({ kind: "sent", position: 7 });
  });

  it("takes the same id once", async () => {
    const { outbox, sent } = given([stored(1), stored(1)]);
    outbox.put(message("a"));
    outbox.put(message("a"));
    await settle();
    expect(sent).toHaveLength(1);
  });

  it("keeps the order and sends nothing past a message without an answer", async () => {
    const { outbox, sent, resume } = given([refused("no_answer"), stored(1), stored(2)]);
    outbox.put(message("a"));
    outbox.put(message("b"));
    await settle();
    expect(sent.map(({ id }) => id)).toEqual(["a"]);
    expect(states(outbox)).toEqual(["a sending", "b sending"]);
    resume();
    await settle();
    expect(sent.map(({ id }) => id)).toEqual(["a", "a", "b"]);
    expect(states(outbox)).toEqual(["a sent", "b sent"]);
  });

  it.each(["token_expired", "store_refused", "too_many_requests"])(
    "keeps what was refused by %s for later",
    async (code) => {
      const { outbox, resume } = given([refused(code), stored(1)]);
      outbox.put(message("a"));
      await settle();
      expect(states(outbox)).toEqual(["a sending"]);
      resume();
      await settle();
      expect(states(outbox)).toEqual(["a sent"]);
    },
  );

  it("marks what the desk will not take, goes on with the next, and retries on demand", async () => {
    const { outbox } = given([refused("text_is_too_long"), stored(1), stored(2)]);
    outbox.put(message("a"));
    outbox.put(message("b"));
    await settle();
    expect(states(outbox)).toEqual(["a failed", "b sent"]);
    outbox.retry("a");
    await settle();
    expect(states(outbox)).toEqual(["a sent", "b sent"]);
  });

  it("goes on after a reload with what was kept", async () => {
    const before = given([]);
    before.outbox.put(message("a"));
    await settle();
    const after = given([stored(1)], before.memory.items);
    await after.outbox.flush();
    expect(after.sent.map(({ id }) => id)).toEqual(["a"]);
  });

  it("leaves what is not ready where it is, and sends the rest", async () => {
    const sent: unknown[] = [];
    const outbox = new Outbox({
      storage: { load: () => [], keep: () => undefined },
      send: async (_name, { id }) => {
        sent.push(id);
        return stored(1);
      },
      ready: ({ conversation }) => conversation === "stream",
    });
    outbox.put({ ...message("a"), conversation: "another" });
    outbox.put(message("b"));
    await settle();
    expect(sent).toEqual(["b"]);
    expect(states(outbox)).toEqual(["a sending", "b sent"]);
  });

  it("forgets what the transcript shows", async () => {
    const { outbox, memory } = given([stored(1)]);
    outbox.put(message("a"));
    await settle();
    outbox.drop(new Set(["a"]));
    expect(memory.items).toEqual([]);
  });
});
