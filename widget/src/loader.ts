/**
 * `<script src="https://desk.example/widget.js" async></script>` puts the widget on a page.
 *
 * Attributes: data-language, data-accent, data-radius, data-position (left or right), data-greeting,
 * data-token-url. Instead of the last, `window.firstlineSettings = { getToken }` gives the identity's token.
 */

import { type GetToken, readSettings } from "./loader/settings";
import { Widget } from "./loader/widget";

declare global {
  interface Window {
    firstlineSettings?: { getToken?: GetToken };
    Firstline?: {
      open: () => void;
      close: () => void;
      /** Forgets everything that is kept in this browser, and starts anew for whoever comes next. */
      logout: () => void;
      /** Removes the widget; what is kept stays. */
      destroy: () => void;
    };
  }
}

function start(script: HTMLScriptElement): void {
  if (window.Firstline) return;
  const { origin } = new URL(script.src);
  const make = () =>
    new Widget(origin, readSettings(script.dataset, window.firstlineSettings ?? {}));
  let widget = make();
  window.Firstline = {
    open: () => widget.open(),
    close: () => widget.close(),
    logout: () => {
      widget.forget();
      widget.destroy();
      widget = make();
    },
    destroy: () => {
      widget.destroy();
      delete window.Firstline;
    },
  };
  // A mail's link leads to the site's page with this mark.
  if (location.hash === "#firstline") widget.open();
}

const script = document.currentScript as HTMLScriptElement;
if (document.body) start(script);
else document.addEventListener("DOMContentLoaded", () => start(script), { once: true });
