import { describe, expect, it } from "vitest";
import { type Colour, contrast, legible, parseColour, readableOn } from "./contrast";

const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];

describe("colours", () => {
  it("are read from three or six digits only", () => {
    expect(parseColour("#fff")).toEqual(white);
    expect(parseColour("#1F5fd0")).toEqual([31, 95, 208]);
    expect(parseColour("red")).toBeNull();
    expect(parseColour("#12345")).toBeNull();
  });

  it("contrast as WCAG says", () => {
    expect(contrast(white, black)).toBe(21);
    expect(contrast([119, 119, 119], white)).toBeCloseTo(4.48, 2);
  });

  it("always carry a readable text, and always become legible", () => {
    for (let step = 0; step < 4096; step += 7) {
      const colour: Colour = [(step >> 8) * 17, ((step >> 4) & 15) * 17, (step & 15) * 17];
      const on = readableOn(colour) === "#fff" ? white : black;
      expect(contrast(on, colour)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(legible(colour, white), white)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(legible(colour, [29, 33, 38]), [29, 33, 38])).toBeGreaterThanOrEqual(4.5);
    }
  });
});
