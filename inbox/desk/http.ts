/** What goes over HTTP: who is signed in, and files. The session itself is a cookie that no script can read. */

import { NO_ANSWER } from "@firstline/client/connection";
import type { StoredFile, WireError } from "@firstline/client/protocol";
import type { Agent } from "../model/wire";
import { learnTime } from "./ticker";

export type Asked = { kind: "in"; agent: Agent } | { kind: "out"; error: WireError | null };

const UNANSWERED: WireError = { code: NO_ANSWER, text: "" };

export const askSession = (): Promise<Asked> => session("GET");

export const signIn = (email: string, password: string): Promise<Asked> =>
  session("POST", { email, password });

export async function signOut(): Promise<void> {
  await session("DELETE");
}

async function session(method: string, body?: object): Promise<Asked> {
  try {
    const answer = await fetch("/api/session", {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    learnTime(answer.headers.get("Date"));
    return asked(answer.ok, (await answer.json().catch(() => ({}))) as Body);
  } catch {
    return { kind: "out", error: UNANSWERED };
  }
}

interface Body {
  agent?: Agent;
  error?: WireError;
}

function asked(ok: boolean, body: Body): Asked {
  if (ok && body.agent) return { kind: "in", agent: body.agent };
  return { kind: "out", error: body.error ?? (ok ? null : UNANSWERED) };
}

export type Uploaded = { ok: true; file: StoredFile } | { ok: false; error: WireError };

/** Stores a file; `moved` hears the share that is on its way, from 0 to 1. */
export function upload(
  conversation: string,
  file: File,
  moved: (share: number) => void,
): Promise<Uploaded> {
  return new Promise((resolve) => {
    // Only XMLHttpRequest tells how much of an upload has left.
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ conversation, name: file.name || "file" });
    request.open("POST", `/files?${query}`);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => moved(total ? loaded / total : 0);
    request.onload = () => resolve(uploaded(request.status, request.responseText));
    request.onerror = () => resolve({ ok: false, error: UNANSWERED });
    request.send(file);
  });
}

function uploaded(status: number, text: string): Uploaded {
  try {
    const body = JSON.parse(text);
    return status < 300 ? { ok: true, file: body } : { ok: false, error: body.error ?? UNANSWERED };
  } catch {
    return { ok: false, error: UNANSWERED };
  }
}

export const fileUrl = (file: StoredFile, conversation: string): string =>
  `/files/${encodeURIComponent(file.id)}?${new URLSearchParams({ conversation })}`;
