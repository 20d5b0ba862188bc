/** The page's storage for the widget. A page may forbid storage: then it is kept in memory only. */

import type { Kept } from "../messages";

const PREFIX = "firstline.";

export class Keeping {
  readonly #kept: Kept = {};

  all(): Kept {
    attempt(() => {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(PREFIX)) this.#kept[name.slice(PREFIX.length)] = localStorage[name];
      }
    });
    return this.#kept;
  }

  keep(values: Record<string, string | null>): void {
    for (const name in values) {
      const value = values[name] ?? null;
      if (value === null) delete this.#kept[name];
      else this.#kept[name] = value;
      attempt(() => {
        if (value === null) localStorage.removeItem(PREFIX + name);
        else localStorage.setItem(PREFIX + name, value);
      });
    }
  }

  clear(): void {
    for (const name in this.all()) this.keep({ [name]: null });
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Forbidden or full: the copy in memory lasts as long as the page.
  }
}
