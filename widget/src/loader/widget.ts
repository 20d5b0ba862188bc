/** The widget in the page: button, frame, and what the two sides tell each other. */

import texts, { type Words } from "virtual:firstline/loader-texts";
import { preferredLanguage } from "@firstline/client/texts";
import type { FrameMessage, PageMessage } from "../messages";
import { Keeping } from "./keeping";
import { Launcher } from "./launcher";
import type { PageSettings } from "./settings";
import { unreadCount } from "./unread";

const EVERY = 60_000;
const LANGUAGES = Object.keys(texts) as [string, ...string[]];

export class Widget {
  readonly #origin: string;
  readonly #page: PageSettings;
  readonly #keeping = new Keeping();
  readonly #launcher: Launcher;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(origin: string, page: PageSettings) {
    this.#origin = origin;
    this.#page = page;
    this.#launcher = this.#makeLauncher();
    window.addEventListener("message", this.#heard);
    document.addEventListener("visibilitychange", this.#look);
    this.#timer = setInterval(this.#look, EVERY);
    this.#look();
  }

  open(): void {
    this.#launcher.show();
    this.#tell({ opened: true });
  }

  close(): void {
    this.#launcher.hide();
    this.#tell({ opened: false });
  }

  forget(): void {
    this.#keeping.clear();
  }

  destroy(): void {
    clearInterval(this.#timer);
    window.removeEventListener("message", this.#heard);
    document.removeEventListener("visibilitychange", this.#look);
    this.#launcher.remove();
  }

  #makeLauncher(): Launcher {
    const { settings, side } = this.#page;
    const asked = settings.language ? [settings.language] : [];
    const language = preferredLanguage([...asked, ...navigator.languages], LANGUAGES);
    const own = texts[language] as Words;
    return new Launcher(
      {
        accent: settings.accent ?? "#1f5fd0",
        radius: settings.radius ?? 12,
        side,
        ...own,
        source: `${this.#origin}/widget/chat`,
      },
      () => this.open(),
    );
  }

  readonly #look = async (): Promise<void> => {
    if (this.#launcher.frame || document.visibilityState !== "visible") return;
    const count = await unreadCount(this.#origin, this.#keeping.all(), () => this.#token(false));
    if (!this.#launcher.frame) this.#launcher.unread(count);
  };

  readonly #heard = (event: MessageEvent<FrameMessage | null>): void => {
    const frame = this.#launcher.frame?.contentWindow;
    if (!frame || event.source !== frame || event.origin !== this.#origin) return;
    const { ready, keep, close, unread, token } = event.data ?? {};
    if (keep) this.#keeping.keep(keep);
    if (unread !== undefined) this.#launcher.unread(unread);
    if (close) this.close();
    if (ready) this.#greet();
    if (token) void this.#answerToken(token);
  };

  #greet(): void {
    this.#tell({
      hello: { kept: this.#keeping.all(), settings: this.#page.settings },
      opened: this.#launcher.open,
    });
  }

  async #answerToken({ id, fresh }: { id: number; fresh: boolean }): Promise<void> {
    this.#tell({ token: { id, value: await this.#token(fresh) } });
  }

  async #token(fresh: boolean): Promise<string | null> {
    try {
      return (await this.#page.getToken?.({ fresh })) ?? null;
    } catch {
      return null;
    }
  }

  #tell(message: PageMessage): void {
    this.#launcher.frame?.contentWindow?.postMessage(message, this.#origin);
  }
}
