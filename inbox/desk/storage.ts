/** The browser's storage, which may be full or forbidden: the inbox then forgets between reloads, no more. */

export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    // Nothing to be done, nothing lost that is on the screen.
  }
}

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

const PREFIX = "firstline.inbox.";
