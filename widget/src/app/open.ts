/** The queries that lead to a conversation. */

import type { Connection } from "@firstline/client/connection";
import { browserZone } from "@firstline/client/format";
import type { Ack, Fields, Opened } from "@firstline/client/protocol";

export interface Known {
  conversation: string;
  /** Null where an identity opens it. */
  key: string | null;
}

/** Resumes the known conversation, or gets a new number; `wish` is the language that the customer reads. */
export function askOpen(
  connection: Connection,
  known: Known | null,
  wish: string,
): Promise<Ack<Opened>> {
  const languages = [...new Set([wish, ...navigator.languages])];
  const browser = { languages, zone: browserZone() };
  return connection.ask("open", { ...naming(known), browser, ...(known ? {} : { fresh: true }) });
}

/** The customer's own conversation with this number, where an identity can tell. */
export async function findOwn(connection: Connection, number: string): Promise<Known | null> {
  type Mine = { conversations: { conversation: string; number: string }[] };
  const ack = await connection.ask<Mine>("mine");
  const own = ack.ok ? ack.conversations.find((one) => one.number === number) : undefined;
  return own ? { conversation: own.conversation, key: null } : null;
}

function naming(known: Known | null): Fields {
  if (!known) return {};
  const { conversation, key } = known;
  return key ? { conversation, key } : { conversation };
}
