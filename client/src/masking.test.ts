import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { mask } from "./masking";

interface Vector {
  in: string;
  out: string;
  after?: string;
  notices: string[];
}

interface Vectors {
  masked: Vector[];
  after: Vector[];
  stays: string[];
}

const file = new URL("../../tests/masking/vectors.yml", import.meta.url);
const vectors: Vectors = parse(readFileSync(file, "utf8"));

describe("R27: secrets do not leave the browser", () => {
  test.each(vectors.masked)("$in", ({ in: text, out, notices }) => {
    const masked = mask(text);
    expect(masked.text).toBe(out);
    expect(masked.notices.map(({ kind, shown }) => `${kind} ${shown}`)).toEqual(notices);
    expect(mask(out)).toEqual({ text: out, notices: [], values: [] });
  });

  test.each(vectors.stays)("%s stays", (text) => {
    expect(mask(text)).toEqual({ text, notices: [], values: [] });
  });

  test.each(vectors.after)("$in, after $after", ({ in: text, after, out, notices }) => {
    const masked = mask(text, after);
    expect(masked.text).toBe(out);
    expect(masked.notices.map(({ kind, shown }) => `${kind} ${shown}`)).toEqual(notices);
  });

  test("what its sender calls no secret stays", () => {
    const [one, other] = ["a1B2c3D4e5F6g7H8i9J0", "z9Y8x7W6v5U4t3S2r1Q0"];
    const text = `api_key=${one} and api_key=${other}`;
    expect(mask(text).values).toEqual([one, other]);
    expect(mask(text, undefined, [one]).text).toBe(text.replace(other, "z9Y8…r1Q0"));
    const password = mask("the password is Ventura9", undefined, ["Ventura9"]);
    expect([password.text, password.values]).toEqual(["the password is ••••", []]);
  });
});

// Six texts, five seconds for each.
test("64 KB of hostile text is read in seconds at worst, on the slowest machine", {
  timeout: 30_000,
}, () => {
  for (const piece of ['"password":"', "password for a b c", "key=", "cookie: a=", "EAA", "\\"]) {
    const text = piece.repeat(65536 / piece.length);
    const start = performance.now();
    mask(text);
    expect(performance.now() - start, piece).toBeLessThan(5000);
  }
});
