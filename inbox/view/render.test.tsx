// @vitest-environment happy-dom
import type { Offer } from "@firstline/client/protocol";
import { createTexts } from "@firstline/client/texts";
import type { ComponentChildren } from "preact";
import { render } from "preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { Inbox, InboxStore } from "../desk/inbox";
import { Store } from "../desk/store";
import { emptyDraft } from "../model/drafts";
import { initialState, update } from "../model/state";
import { aCard, customerSaid } from "../testing/builders";
import { SurroundingsContext } from "./context";
import { Line } from "./Line";
import { ProposalsPart } from "./ProposalsPart";
import { ChannelBadge } from "./RowItem";
import { SendButtons } from "./SendButtons";

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement("div");
});

function show(children: ComponentChildren): void {
  const store: InboxStore = new Store(initialState, update);
  const surroundings = {
    inbox: { store } as unknown as Inbox,
    texts: createTexts("en", {}),
    setLanguage: () => undefined,
    singleKeys: true,
    setSingleKeys: () => undefined,
  };
  render(
    <SurroundingsContext.Provider value={surroundings}>{children}</SurroundingsContext.Provider>,
    root,
  );
}

describe("a line", () => {
  it("shows markup as the text that it is", () => {
    const markup = '<img src=x onerror="alert(1)"><b>bold</b>';
    show(<Line entry={customerSaid(3, markup)} />);
    expect(root.querySelector(".words")?.textContent).toBe(markup);
    expect(root.querySelector("img, b")).toBeNull();
  });

  it("says that a text was erased", () => {
    show(<Line entry={{ ...customerSaid(3, ""), erased: true }} />);
    expect(root.textContent).toContain("line.erased");
  });
});

describe("a proposal (R25)", () => {
  const offer: Offer = {
    kind: "duplicate",
    title: "Webhooks stopped",
    number: "M3D-9XKP",
    url: "",
    planned: false,
    colleague: false,
    reasons: [],
  };

  it("names the other conversation by what it is called, if its words are there", () => {
    show(<ProposalsPart card={aCard({ offer })} />);
    expect(root.textContent).toContain("Webhooks stopped");
    show(<ProposalsPart card={aCard({ offer: { ...offer, title: "" } })} />);
    expect(root.querySelector("a")?.textContent).toContain("context.offer_duplicate");
    expect(root.querySelectorAll("li p")).toHaveLength(0);
  });
});

describe("where it is answered (R33)", () => {
  it("is named where it is not the chat", () => {
    show(<ChannelBadge channel="mail" />);
    expect(root.textContent).toBe("conversation.channel_mail");
    show(<ChannelBadge channel="chat" />);
    expect(root.textContent).toBe("");
  });
});

describe("sending (R08)", () => {
  const sent: string[] = [];
  const send = {
    reply: (mark: string) => sent.push(mark),
    note: () => sent.push("note"),
    pressed: () => false,
  };
  const buttons = () => [...root.querySelectorAll("button")];
  const showButtons = (first_response_running: boolean) => {
    const card = aCard({ first_response_running });
    show(<SendButtons draft={emptyDraft} change={() => undefined} send={send} card={card} />);
  };

  it("has two ways while the first response is open, alike in looks, and no default", () => {
    showButtons(true);
    expect(buttons()).toHaveLength(2);
    expect(new Set(buttons().map((button) => button.className)).size).toBe(1);
    expect(buttons().every((button) => button.type === "button")).toBe(true);
    for (const button of buttons()) button.click();
    expect(sent).toEqual(["acknowledged", "investigated"]);
  });

  it("has one way afterwards", () => {
    showButtons(false);
    expect(buttons()).toHaveLength(1);
    buttons()[0]?.click();
    expect(sent.at(-1)).toBe("plain");
  });
});
