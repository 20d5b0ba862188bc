/** What a company may change of the looks. Colours are made legible in both themes, whatever was chosen. */

import {
  type Colour,
  colourText,
  legible,
  parseColour,
  readableOn,
} from "@firstline/client/contrast";
import type { Settings } from "../messages";

// The surfaces of tokens.css on which text in the accent's colour stands.
const SURFACES: Record<"light" | "dark", Colour> = { light: [236, 238, 241], dark: [29, 33, 38] };

export function applyLook(settings: Pick<Settings, "accent" | "radius">): void {
  const { style } = document.documentElement;
  const accent = parseColour(settings.accent ?? "");
  if (settings.radius !== undefined) style.setProperty("--radius-card", `${settings.radius}px`);
  if (!accent) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = () => {
    style.setProperty("--accent", colourText(accent));
    style.setProperty("--on-accent", readableOn(accent));
    const text = legible(accent, SURFACES[dark.matches ? "dark" : "light"]);
    style.setProperty("--accent-text", colourText(text));
    style.setProperty(
      "--accent-soft",
      "color-mix(in srgb, var(--accent) 12%, var(--surface-raised))",
    );
  };
  colour();
  dark.addEventListener("change", colour);
}
