/** Asks the desk how much is unread, before there is a frame that would know (R32). */

import { CURRENT, type CurrentConversation, type Kept } from "../messages";

/** Gives 0 where no conversation is kept, or where the desk does not answer. */
export async function unreadCount(
  origin: string,
  kept: Kept,
  token: () => Promise<string | null>,
): Promise<number> {
  try {
    const current = JSON.parse(kept[CURRENT] ?? "null") as CurrentConversation | null;
    if (!current) return 0;
    const { conversation, key } = current;
    const headers = { Authorization: key ? `Conversation ${key}` : `Bearer ${await token()}` };
    const address = `${origin}/widget/unread?conversation=${encodeURIComponent(conversation)}`;
    const answer = await fetch(address, { headers, credentials: "omit" });
    const body = answer.ok ? ((await answer.json()) as { unread?: number }) : {};
    return body.unread ?? 0;
  } catch {
    return 0;
  }
}
