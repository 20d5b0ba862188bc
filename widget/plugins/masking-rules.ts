import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const RULES = new URL("../../client/src/generated/masking.json", import.meta.url);
const NAME = "\0firstline-masking-rules";

/**
 * Ships the rules of masking as a file of data beside the code. They are larger than the chat's own code,
 * and they change at another pace; the page asks for them early, and nothing runs before they are there.
 */
export const maskingRules = (): Plugin => ({
  name: "firstline-masking-rules",
  apply: "build",
  enforce: "pre",
  resolveId: (id) => (id.endsWith("/generated/masking.json") ? NAME : undefined),
  load(id) {
    if (id !== NAME) return undefined;
    const source = JSON.stringify(JSON.parse(readFileSync(fileURLToPath(RULES), "utf8")));
    const reference = this.emitFile({ type: "asset", name: "masking.json", source });
    return `export default await (await fetch(import.meta.ROLLUP_FILE_URL_${reference})).json();`;
  },
  transformIndexHtml: {
    order: "post",
    handler(_html, { bundle }) {
      const asset = Object.keys(bundle ?? {}).find((name) => /masking-.*\.json$/.test(name));
      if (!asset) throw new Error("the chat came out without the rules of masking");
      const attrs = { rel: "preload", as: "fetch", crossorigin: "", href: `/widget/${asset}` };
      return [{ tag: "link", attrs, injectTo: "head" }];
    },
  },
});
