/** Files that are about to be sent: chosen, checked against the limits, uploaded when the message goes. */

import type { Secret, StoredFile, WireError } from "@firstline/client/protocol";
import { useRef, useState } from "preact/hooks";
import { newId } from "../app/id";
import { accepted, type Upload, upload } from "../app/upload";
import { type Chat, useChat } from "./context";

export interface Attachment {
  key: string;
  file: File;
  state:
    | { kind: "ready" }
    | { kind: "refused"; code: "file_too_large" | "file_type" }
    | { kind: "uploading"; share: number }
    | { kind: "stored"; stored: StoredFile; secrets: readonly Secret[] }
    | { kind: "failed"; error: WireError };
}

export interface Attachments {
  items: readonly Attachment[];
  busy: boolean;
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  clear: () => void;
  /** Uploads what is not stored yet; null where something could not be. */
  send: () => Promise<StoredFile[] | null>;
}

export function useAttachments(): Attachments {
  const chat = useChat();
  const [items, setItems] = useState<readonly Attachment[]>([]);
  const current = useRef(items);
  const uploads = useRef(new Map<string, Upload>());
  const set = (next: readonly Attachment[]) => {
    current.current = next;
    setItems(next);
  };
  const change = (key: string, state: Attachment["state"]) =>
    set(current.current.map((item) => (item.key === key ? { ...item, state } : item)));
  const remove = (key: string) => {
    uploads.current.get(key)?.cancel();
    set(current.current.filter((item) => item.key !== key));
  };
  const send = async () => {
    for (const item of current.current) {
      if (item.state.kind === "ready" || item.state.kind === "failed") {
        await transmit(chat, item, (state) => change(item.key, state), uploads.current);
      }
    }
    const stored = current.current.flatMap(({ state }) =>
      state.kind === "stored" ? [state.stored] : [],
    );
    return stored.length === current.current.length ? stored : null;
  };
  return {
    items,
    busy: items.some(({ state }) => state.kind === "uploading"),
    add: (files) => set([...current.current, ...[...files].map((file) => examined(chat, file))]),
    remove,
    clear: () => set([]),
    send,
  };
}

function examined(chat: Chat, file: File): Attachment {
  const limits = chat.state.conversation?.limits;
  const code =
    limits && file.size > limits.file
      ? "file_too_large"
      : limits && !accepted(file, limits.types)
        ? "file_type"
        : null;
  return { key: newId(), file, state: code ? { kind: "refused", code } : { kind: "ready" } };
}

async function transmit(
  { state: { conversation }, host }: Chat,
  { key, file }: Attachment,
  change: (state: Attachment["state"]) => void,
  uploads: Map<string, Upload>,
): Promise<void> {
  if (!conversation) return;
  change({ kind: "uploading", share: 0 });
  const authorization = conversation.key
    ? `Conversation ${conversation.key}`
    : `Bearer ${await host.token(false)}`;
  const going = upload(file, conversation.id, authorization, (share) =>
    change({ kind: "uploading", share }),
  );
  uploads.set(key, going);
  const ack = await going.done;
  uploads.delete(key);
  if (!ack.ok) return change({ kind: "failed", error: ack.error });
  const { id, name, size, type, checked, secrets = [] } = ack;
  change({ kind: "stored", stored: { id, name, size, type, checked }, secrets });
}
