import type { Connection } from "@firstline/client/connection";
import type { Ack, Fields, Mark } from "@firstline/client/protocol";
import { describe, expect, it, vi } from "vitest";
import { draftOf } from "../model/drafts";
import { initialState, update } from "../model/state";
import { aCard, customerSaid } from "../testing/builders";
import type { InboxStore } from "./inbox";
import { Replies } from "./replies";
import { Store } from "./store";

const C = "stream";
const KEY = "Zm9vYmFyYmF6cXV4QUJDREVGMTIzNDU2Nzg5MF9BSw_AK";

/** An inbox with one open conversation, and a desk that answers as the test says. */
function given(answer: Ack<{ position: number }>) {
  const store: InboxStore = new Store(initialState, update);
  const sent: { name: string; fields: Fields }[] = [];
  const connection = {
    do: async (name: string, fields: Fields) => {
      sent.push({ name, fields });
      return answer;
    },
    onWake: () => () => undefined,
  } as unknown as Connection;
  const replies = new Replies(store, connection, "lena");
  const transcript = { position: 5, entries: [customerSaid(5)], card: aCard() };
  store.dispatch({ type: "opened", conversation: C });
  store.dispatch({ type: "transcript_moved", conversation: C, transcript, looking: true });
  const write = (change: object) =>
    store.dispatch({
      type: "drafts",
      action: { type: "draft_changed", conversation: C, change },
    });
  return { store, replies, sent, write };
}

const STORED: Ack<{ position: number }> = { ok: true, position: 6 };
const STALE: Ack<{ position: number }> = {
  ok: false,
  error: { code: "reply_is_stale", text: "Something came in." },
};

describe("a reply", () => {
  it.each<Mark>(["investigated", "acknowledged", "plain"])(
    "says that it is %s, and what its writer saw",
    async (mark) => {
      const { replies, sent, write } = given(STORED);
      write({ reply: "Here is what we found.", wait: true });
      replies.reply(C, mark);
      await vi.waitFor(() => expect(sent).toHaveLength(1));
      expect(sent[0]).toMatchObject({
        name: "reply",
        fields: { conversation: C, mark, saw: 5 },
      });
      expect(sent[0]?.fields.then).toBe("wait");
      expect(sent[0]?.fields.id).toMatch(/^[\da-f-]{36}$/);
    },
  );

  it("leaves the browser without its secrets (R27)", async () => {
    const { store, replies, sent, write } = given(STORED);
    write({ reply: `The old key is D360-API-KEY: ${KEY}` });
    replies.reply(C, "plain");
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(JSON.stringify([sent, store.state.outgoing])).not.toContain(KEY);
    expect(sent[0]?.fields.secrets).toHaveLength(1);
  });

  it("is not sent empty", () => {
    const { replies, sent, write } = given(STORED);
    write({ reply: "  \n" });
    replies.reply(C, "plain");
    expect(sent).toEqual([]);
  });

  it("is shown as on its way until the transcript has it", async () => {
    const { store, replies, write } = given(STORED);
    write({ reply: "Found it." });
    replies.reply(C, "plain");
    expect(store.state.outgoing).toHaveLength(1);
    expect(draftOf(store.state.drafts, C).reply).toBe("");
    await vi.waitFor(() => expect(store.state.outgoing[0]?.state.kind).toBe("sent"));
    replies.settle(C, 6);
    expect(store.state.outgoing).toEqual([]);
  });

  it("comes back with its text when it was stale, and what is new is shown (R41)", async () => {
    const { store, replies, write } = given(STALE);
    write({ reply: "Found it.", wait: true });
    replies.reply(C, "plain");
    await vi.waitFor(() => expect(store.state.open?.staleSince).toBe(5));
    expect(draftOf(store.state.drafts, C)).toMatchObject({ reply: "Found it.", wait: true });
    expect(store.state.outgoing).toEqual([]);
  });
});

describe("a note", () => {
  it("goes out as a note whatever stands in the reply", async () => {
    const { store, replies, sent, write } = given(STORED);
    write({ mode: "note", note: "Check the log.", reply: "Dear customer" });
    replies.note(C);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      name: "add_note",
      fields: { text: "Check the log.", mentions: [] },
    });
    expect(draftOf(store.state.drafts, C).reply).toBe("Dear customer");
  });
});
