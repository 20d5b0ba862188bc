import { describe, expect, it } from "vitest";
import {
  type DraftAction,
  type Drafts,
  draftOf,
  readDrafts,
  updateDrafts,
  writeDrafts,
} from "./drafts";

const C = "conversation";
const NOTHING: Drafts = new Map();
const STALE = { code: "reply_is_stale", text: "Something came in." };

const after = (...actions: DraftAction[]): Drafts => actions.reduce(updateDrafts, NOTHING);
const changed = (
  change: Extract<DraftAction, { type: "draft_changed" }>["change"],
): DraftAction => ({
  type: "draft_changed",
  conversation: C,
  change,
});

describe("drafts", () => {
  it("keep a reply and a note apart", () => {
    const drafts = after(
      changed({ reply: "to the customer" }),
      changed({ mode: "note", note: "to us" }),
      { type: "draft_sent", conversation: C },
    );
    expect(draftOf(drafts, C)).toMatchObject({ reply: "to the customer", note: "" });
  });

  it("are kept for each conversation on its own", () => {
    const drafts = after(changed({ reply: "one" }));
    expect(draftOf(drafts, "other").reply).toBe("");
  });

  it("forget 'wait for the customer' once the reply has left", () => {
    const drafts = after(changed({ reply: "?", wait: true }), {
      type: "draft_sent",
      conversation: C,
    });
    expect(draftOf(drafts, C).wait).toBe(false);
    expect(drafts.size).toBe(0);
  });

  it("take a refused reply back, in front of what was written since, with the reason", () => {
    const sent = { mode: "reply", text: "answer", files: [], wait: true } as const;
    const refused: DraftAction = { type: "draft_refused", conversation: C, sent, error: STALE };
    const drafts = after(changed({ reply: "more" }), refused);
    expect(draftOf(drafts, C)).toMatchObject({ reply: "answer\n\nmore", wait: true, error: STALE });
  });

  it("take a refused note back as a note", () => {
    const sent = { mode: "note", text: "look @Rui", mentions: ["rui"] } as const;
    const drafts = after({ type: "draft_refused", conversation: C, sent, error: STALE });
    expect(draftOf(drafts, C)).toMatchObject({
      mode: "note",
      note: "look @Rui",
      reply: "",
      mentions: ["rui"],
    });
  });
});

describe("the browser's storage", () => {
  it("gives back what was written", () => {
    const drafts = after(changed({ reply: "half a sentence", wait: true }));
    expect(readDrafts(writeDrafts(drafts, (text) => text))).toEqual(drafts);
  });

  it("never gets a text that has not passed the gate for secrets (R27)", () => {
    const drafts = after(changed({ reply: "secret", note: "secret" }));
    expect(writeDrafts(drafts, (text) => text.replace("secret", "•"))).not.toContain("secret");
  });

  it.each([null, "", "{", "[1]"])("is passed over where it makes no sense: %s", (text) => {
    expect(readDrafts(text).size).toBe(0);
  });
});
