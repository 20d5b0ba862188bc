import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/inbox/",
  // The inbox is talked to in the browsers that the team chose, not in the customers'.
  build: {
    target: "es2022",
    outDir: "../build/web/inbox",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: { environment: "node", include: ["**/*.test.{ts,tsx}"] },
});
