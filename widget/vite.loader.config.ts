import { defineConfig } from "vite";
import { textsPlugin } from "./plugins/texts.ts";

export default defineConfig({
  plugins: [textsPlugin()],
  build: {
    outDir: "../build/web",
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: "src/loader.ts",
      formats: ["iife"],
      name: "FirstlineLoader",
      fileName: () => "widget.js",
    },
  },
});
