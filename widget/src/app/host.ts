/** The page around the chat: what it keeps, its settings, its token. */

import type { FrameMessage, Kept, PageMessage, Settings } from "../messages";

const TOKEN_PATIENCE = 15_000;

export interface Host {
  readonly kept: Kept;
  readonly settings: Settings;
  /** False where the chat is a page of its own and cannot be closed. */
  readonly embedded: boolean;
  keep(values: Record<string, string | null>): void;
  token(fresh: boolean): Promise<string | null>;
  close(): void;
  unread(count: number): void;
  onOpened(listener: (opened: boolean) => void): void;
}

/** Waits for the page's greeting. */
export function findHost(): Promise<Host> {
  if (window.parent === window) return Promise.resolve(standAlone());
  return new Promise((found) => new Page(found));
}

class Page implements Host {
  kept: Kept = {};
  settings: Settings = { identified: false };
  readonly embedded = true;
  #origin = "";
  #opened = true;
  readonly #tokens = new Map<number, (value: string | null) => void>();
  readonly #listeners: ((opened: boolean) => void)[] = [];
  readonly #found: (host: Host) => void;

  constructor(found: (host: Host) => void) {
    this.#found = found;
    window.addEventListener("message", (event: MessageEvent<PageMessage | null>) => {
      // Who may embed the chat is the desk's word (frame-ancestors); the first greeting binds the origin.
      if (event.source !== window.parent) return;
      if (this.#origin && event.origin !== this.#origin) return;
      this.#heard(event.data ?? {}, event.origin);
    });
    window.parent.postMessage({ ready: true } satisfies FrameMessage, "*");
  }

  keep(values: Record<string, string | null>): void {
    this.#tell({ keep: values });
  }

  token(fresh: boolean): Promise<string | null> {
    if (!this.settings.identified) return Promise.resolve(null);
    const id = this.#tokens.size + 1;
    return new Promise((answered) => {
      this.#tokens.set(id, answered);
      setTimeout(() => answered(null), TOKEN_PATIENCE);
      this.#tell({ token: { id, fresh } });
    });
  }

  close(): void {
    this.#tell({ close: true });
  }

  unread(count: number): void {
    this.#tell({ unread: count });
  }

  onOpened(listener: (opened: boolean) => void): void {
    this.#listeners.push(listener);
    listener(this.#opened);
  }

  #heard({ hello, opened, token }: PageMessage, origin: string): void {
    if (opened !== undefined) this.#open(opened);
    if (token) this.#tokens.get(token.id)?.(token.value);
    if (!hello || this.#origin) return;
    this.#origin = origin;
    this.kept = hello.kept;
    this.settings = hello.settings;
    this.#found(this);
  }

  #open(opened: boolean): void {
    this.#opened = opened;
    for (const listener of this.#listeners) listener(opened);
  }

  #tell(message: FrameMessage): void {
    // A page without an origin of its own (a file) can only be reached this way.
    window.parent.postMessage(message, this.#origin === "null" ? "*" : this.#origin);
  }
}

/** Without a page around it the chat lasts as long as its window. */
const standAlone = (): Host => ({
  kept: {},
  settings: { identified: false },
  embedded: false,
  keep: () => undefined,
  token: () => Promise.resolve(null),
  close: () => undefined,
  unread: () => undefined,
  onOpened: (listener) => listener(true),
});
