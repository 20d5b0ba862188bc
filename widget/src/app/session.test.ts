import { describe, expect, it } from "vitest";
import { chat, openChat } from "../testing/chat";
import { FakeDesk, settle } from "../testing/desk";

const KEY = "sk_live_V9pPabcdefghijklmnopqrszpf0";

describe("opening", () => {
  it("gets a number at once and keeps the conversation's key in the page", async () => {
    const { session, host } = await openChat();
    expect(session.state.conversation?.number).toBe("K7Q-4M2X");
    expect(JSON.parse(host.kept.current ?? "")).toEqual({
      conversation: "stream",
      key: "secret-key",
      number: "K7Q-4M2X",
    });
  });

  it("resumes what the page has kept, with its key", async () => {
    const current = JSON.stringify({ conversation: "stream", key: "k", number: "K7Q-4M2X" });
    const { desk } = await openChat(new FakeDesk(), { current });
    expect(desk.given("open")[0]).toMatchObject({ conversation: "stream", key: "k" });
  });

  it("gets a new number where the kept conversation is gone", async () => {
    const desk = new FakeDesk();
    const { open } = desk.answers;
    desk.answers.open = (fields) =>
      fields.conversation
        ? { ok: false, error: { code: "conversation_not_found", text: "" } }
        : (open?.(fields) ?? { ok: true });
    const current = JSON.stringify({ conversation: "old", key: "k", number: "M3D-9XKP" });
    const { session } = await openChat(desk, { current });
    expect(session.state.conversation?.number).toBe("K7Q-4M2X");
  });

  it("says why the desk opens no chat", async () => {
    const desk = new FakeDesk();
    const error = { code: "chat_not_enabled", text: "Please write to us." };
    desk.answers.open = () => ({ ok: false, error });
    const { session } = await openChat(desk);
    expect(session.state.shut).toEqual(error);
  });
});

describe("sending", () => {
  it("masks before anything leaves the browser or is kept in it", async () => {
    const { session, desk, host } = await openChat();
    session.post(`it fails with ${KEY}`);
    const sent = JSON.stringify(desk.sent) + JSON.stringify(host.kept);
    expect(sent).not.toContain(KEY);
    expect(desk.given("post_message")[0]).toMatchObject({
      conversation: "stream",
      secrets: [{ kind: "api_key" }],
    });
  });

  it("masks every field of the form, corrections and comments", async () => {
    const { session, desk } = await openChat();
    session.submitForm({ description: KEY, request: KEY, impact: "all" }, []);
    await session.correct("request", KEY);
    await session.rate(5, KEY);
    expect(JSON.stringify(desk.sent)).not.toContain(KEY);
    expect(desk.given("submit_form")[0]).toMatchObject({ impact: "all", files: [] });
  });

  it("shows a message until the desk does, then the desk's, and never both", async () => {
    const { session, desk } = await openChat();
    session.post("hello");
    await settle();
    const [item] = session.state.outgoing;
    expect(item?.state.kind).toBe("sent");
    desk.says({ kind: "customer", id: item?.id ?? "", text: "hello" });
    expect(session.state.outgoing).toEqual([]);
  });

  it("sends nothing after a reconnect before the conversation was opened again", async () => {
    const { session, desk } = await openChat();
    desk.happens("disconnect", "transport close");
    session.post("written offline");
    const sent = desk.sent.length;
    desk.happens("connect");
    await settle();
    expect(desk.sent.slice(sent).map(({ name }) => name)).toEqual(["open", "post_message"]);
  });

  it("goes on after a reload with what was not acknowledged", async () => {
    const before = await openChat();
    before.desk.happens("disconnect", "transport close");
    before.session.post("not yet stored");
    const after = await openChat(new FakeDesk(), before.host.kept);
    expect(after.desk.given("post_message").map(({ text }) => text)).toEqual(["not yet stored"]);
  });

  it("keeps what belongs to another conversation for that one", async () => {
    const { session, desk } = await openChat();
    desk.happens("disconnect", "transport close");
    session.post("for the first");
    desk.answers.open = () => ({
      ok: true,
      conversation: "second",
      number: "M3D-9XKP",
      key: "other",
      position: 0,
      entries: [],
      card: desk.card,
      limits: { message: 8000, text: 100_000, file: 1, types: [] },
    });
    desk.connected = true;
    await session.switchTo(null);
    await settle();
    expect(session.state.outgoing).toEqual([]);
    expect(desk.given("post_message")).toEqual([]);
  });

  it("tells what the desk refused, and that it was not done", async () => {
    const { session, desk } = await openChat();
    const error = { code: "not_in_this_state", text: "Moved on." };
    desk.answers.judge_solution = () => ({ ok: false, error });
    expect(await session.order("judge_solution", { solved: true })).toBe(false);
    expect(session.state.problem).toEqual(error);
  });
});

describe("what is seen", () => {
  it("is told while the customer is looking, once", async () => {
    const { desk } = await openChat();
    desk.says({ kind: "agent", text: "Hello" });
    desk.says({ kind: "event", key: "x" } as never);
    expect(desk.given("mark_seen").map(({ position }) => position)).toEqual([1]);
  });

  it("is unread while the chat is closed, and shows on the page", async () => {
    const { desk, host, looking } = await openChat();
    host.opens(false);
    looking.now = false;
    desk.says({ kind: "agent", text: "Hello" });
    desk.says({ kind: "agent", text: "Are you there?" });
    expect(host.unreadMark).toBe(2);
    expect(desk.given("mark_seen")).toEqual([]);
    looking.now = true;
    host.opens(true);
    expect(host.unreadMark).toBe(0);
    expect(desk.given("mark_seen").map(({ position }) => position)).toEqual([2]);
  });

  it("by a person who reads is remembered", async () => {
    const { session, desk } = await openChat();
    desk.says({ kind: "customer", id: "a", text: "Hello" });
    const lena = { id: "1", name: "Lena", typing: false, reading: true };
    desk.happens("presence", { conversation: "stream", who: [lena] });
    desk.happens("presence", { conversation: "stream", who: [] });
    expect(session.state.witnessed).toBe(1);
  });
});

describe("language", () => {
  it("is the page's wish before the desk's guess", () => {
    const { session } = chat({ language: "de" });
    expect(session.state.texts.language).toBe("de");
  });

  it("follows the desk when the desk changes it", async () => {
    const { session, desk } = await openChat();
    desk.says({ kind: "bot", text: "Olá" }, { language: "pt_BR" });
    await settle();
    expect(session.state.texts.say("composer.send")).toBe("Enviar");
  });

  it("changes on demand, and is kept", async () => {
    const { session, desk, host } = await openChat();
    await session.changeLanguage("ru");
    desk.says({ kind: "bot", text: "still English" });
    await settle();
    expect(session.state.texts.language).toBe("ru");
    expect(desk.given("change_language")[0]).toMatchObject({ language: "ru" });
    expect(host.kept.language).toBe("ru");
  });
});
