/** Replies and notes on their way: kept until the desk has stored them, given back where it refuses. */

import type { Connection } from "@firstline/client/connection";
import { Outbox, type Outgoing } from "@firstline/client/outbox";
import type { Mark, StoredFile } from "@firstline/client/protocol";
import { type Draft, draftOf, type Sent } from "../model/drafts";
import { mentionsIn } from "../model/suggest";
import type { InboxStore } from "./inbox";
import { masked } from "./masked";
import { keep, kept } from "./storage";
import { now } from "./ticker";

const STALE = "reply_is_stale";

export class Replies {
  readonly #store: InboxStore;
  readonly #outbox: Outbox;

  constructor(store: InboxStore, connection: Connection, agent: string) {
    const key = `outbox.${agent}`;
    this.#store = store;
    this.#outbox = new Outbox({
      storage: {
        load: () => readItems(kept(key)),
        keep: (items) => keep(key, items.length ? JSON.stringify(items) : null),
      },
      send: (name, fields) => connection.do(name, fields),
      changed: (items) => this.#changed(items),
    });
    connection.onWake(() => void this.#outbox.flush());
    this.#changed(this.#outbox.items);
  }

  reply(conversation: string, mark: Mark): void {
    const draft = draftOf(this.#store.state.drafts, conversation);
    if (!draft.reply.trim() && draft.files.length === 0) return;
    const saw = this.#store.state.open?.sight.saw ?? 0;
    const then = draft.wait ? "wait" : "stay";
    const files = draft.files.map(({ id }) => id);
    this.#put(conversation, "reply", draft.reply, { mark, then, saw, files }, draft.files);
  }

  note(conversation: string): void {
    const draft: Draft = draftOf(this.#store.state.drafts, conversation);
    if (!draft.note.trim()) return;
    const mentions = mentionsIn(draft.note, draft.mentions, this.#store.state.colleagues);
    this.#put(conversation, "add_note", draft.note, { mentions });
  }

  /** Forgets what the transcript shows by now. */
  settle(conversation: string, position: number): void {
    const shown = this.#outbox.items.filter(
      ({ conversation: own, state }) =>
        own === conversation && state.kind === "sent" && state.position <= position,
    );
    if (shown.length) this.#outbox.drop(new Set(shown.map(({ id }) => id)));
  }

  #put(
    conversation: string,
    name: string,
    written: string,
    rest: object,
    files: readonly StoredFile[] = [],
  ): void {
    const { text, secrets } = masked(written.trim());
    this.#store.dispatch({ type: "drafts", action: { type: "draft_sent", conversation } });
    this.#store.dispatch({ type: "stale_seen" });
    this.#outbox.put({
      id: crypto.randomUUID(),
      conversation,
      name,
      fields: { text, secrets, ...rest },
      at: now(),
      shown: { text, secrets, files },
    });
  }

  #changed(items: readonly Outgoing[]): void {
    this.#store.dispatch({ type: "outgoing_changed", items });
    const { open } = this.#store.state;
    for (const item of items) {
      if (item.state.kind === "failed") this.#giveBack(item);
      // Of a conversation that is not open no transcript will come to take its place.
      else if (item.state.kind === "sent" && item.conversation !== open?.conversation)
        this.#outbox?.drop(new Set([item.id]));
      else if (open) this.settle(open.conversation, open.transcript.position);
    }
  }

  #giveBack(item: Outgoing): void {
    if (item.state.kind !== "failed") return;
    const { conversation } = item;
    const { error } = item.state;
    const action = { type: "draft_refused", conversation, sent: sentOf(item), error } as const;
    this.#store.dispatch({ type: "drafts", action });
    if (error.code === STALE)
      this.#store.dispatch({ type: "reply_stale", conversation, saw: Number(item.fields.saw) });
    this.#outbox.drop(new Set([item.id]));
  }
}

function sentOf({ name, fields, shown }: Outgoing): Sent {
  const text = shown?.text ?? String(fields.text ?? "");
  if (name === "add_note") return { mode: "note", text, mentions: fields.mentions as string[] };
  return { mode: "reply", text, files: shown?.files ?? [], wait: fields.then === "wait" };
}

function readItems(text: string | null): Outgoing[] {
  try {
    return JSON.parse(text ?? "[]") as Outgoing[];
  } catch {
    return [];
  }
}
