import { defineConfig } from "vitest/config";
import { leanSocket } from "./plugins/lean-socket.ts";
import { maskingRules } from "./plugins/masking-rules.ts";
import { textsPlugin } from "./plugins/texts.ts";

export default defineConfig({
  base: "/widget/",
  plugins: [textsPlugin(), leanSocket(), maskingRules()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../build/web/widget",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // Inlined images and styles would need a weaker content policy.
    assetsInlineLimit: 0,
  },
  test: {
    environment: "happy-dom",
    // Frames stay empty on purpose: what they would say is said by the tests.
    onConsoleLog: (log) => !log.includes("Iframe page loading is disabled"),
  },
});
