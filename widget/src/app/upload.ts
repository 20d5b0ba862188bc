/** Sends files, with progress; `fetch` cannot tell how far an upload is. */

import type { Ack, Secret, StoredFile } from "@firstline/client/protocol";

export type Uploaded = Ack<StoredFile & { secrets?: Secret[] }>;

export interface Upload {
  done: Promise<Uploaded>;
  cancel: () => void;
}

/** Sends the file as it is to the conversation; `progress` goes from 0 to 1. */
export function upload(
  file: File,
  conversation: string,
  authorization: string,
  progress: (share: number) => void,
): Upload {
  const request = new XMLHttpRequest();
  const place = new URLSearchParams({ conversation, name: file.name });
  request.open("POST", `/files?${place}`);
  request.setRequestHeader("Authorization", authorization);
  request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
  request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
  const done = new Promise<Uploaded>((finish) => {
    request.onload = () => finish(answerOf(request));
    request.onerror = () => finish(failure("no_answer"));
    request.onabort = () => finish(failure("cancelled"));
  });
  request.send(file);
  return { done, cancel: () => request.abort() };
}

/**
 * Whether the desk takes such a file; types are `image/*`, `application/pdf` or `.har`. Browsers do not know
 * every type (logs, HAR files): where they say nothing, the desk looks for itself.
 */
export function accepted(file: { name: string; type: string }, types: readonly string[]): boolean {
  const name = file.name.toLowerCase();
  const fits = (type: string) => {
    if (type.startsWith(".")) return name.endsWith(type);
    return type.endsWith("/*") ? file.type.startsWith(type.slice(0, -1)) : file.type === type;
  };
  return types.length === 0 || file.type === "" || readable(file) || types.some(fits);
}

/** Whether the desk can look for secrets inside: in text, but not in pictures, documents and archives. */
export function readable(file: { name: string; type: string }): boolean {
  const plain = /^text\/|[/+](json|xml|yaml|x-yaml|x-ndjson)$/;
  return plain.test(file.type) || /\.(har|log|txt|json|csv|ya?ml|xml|ndjson)$/i.test(file.name);
}

function answerOf(request: XMLHttpRequest): Uploaded {
  try {
    const body = JSON.parse(request.responseText);
    if (request.status < 300) return { ok: true, ...body };
    return body.error ? { ok: false, error: body.error } : failure("no_answer");
  } catch {
    return failure("no_answer");
  }
}

const failure = (code: string): Uploaded => ({ ok: false, error: { code, text: "" } });
