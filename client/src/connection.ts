/**
 * One namespace of the desk's Socket.IO server. Requests never throw: what got no answer comes back as an
 * error with the code `no_answer`, since the caller cannot know whether the desk has stored it.
 */

import { Manager } from "socket.io-client";
import type { Ack, Fields, Position, WireError } from "./protocol";

export type Link =
  | { kind: "connecting" }
  | { kind: "online" }
  | { kind: "offline" }
  /** The identity's token has expired and a new one is being asked for. */
  | { kind: "renewing" }
  | { kind: "refused"; error: WireError };

/** The part of a Socket.IO client that is used here. */
export interface SocketLike {
  readonly connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  on(event: string, listener: (...parts: never[]) => void): unknown;
  off(event: string, listener: (...parts: never[]) => void): unknown;
  emit(event: string, payload: unknown): unknown;
  timeout(milliseconds: number): { emitWithAck(event: string, payload: unknown): Promise<unknown> };
}

/** Gives the identity's token; `fresh` says that the last one was refused as expired. */
export type TokenSource = (fresh: boolean) => Promise<string | null>;

interface Parts {
  makeSocket: (auth: (send: (values: object) => void) => void) => SocketLike;
  token?: TokenSource;
  /** The window and document whose signs of life make a connection wake; absent in tests. */
  surroundings?: { window: EventTarget; document: EventTarget & { visibilityState: string } };
  /** Milliseconds to wait for an acknowledgement. */
  patience?: number;
}

export const NO_ANSWER = "no_answer";
const TOKEN_EXPIRED = "token_expired";

/** Makes the socket of a namespace; Socket.IO's own types are wider than what is used here. */
export const socketTo =
  (namespace: string, origin = location.origin) =>
  (auth: (send: (values: object) => void) => void): SocketLike => {
    const back = { reconnectionDelay: 500, reconnectionDelayMax: 5000 };
    const manager = new Manager(origin, { autoConnect: false, ...back });
    return manager.socket(namespace, { auth }) as unknown as SocketLike;
  };

export class Connection {
  link: Link = { kind: "connecting" };
  readonly #socket: SocketLike;
  readonly #parts: Parts;
  readonly #linkListeners = new Set<(link: Link) => void>();
  readonly #wakeListeners = new Set<() => void>();
  readonly #forget: (() => void)[] = [];
  #tokenRefused = false;
  #ended = false;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#socket = parts.makeSocket((send) => void this.#authenticate(send));
    this.#socket.on("connect", () => this.#connected());
    this.#socket.on("leave", ({ within }: { within: number }) => this.#leave(within));
    this.#socket.on("disconnect", (reason: string) => this.#lost(reason));
    this.#socket.on("connect_error", (problem: Error & { data?: WireError }) =>
      this.#refused(problem.data),
    );
    this.#watchSurroundings();
  }

  open(): void {
    this.#socket.connect();
  }

  end(): void {
    this.#ended = true;
    this.#stay();
    for (const forget of this.#forget) forget();
    this.#socket.disconnect();
  }

  /** Sends a command; acknowledged after the durable write. */
  do(name: string, fields: Fields): Promise<Ack<{ position: Position }>> {
    return this.#request("do", { name, ...fields });
  }

  /** Sends a query. */
  ask<Result>(name: string, fields: Fields = {}): Promise<Ack<Result>> {
    return this.#request("ask", { name, ...fields });
  }

  /** Sends a hint that needs no answer; dropped while offline. */
  tell(event: string, payload: Fields): void {
    if (this.#socket.connected) this.#socket.emit(event, payload);
  }

  /** Listens to what the desk sends; gives back what ends that. */
  on<Payload>(event: string, listener: (payload: Payload) => void): () => void {
    const heard = listener as (...parts: never[]) => void;
    this.#socket.on(event, heard);
    return () => this.#socket.off(event, heard);
  }

  /** Calls the listener at each change of the link; gives back what ends that. */
  onLink(listener: (link: Link) => void): () => void {
    this.#linkListeners.add(listener);
    return () => this.#linkListeners.delete(listener);
  }

  /** Calls the listener after each connect, and when the page is seen or online again. */
  onWake(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    return () => this.#wakeListeners.delete(listener);
  }

  /** Drops the connection and makes a new one at once, without the back-off. */
  restart(): void {
    if (this.#ended) return;
    this.#socket.disconnect();
    this.#socket.connect();
  }

  /** Asks for a fresh token and connects with it. */
  renew(): void {
    this.#tokenRefused = true;
    this.#move({ kind: "renewing" });
    this.restart();
  }

  async #request<Result>(event: string, payload: Fields): Promise<Ack<Result>> {
    const unanswered: Ack<Result> = { ok: false, error: { code: NO_ANSWER, text: "" } };
    if (!this.#socket.connected) return unanswered;
    try {
      const patience = this.#parts.patience ?? 10_000;
      const ack = (await this.#socket.timeout(patience).emitWithAck(event, payload)) as Ack<Result>;
      if (!ack.ok && ack.error.code === TOKEN_EXPIRED) this.renew();
      return ack;
    } catch {
      return unanswered;
    }
  }

  async #authenticate(send: (values: object) => void): Promise<void> {
    const token = await this.#parts.token?.(this.#tokenRefused).catch(() => null);
    // Without a fresh token the customer would come back as somebody else: nothing is sent instead.
    if (!token && this.#tokenRefused) this.#refused({ code: TOKEN_EXPIRED, text: "" });
    else send(token ? { token } : {});
  }

  /** The desk is about to stop: another one takes over, and not everybody goes there at once. */
  #leave(within: number): void {
    this.#leaving ??= setTimeout(() => this.restart(), Math.random() * within);
  }

  #stay(): void {
    clearTimeout(this.#leaving);
    this.#leaving = undefined;
  }

  #connected(): void {
    this.#stay();
    this.#tokenRefused = false;
    this.#move({ kind: "online" });
  }

  #lost(reason: string): void {
    if (this.#ended || this.link.kind === "renewing") return;
    this.#move({ kind: "offline" });
    // Socket.IO leaves it to the client to come back where the server itself ended the connection.
    if (reason === "io server disconnect" && !this.#leaving) setTimeout(() => this.restart(), 1000);
  }

  #refused(error: WireError | undefined): void {
    if (!error?.code) this.#move({ kind: "offline" });
    // A second refusal in a row means that the page has no better token: its next wake asks again.
    else if (error.code === TOKEN_EXPIRED && this.link.kind !== "renewing") this.renew();
    else this.#move({ kind: "refused", error });
  }

  #move(link: Link): void {
    this.link = link;
    for (const listener of this.#linkListeners) listener(link);
    if (link.kind === "online") this.#wake();
  }

  #wake(): void {
    for (const listener of this.#wakeListeners) listener();
  }

  #watchSurroundings(): void {
    const { window, document } = this.#parts.surroundings ?? {};
    if (!window || !document) return;
    const stir = () => this.#stir();
    const seen = () => document.visibilityState === "visible" && this.#stir();
    this.#listen(window, "online", stir);
    this.#listen(window, "pageshow", stir);
    this.#listen(document, "visibilitychange", seen);
    this.#listen(window, "offline", () => this.#move({ kind: "offline" }));
  }

  #stir(): void {
    if (this.#socket.connected) {
      if (this.link.kind === "offline") this.#move({ kind: "online" });
      else this.#wake();
    } else if (this.link.kind !== "connecting") this.restart();
  }

  #listen(target: EventTarget, event: string, listener: () => void): void {
    target.addEventListener(event, listener);
    this.#forget.push(() => target.removeEventListener(event, listener));
  }
}
