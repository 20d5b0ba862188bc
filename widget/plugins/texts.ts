import type { Plugin } from "vite";
import { loaderTexts } from "../locales.ts";

const NAME = "virtual:firstline/loader-texts";

/** Gives the loader its texts at build time: a loader that fetched them would show nothing at first. */
export const textsPlugin = (): Plugin => ({
  name: "firstline-texts",
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) =>
    id === `\0${NAME}` ? `export default ${JSON.stringify(loaderTexts())}` : undefined,
});
