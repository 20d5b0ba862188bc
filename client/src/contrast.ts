/** Contrast by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), for colours that a company chose. */

export type Colour = readonly [red: number, green: number, blue: number];

/** Reads `#rgb` and `#rrggbb`; anything else gives null. */
export function parseColour(text: string): Colour | null {
  if (!/^#([\da-f]{3}){1,2}$/i.test(text)) return null;
  const digits = (text.length === 4 ? text.replace(/[^#]/g, "$&$&") : text).slice(1);
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** From 1 (none) to 21 (black on white). */
export function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a / b, b / a);
}

/** Black or white, whichever is read better on the colour; one of the two always reaches 4.5. */
export const readableOn = (background: Colour): "#000" | "#fff" =>
  // White's contrast is 1.05 / (luminance + 0.05).
  luminance(background) <= 1.05 / 4.5 - 0.05 ? "#fff" : "#000";

/** The colour itself if it reaches the contrast on the background, else the nearest mix towards black or white that does. */
export function legible(colour: Colour, background: Colour, needed = 4.5): Colour {
  const target = luminance(background) > 0.18 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = colour.map((part) =>
      Math.round(part + (target - part) * share),
    ) as unknown as Colour;
    if (contrast(mixed, background) >= needed) return mixed;
  }
  return [target, target, target];
}

export const colourText = (colour: Colour): string => `rgb(${colour.join(" ")})`;

function luminance(colour: Colour): number {
  const shares = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2];
}
