import { describe, expect, it } from "vitest";
import { accepted, readable } from "./upload";

const file = (name: string, type = "") => ({ name, type });
const TYPES = ["image/*", "application/pdf", ".zip"];

describe("files", () => {
  it("are accepted by type or by ending", () => {
    expect(accepted(file("a.png", "image/png"), TYPES)).toBe(true);
    expect(accepted(file("A.ZIP", "application/zip"), TYPES)).toBe(true);
    expect(accepted(file("a.exe", "application/x-msdownload"), TYPES)).toBe(false);
    expect(accepted(file("a.exe", "application/x-msdownload"), [])).toBe(true);
  });

  it("without a type are left to the desk", () => {
    expect(accepted(file("trace.har"), TYPES)).toBe(true);
  });

  it("are searched for secrets if they are text, and bring a warning if not", () => {
    for (const name of ["a.har", "a.log", "a.txt", "a.yaml"])
      expect(readable(file(name))).toBe(true);
    expect(readable(file("a", "application/json"))).toBe(true);
    for (const name of ["a.png", "a.pdf", "a.zip", "a.mp4"])
      expect(readable(file(name))).toBe(false);
  });
});
