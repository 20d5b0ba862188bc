import type { StoredFile } from "@firstline/client/protocol";
import type { Chat } from "./context";

/** Fetches a stored file with the conversation's right, and hands it to the customer. */
export async function saveFile({ state, host }: Chat, file: StoredFile): Promise<void> {
  const { conversation } = state;
  if (!conversation) return;
  const right = conversation.key
    ? `Conversation ${conversation.key}`
    : `Bearer ${await host.token(false)}`;
  const place = new URLSearchParams({ conversation: conversation.id });
  const answer = await fetch(`/files/${file.id}?${place}`, { headers: { Authorization: right } });
  if (answer.ok) offer(await answer.blob(), file.name);
}

/** Lets the browser save it under the name. */
export function offer(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
