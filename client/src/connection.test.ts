import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection, type Link, NO_ANSWER, type SocketLike } from "./connection";
import { Follower } from "./follow";
import type { Ack, Batch } from "./protocol";

/** A socket in the test's hand. */
class FakeSocket implements SocketLike {
  connected = false;
  connects = 0;
  answers: unknown[] = [];
  sent: unknown[] = [];
  #listeners = new Map<string, ((...parts: never[]) => void)[]>();

  connect() {
    this.connects += 1;
  }
  disconnect() {
    this.connected = false;
  }
  on(event: string, listener: (...parts: never[]) => void) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }
  off(event: string, listener: (...parts: never[]) => void) {
    const left = this.#listeners.get(event)?.filter((one) => one !== listener) ?? [];
    this.#listeners.set(event, left);
  }
  emit(_event: string, payload: unknown) {
    this.sent.push(payload);
  }
  timeout() {
    return {
      emitWithAck: async (_event: string, payload: unknown) => {
        this.sent.push(payload);
        if (this.answers.length === 0) throw new Error("time-out");
        return this.answers.shift();
      },
    };
  }
  happens(event: string, payload?: unknown) {
    if (event === "connect") this.connected = true;
    if (event === "disconnect") this.connected = false;
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as never);
  }
}

function given(token?: (fresh: boolean) => Promise<string | null>) {
  const socket = new FakeSocket();
  let auth: (send: (values: object) => void) => void = () => undefined;
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const surroundings = { window: new EventTarget(), document };
  const connection = new Connection({
    makeSocket: (ask) => {
      auth = ask;
      return socket;
    },
    surroundings,
    ...(token && { token }),
  });
  const links: Link["kind"][] = [];
  connection.onLink(({ kind }) => links.push(kind));
  const credentials = () => new Promise((send) => auth(send));
  return { socket, connection, links, surroundings, credentials };
}

const settle = () => new Promise((done) => setTimeout(done, 0));

describe("a connection", () => {
  it("answers with no_answer while offline and on a time-out", async () => {
    const { socket, connection } = given();
    expect(await connection.do("post_message", {})).toMatchObject({ error: { code: NO_ANSWER } });
    socket.happens("connect");
    expect(await connection.do("post_message", {})).toMatchObject({ error: { code: NO_ANSWER } });
  });

  it("says how the link is", () => {
    const { socket, links } = given();
    socket.happens("connect");
    socket.happens("disconnect", "transport close");
    socket.happens("connect_error", { data: { code: "chat_not_enabled", text: "" } });
    expect(links).toEqual(["online", "offline", "refused"]);
  });

  it.each(["online", "pageshow"])("connects at once on %s", (event) => {
    const { socket, surroundings } = given();
    socket.happens("connect");
    socket.happens("disconnect", "transport close");
    surroundings.window.dispatchEvent(new Event(event));
    expect(socket.connects).toBe(1);
  });

  it("asks for a fresh token when one has expired, and connects with it", async () => {
    const asked: boolean[] = [];
    const { socket, connection, links, credentials } = given(async (fresh) => {
      asked.push(fresh);
      return fresh ? "new" : "old";
    });
    expect(await credentials()).toEqual({ token: "old" });
    socket.happens("connect");
    socket.answers = [{ ok: false, error: { code: "token_expired", text: "" } }];
    await connection.do("post_message", {});
    expect(await credentials()).toEqual({ token: "new" });
    expect(asked).toEqual([false, true]);
    expect(links).toEqual(["online", "renewing"]);
  });
});

describe("a desk that is about to stop", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is left once, within the time that it gives", () => {
    const { socket } = given();
    socket.happens("connect");
    socket.happens("leave", { within: 2000 });
    socket.happens("leave", { within: 2000 });
    expect(socket.connects).toBe(0);
    vi.advanceTimersByTime(2000);
    expect(socket.connects).toBe(1);
  });

  it("is left by each at a time of its own", () => {
    const sockets = Array.from({ length: 40 }, () => given().socket);
    for (const socket of sockets) {
      socket.happens("connect");
      socket.happens("leave", { within: 2000 });
    }
    vi.advanceTimersByTime(1000);
    const gone = sockets.filter(({ connects }) => connects === 1).length;
    expect(gone).toBeGreaterThan(5);
    expect(gone).toBeLessThan(35);
  });

  it("is not left twice by who has come back already", () => {
    const { socket } = given();
    socket.happens("connect");
    socket.happens("leave", { within: 2000 });
    socket.happens("disconnect", "transport close");
    socket.happens("connect");
    vi.advanceTimersByTime(2000);
    expect(socket.connects).toBe(0);
  });

  it("calls nobody back who has ended", () => {
    const { socket, connection } = given();
    socket.happens("connect");
    socket.happens("leave", { within: 2000 });
    connection.end();
    vi.advanceTimersByTime(2000);
    expect(socket.connects).toBe(0);
  });
});

describe("a page without a fresh token", () => {
  it("does not come back as somebody else, and asks again when it is seen", async () => {
    const tokens = ["old", null, "new"];
    const { socket, connection, links, credentials, surroundings } = given(
      async () => tokens.shift() ?? null,
    );
    expect(await credentials()).toEqual({ token: "old" });
    socket.happens("connect");
    connection.renew();
    void credentials();
    await settle();
    expect(links).toEqual(["online", "renewing", "refused"]);
    surroundings.window.dispatchEvent(new Event("pageshow"));
    expect(await credentials()).toEqual({ token: "new" });
  });
});

describe("a follower", () => {
  const batch = (from: number, position: number): Batch<string> & { conversation: string } => ({
    conversation: "stream",
    from,
    position,
    entries: [],
    card: `at ${position}`,
  });

  function following(answers: Ack<Batch<string>>[]) {
    const { socket, connection } = given();
    const asked: number[] = [];
    const catchUp = async (after: number) => {
      asked.push(after);
      return answers.shift() ?? { ok: false as const, error: { code: NO_ANSWER, text: "" } };
    };
    const follower = new Follower({
      connection,
      conversation: "stream",
      catchUp,
      changed: () => undefined,
      start: batch(0, 3),
    });
    return { socket, asked, follower };
  }

  it("catches up by position on each connect", async () => {
    const { socket, asked, follower } = following([{ ok: true, ...batch(3, 8) }]);
    socket.happens("connect");
    await settle();
    expect(asked).toEqual([3]);
    expect(follower.transcript.position).toBe(8);
  });

  it("takes what follows, and asks where something is missing", async () => {
    const { socket, asked, follower } = following([{ ok: true, ...batch(4, 9) }]);
    socket.happens("update", batch(3, 4));
    expect(follower.transcript.position).toBe(4);
    socket.happens("update", batch(7, 8));
    await settle();
    expect(asked).toEqual([4]);
    expect(follower.transcript.card).toBe("at 9");
  });

  it("leaves other conversations alone", () => {
    const { socket, follower } = following([]);
    socket.happens("update", { ...batch(3, 4), conversation: "another" });
    expect(follower.transcript.position).toBe(3);
  });
});
