import { describe, expect, it } from "vitest";
import { aCard, aRow } from "../testing/builders";
import { offers } from "./palette";

const rows = [aRow(), aRow({ number: "M3D-9QZT", subject: "Invoice", conversation: "m" })];
const label = (id: string) => (id === "resolve" ? "Resolve" : id);

describe("the palette", () => {
  it("offers only what can be done now", () => {
    const ids = offers("", null, rows, label).flatMap((one) =>
      one.kind === "action" ? [one.id] : [],
    );
    expect(ids).toContain("next");
    expect(ids).not.toContain("resolve");
  });

  it("finds an action by its name", () => {
    const card = aCard({ can: ["resolve_conversation"] });
    expect(offers("resol", card, rows, label)[0]).toEqual({
      kind: "action",
      id: "resolve",
      key: "e",
    });
  });

  it("finds conversations by number, subject and customer, and offers the search last", () => {
    const found = offers("m3d", null, rows, label);
    expect(found).toEqual([
      { kind: "row", row: rows[1] },
      { kind: "search", text: "m3d" },
    ]);
  });
});
