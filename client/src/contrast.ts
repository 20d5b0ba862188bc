/** Contrast by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), for colours that a company chose. */

export type Colour = readonly [red: number, green: number, blue: number];

/** Reads `#rgb` and `#rrggbb`; anything else gives null. */
export function parseColour(text: string): Colour | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  const parts = long?.slice(1) ?? short?.slice(1).map((digit) => digit + digit);
  return parts ? (parts.map((part) => Number.parseInt(part, 16)) as unknown as Colour) : null;
}

/** From 1 (none) to 21 (black on white). */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is read better on the colour; one of the two always reaches 4.5. */
export const readableOn = (background: Colour): "#000" | "#fff" =>
  contrast(background, [255, 255, 255]) >= 4.5 ? "#fff" : "#000";

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
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
