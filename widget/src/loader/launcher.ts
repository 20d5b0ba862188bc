/** The button in the corner and the frame behind it, in a shadow root that the page's styles do not reach. */

import { parseColour, readableOn } from "@firstline/client/contrast";

export interface Look {
  accent: string;
  radius: number;
  side: "left" | "right";
  /** What the button says; it names the frame too. */
  word: string;
  /** What the button's name says besides, with `{count}`. */
  unread: string;
  source: string;
}

const STYLE =
  `:host{all:initial}` +
  `[hidden]{display:none!important}` +
  `button{all:unset;position:fixed;bottom:20px;z-index:2147483000;min-height:48px;` +
  `padding:0 20px 0 16px;display:flex;align-items:center;gap:8px;cursor:pointer;` +
  `border-radius:24px;font:600 15px/1 system-ui,sans-serif;` +
  `box-shadow:0 0 0 1px #fff8,0 6px 20px #0004}` +
  `button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #000}` +
  `button::before{content:"";width:18px;height:13px;border:2px solid;` +
  `border-radius:6px 6px 6px 0}` +
  `b{position:absolute;top:-6px;min-width:22px;border-radius:11px;background:#b42318;` +
  `color:#fff;font:600 13px/22px system-ui,sans-serif;text-align:center;` +
  `box-shadow:0 0 0 2px #fff}` +
  `iframe{position:fixed;bottom:20px;z-index:2147483000;border:0;width:400px;` +
  `height:min(720px,100vh - 40px);max-width:calc(100vw - 40px);background:Canvas;` +
  `color-scheme:light dark;box-shadow:0 8px 40px #0005}` +
  `@media(max-width:480px){iframe{inset:0!important;width:100%;max-width:none;height:100%;` +
  `border-radius:0!important}}`;

export class Launcher {
  readonly button = document.createElement("button");
  frame: HTMLIFrameElement | null = null;
  readonly #host = document.createElement("div");
  readonly #root = this.#host.attachShadow({ mode: "open" });
  readonly #mark = document.createElement("b");
  readonly #look: Look;

  constructor(look: Look, press: () => void) {
    this.#look = look;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#dress();
    this.button.addEventListener("click", press);
    this.#root.append(this.button);
    document.body.append(this.#host);
    window.visualViewport?.addEventListener("resize", this.#fit);
    window.visualViewport?.addEventListener("scroll", this.#fit);
  }

  get open(): boolean {
    return this.frame !== null && !this.frame.hidden;
  }

  show(): void {
    this.frame ??= this.#makeFrame();
    this.frame.hidden = false;
    this.button.hidden = true;
    this.#fit();
    this.frame.focus();
  }

  hide(): void {
    if (!this.open || !this.frame) return;
    this.frame.hidden = true;
    this.button.hidden = false;
    this.button.focus();
  }

  unread(count: number): void {
    this.#mark.hidden = count === 0;
    this.#mark.textContent = count > 9 ? "9+" : String(count);
    const { word, unread } = this.#look;
    const more = count ? `, ${unread.replace("{count}", `${count}`)}` : "";
    this.button.setAttribute("aria-label", word + more);
  }

  remove(): void {
    window.visualViewport?.removeEventListener("resize", this.#fit);
    window.visualViewport?.removeEventListener("scroll", this.#fit);
    this.#host.remove();
  }

  #dress(): void {
    const { accent, side, word } = this.#look;
    this.button.append(word, this.#mark);
    this.button.type = "button";
    Object.assign(this.button.style, { background: accent, color: inkOn(accent), [side]: "20px" });
    this.#mark.style[side] = "-4px";
    this.unread(0);
  }

  #makeFrame(): HTMLIFrameElement {
    const { word, radius, side, source } = this.#look;
    const frame = document.createElement("iframe");
    frame.title = word;
    frame.src = source;
    frame.allow = "clipboard-write";
    frame.style[side] = "20px";
    frame.style.borderRadius = `${radius}px`;
    this.#root.append(frame);
    return frame;
  }

  // On a phone the keyboard covers the page without resizing it: only the visual viewport tells.
  readonly #fit = (): void => {
    const view = window.visualViewport;
    if (!this.frame || !view) return;
    const narrow = matchMedia("(max-width:480px)").matches;
    this.frame.style.height = narrow ? `${view.height}px` : "";
    this.frame.style.transform = narrow ? `translateY(${view.offsetTop}px)` : "";
  };
}

function inkOn(accent: string): string {
  const colour = parseColour(accent);
  return colour ? readableOn(colour) : "#fff";
}
