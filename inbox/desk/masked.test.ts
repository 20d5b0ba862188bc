import { describe, expect, it } from "vitest";
import { masked, maskedText } from "./masked";

const KEY = "sk_live_51HxxQ2eZvKYlo2CkWm7tq9RrT4bV6nM8pL0aS3dF";

describe("what an agent writes (R27)", () => {
  it("leaves the browser without its secrets, and says which", () => {
    expect(masked(`it is ${KEY}`)).toEqual({
      text: "it is sk_l…S3dF",
      secrets: [{ kind: "api_key", shown: "sk_l…S3dF" }],
    });
    expect(masked("nothing to hide")).toEqual({ text: "nothing to hide", secrets: [] });
  });

  it("leaves short texts without them too", () => {
    expect(maskedText(` they use ${KEY} `)).toBe("they use sk_l…S3dF");
  });
});
