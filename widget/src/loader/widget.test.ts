import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FrameMessage, PageMessage } from "../messages";
import { readSettings } from "./settings";
import { Widget } from "./widget";

const DESK = "https://desk.example";
let widget: Widget;
const told: PageMessage[] = [];

const root = () => document.querySelector("body > div")?.shadowRoot;
const button = () => root()?.querySelector("button");
const frame = () => root()?.querySelector("iframe");

/** The chat in the frame says something to the page. */
function says(data: FrameMessage, origin = DESK, source: unknown = frame()?.contentWindow): void {
  const event = new MessageEvent("message", { data, origin });
  Object.defineProperty(event, "source", { value: source });
  window.dispatchEvent(event);
}

function start(data: Record<string, string> = {}, given = {}): Widget {
  return new Widget(DESK, readSettings(data as DOMStringMap, given));
}

/** Opens the chat, with a frame that loads nothing and remembers what it is told. */
function open(): void {
  widget.open();
  const target = { postMessage: (message: PageMessage) => told.push(message) };
  Object.defineProperty(frame() ?? {}, "contentWindow", { value: target, configurable: true });
}

const answer = (unread: number) => ({ ok: true, json: async () => ({ unread }) });
const asked = vi.fn<(address: string, init: RequestInit) => Promise<unknown>>();

beforeEach(() => {
  told.length = 0;
  localStorage.clear();
  asked.mockReset().mockResolvedValue(answer(0));
  vi.stubGlobal("fetch", asked);
  document.documentElement.lang = "de";
});

afterEach(() => {
  widget.destroy();
  vi.unstubAllGlobals();
});

describe("the button", () => {
  it("speaks the page's language, or the one that the page asks for", () => {
    widget = start();
    expect(button()?.getAttribute("aria-label")).toBe("Support");
    widget.destroy();
    widget = start({ language: "ru" });
    expect(button()?.getAttribute("aria-label")).toBe("Поддержка");
  });

  it("has readable ink on whatever colour was chosen, and ignores what is no colour", () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    widget = start({ accent: "#ffcc00" });
    expect(button()?.style.color).toBe("#000");
    widget.destroy();
    widget = start({ accent: "red; }" });
    expect(button()?.style.background).toBe("#1f5fd0");
  });

  it("makes the frame when first pressed, and no sooner", () => {
    widget = start();
    expect(frame()).toBeNull();
    button()?.click();
    expect(frame()?.src).toBe(`${DESK}/widget/chat`);
    expect(button()?.hidden).toBe(true);
  });
});

describe("unread", () => {
  const current = JSON.stringify({ conversation: "stream", key: "k", number: "K7Q-4M2X" });

  it("is asked for only where a conversation is kept, with its key in a header", async () => {
    widget = start();
    await Promise.resolve();
    expect(asked).not.toHaveBeenCalled();
    widget.destroy();
    localStorage.setItem("firstline.current", current);
    asked.mockResolvedValue(answer(2));
    widget = start();
    await vi.waitFor(() =>
      expect(button()?.getAttribute("aria-label")).toBe("Support, ungelesen: 2"),
    );
    const [address, init] = asked.mock.calls[0] ?? [];
    expect(address).toBe(`${DESK}/widget/unread?conversation=stream`);
    expect(init?.headers).toEqual({ Authorization: "Conversation k" });
  });

  it("comes from the chat once there is one", () => {
    widget = start();
    open();
    says({ unread: 12 });
    expect(root()?.querySelector("b")?.textContent).toBe("9+");
    says({ unread: 0 });
    expect(root()?.querySelector("b")?.hidden).toBe(true);
  });
});

describe("page and frame", () => {
  it("greet each other with what is kept", () => {
    localStorage.setItem("firstline.draft", "half a sentence");
    localStorage.setItem("other", "not ours");
    widget = start({ greeting: "Welcome" });
    open();
    says({ ready: true });
    expect(told.at(-1)?.hello).toEqual({
      kept: { draft: "half a sentence" },
      settings: { identified: false, language: "de", greeting: "Welcome" },
    });
  });

  it("hear nobody else", () => {
    widget = start();
    open();
    says({ keep: { draft: "from a stranger" } }, "https://evil.example");
    says({ keep: { draft: "from another window" } }, DESK, window);
    says({ close: true }, "https://evil.example");
    expect(localStorage.getItem("firstline.draft")).toBeNull();
    expect(frame()?.hidden).toBe(false);
  });

  it("keep and forget in the page's storage", () => {
    widget = start();
    open();
    says({ keep: { draft: "text", current: "{}" } });
    says({ keep: { draft: null } });
    expect(Object.entries({ ...localStorage })).toEqual([["firstline.current", "{}"]]);
  });

  it("go on in memory where storage is forbidden", () => {
    const blocked = () => {
      throw new DOMException("denied", "SecurityError");
    };
    vi.stubGlobal("localStorage", new Proxy({}, { get: blocked, ownKeys: blocked }));
    widget = start();
    open();
    says({ keep: { draft: "text" } });
    says({ ready: true });
    expect(told.at(-1)?.hello?.kept).toEqual({ draft: "text" });
  });

  it("hand over the token when asked, fresh where it has to be", async () => {
    const getToken = vi.fn(async ({ fresh }: { fresh: boolean }) => (fresh ? "new" : "old"));
    widget = start({}, { getToken });
    open();
    says({ token: { id: 7, fresh: true } });
    await vi.waitFor(() => expect(told.at(-1)).toEqual({ token: { id: 7, value: "new" } }));
  });

  it("close on demand and give the focus back to the button", () => {
    widget = start();
    open();
    says({ close: true });
    expect(frame()?.hidden).toBe(true);
    expect(root()?.activeElement).toBe(button());
    expect(told.at(-1)).toEqual({ opened: false });
  });

  it("leave nothing behind", () => {
    widget = start();
    open();
    widget.destroy();
    expect(document.querySelector("body > div")).toBeNull();
    says({ keep: { draft: "too late" } }, DESK, null);
    expect(localStorage.getItem("firstline.draft")).toBeNull();
  });
});
