import { defineConfig } from "vitest/config";
import { textsPlugin } from "./texts-plugin.ts";

export default defineConfig({
  base: "/widget/",
  plugins: [textsPlugin()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../build/web/widget",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // Inlined images and styles would need a weaker content policy.
    assetsInlineLimit: 0,
  },
  test: { environment: "happy-dom" },
});
