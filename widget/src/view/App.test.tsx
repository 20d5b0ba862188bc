import type { CustomerCard, Entry } from "@firstline/client/protocol";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import { LANGUAGES } from "../../locales.ts";
import { chat, openChat } from "../testing/chat";
import { FakeDesk, settle } from "../testing/desk";
import { App } from "./App";

afterEach(cleanup);

const bot = (position: number, more: object = {}): Entry =>
  ({ position, at: 0, kind: "bot", text: `line ${position}`, ...more }) as Entry;
const impact = bot(1, {
  asks: "impact",
  text: "Who is affected?",
  choices: [{ value: "all", label: "Everyone" }],
});

/** The chat as it is shown with these entries and this card. */
async function show(card: Partial<CustomerCard>, entries: Entry[] = []) {
  const desk = new FakeDesk();
  desk.card = { ...desk.card, ...card };
  desk.entries = entries;
  const parts = await openChat(desk);
  const { session, host } = parts;
  render(<App session={session} host={host} languages={LANGUAGES} />);
  return parts;
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const write = (text: string) => {
  const field = screen.getByRole("textbox", { name: "Write a message" });
  fireEvent.input(field, { target: { value: text } });
  return field;
};

describe("the number", () => {
  it("is there before anything else is asked", async () => {
    await show({ phase: "reserved" });
    expect(screen.getByRole("button", { name: "Copy number K7Q-4M2X" })).toBeTruthy();
  });
});

describe("the composer", () => {
  it("sends on Enter, and not on Shift and Enter", async () => {
    const { desk } = await show({});
    const field = write("It fails");
    fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    expect(desk.given("post_message")).toEqual([]);
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(desk.given("post_message")[0]).toMatchObject({ text: "It fails" }));
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(""));
  });

  it("sends what was hidden once more, where its writer says that it is no secret (R27)", async () => {
    const { desk } = await show({});
    const text = "sk_live_V9pPabcdefghijklmnopqrszpf0 is the id of our template";
    write(text);
    press("Send");
    fireEvent.click(await screen.findByRole("button", { name: "This is no secret, send it" }));
    await waitFor(() => expect(desk.given("post_message")).toHaveLength(2));
    const [first, second] = desk.given("post_message");
    expect(JSON.stringify(first)).not.toContain("abcdefghijklmnopqrs");
    expect(second).toMatchObject({ text, released: ["sk_live_V9pPabcdefghijklmnopqrszpf0"] });
    expect(screen.queryByRole("button", { name: "This is no secret, send it" })).toBeNull();
  });

  it("offers no such thing for a password", async () => {
    await show({});
    write("my password is Tiger77horse");
    press("Send");
    await screen.findByText(/A password was hidden/);
    expect(screen.queryByRole("button", { name: "This is no secret, send it" })).toBeNull();
  });

  it("sends a long text whole, and says that it goes as a file", async () => {
    const { desk } = await show({});
    const log = "a line of a log\n".repeat(4096);
    write(log);
    screen.getByText(/is sent as a file/);
    press("Send");
    await waitFor(() => expect(desk.given("post_message")[0]).toMatchObject({ text: log.trim() }));
  });

  it("says what will be hidden before it is sent, and what was hidden after", async () => {
    await show({});
    write("sk_live_V9pPabcdefghijklmnopqrszpf0");
    await screen.findByText(/Will be hidden: sk_l…zpf0/);
    press("Send");
    await screen.findByText(/A key was hidden before it was sent: sk_l…zpf0/);
  });

  it("refuses what is too long, says by how much, and keeps it", async () => {
    await show({});
    const field = write("a".repeat(100_003));
    expect(screen.getByText(/Too long by this many characters: 3/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
    expect((field as HTMLTextAreaElement).value).toHaveLength(100_003);
  });

  it("refuses a file that is too large before it is sent, and warns of what nobody checks", async () => {
    await show({});
    const input = screen.getByLabelText("Attach a file", { selector: "input" });
    const picture = new File(["x"], "screen.png", { type: "image/png" });
    const large = new File(["x"], "large.png", { type: "image/png" });
    Object.defineProperty(large, "size", { value: 27_000_000 });
    fireEvent.change(input, { target: { files: [picture, large] } });
    expect(await screen.findByText(/more than the limit of 25 MB/)).toBeTruthy();
    expect(screen.getByText(/are not searched for keys/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
    press("Remove large.png");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", false),
    );
  });

  it("keeps a refused message, with the reason and a way to send it again", async () => {
    const { desk } = await show({});
    const error = { code: "text_refused", text: "Not like this." };
    desk.answers.post_message = () => ({ ok: false, error });
    write("Hello");
    press("Send");
    await screen.findByText("Not sent. Not like this.");
    delete desk.answers.post_message;
    press("Send again");
    await screen.findByText(/^Sent/);
  });

  it("goes on offline", async () => {
    const { desk } = await show({});
    desk.happens("disconnect", "transport close");
    await screen.findByText(/No connection. Keep writing/);
    write("Still here");
    press("Send");
    await screen.findByText(/^Sending/);
  });
});

describe("the bot's question", () => {
  it("is answered by a button", async () => {
    const { desk } = await show({ asked: "impact" }, [impact]);
    press("Everyone");
    expect(desk.given("choose_option")[0]).toMatchObject({ position: 1, value: "all" });
  });

  it("can be skipped, and a person asked for, without any bot", async () => {
    const { desk } = await show({ asked: "impact" }, [impact]);
    press("Skip");
    expect(desk.given("choose_option")[0]).toMatchObject({ position: 1, value: "skip" });
    cleanup();
    const again = await show({ asked: "impact", bot: "away" }, [impact]);
    press("Talk to a person");
    expect(again.desk.given("ask_for_person")).toHaveLength(1);
  });

  it("shows what was understood; a tap corrects it", async () => {
    const findings = [{ what: "request", value: "GET /messages" }];
    const { desk } = await show({ asked: "impact", findings }, [impact]);
    press(/GET \/messages/);
    const field = screen.getByLabelText("Request");
    fireEvent.input(field, { target: { value: "POST /messages" } });
    fireEvent.submit(field.closest("form") as HTMLFormElement);
    await waitFor(() =>
      expect(desk.given("correct_finding")[0]).toMatchObject({
        what: "request",
        value: "POST /messages",
      }),
    );
  });
});

describe("without a bot", () => {
  it("a short form asks for the same, and is sent like a message", async () => {
    const { desk } = await show({ phase: "reserved", bot: "away" });
    fireEvent.input(screen.getByLabelText(/^What happened/), {
      target: { value: "401 since nine" },
    });
    fireEvent.change(screen.getByLabelText(/^Impact/), { target: { value: "group" } });
    press("Send to a person");
    await waitFor(() =>
      expect(desk.given("submit_form")[0]).toMatchObject({
        description: "401 since nine",
        impact: "group",
      }),
    );
    expect(screen.queryByRole("button", { name: "Send to a person" })).toBeNull();
  });

  it("a form that was begun stays when the bot comes back", async () => {
    const { desk } = await show({ phase: "reserved", bot: "away" });
    fireEvent.input(screen.getByLabelText(/^What happened/), { target: { value: "401" } });
    desk.says({ kind: "bot", text: "Hello" }, { bot: "ready" });
    await screen.findByText("Hello");
    expect(screen.getByLabelText(/^What happened/)).toHaveProperty("value", "401");
  });
});

describe("the end", () => {
  it("asks whether it is solved", async () => {
    const { desk } = await show({ phase: "resolved", solution: "Use the new key." });
    press("Not solved");
    await waitFor(() => expect(desk.given("judge_solution")[0]).toMatchObject({ solved: false }));
  });

  it("takes one to five stars and a comment", async () => {
    const { desk } = await show({ phase: "closed", solution: "Use the new key." });
    fireEvent.click(screen.getByRole("radio", { name: "4 of 5" }));
    const comment = await screen.findByLabelText(/What could have gone better/);
    fireEvent.input(comment, { target: { value: "Quick" } });
    press("Send rating");
    await waitFor(() =>
      expect(desk.given("rate_conversation")[0]).toMatchObject({ stars: 4, comment: "Quick" }),
    );
  });

  it("is read only, and offers a new conversation", async () => {
    const { desk } = await show({ phase: "closed" });
    expect(screen.queryByRole("textbox")).toBeNull();
    press("Start a new conversation");
    await waitFor(() => expect(desk.given("open").at(-1)).toMatchObject({ fresh: true }));
  });

  it("leads to the conversation that it was joined to", async () => {
    const { desk } = await show({ phase: "closed", joined_to: "M3D-9XKP" });
    desk.answers.mine = () => ({
      ok: true,
      ...{ conversations: [{ conversation: "other", number: "M3D-9XKP" }] },
    });
    press("Go to M3D-9XKP");
    await waitFor(() => expect(desk.given("open").at(-1)).toMatchObject({ conversation: "other" }));
  });
});

describe("keyboard", () => {
  it("Escape closes the menu first, then the chat", async () => {
    const { host } = await show({});
    const more = screen.getByRole("button", { name: "More" });
    fireEvent.click(more);
    const menu = screen.getByRole("navigation", { name: "More" });
    await waitFor(() =>
      expect(document.activeElement).toBe(within(menu).getByLabelText("Language")),
    );
    fireEvent.keyDown(document.activeElement as Element, { key: "Escape" });
    expect(host.closed).toBe(0);
    expect(document.activeElement).toBe(more);
    fireEvent.keyDown(document.body, { key: "Escape" });
    expect(host.closed).toBe(1);
  });
});

describe("text from anyone", () => {
  it("stays text; only addresses become links", async () => {
    const text = '<img src=x onerror="alert(1)"> see https://status.example/x.';
    await show({}, [bot(1, { kind: "agent", author: { id: "1", name: "Lena" }, text })]);
    expect(document.querySelector("img")).toBeNull();
    const link = screen.getByRole("link");
    expect(link.getAttribute("href")).toBe("https://status.example/x");
    expect(link.getAttribute("rel")).toContain("noopener");
  });
});

describe("a desk that opens no chat", () => {
  it("says why, and how to write instead", async () => {
    const desk = new FakeDesk();
    const error = {
      code: "chat_not_enabled",
      text: "Not for your plan.",
      mail: "help@example.com",
    };
    desk.answers.open = () => ({ ok: false, error });
    const { session, host } = chat({}, desk);
    render(<App session={session} host={host} languages={LANGUAGES} />);
    session.start();
    await settle();
    expect(await screen.findByText("Not for your plan.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Write to help@example.com" })).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
  });
});
