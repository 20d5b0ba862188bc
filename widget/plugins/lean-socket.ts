import type { Plugin } from "vite";

/**
 * Leaves out of Socket.IO's client what the desk never speaks, WebTransport and binary packets. The names
 * are the client's own; a release that moves them fails the build, so that the budget is looked at again.
 */
// Only its parts are used; what it sets up for itself is not.
const FRONT = "socket.io-client/build/esm/index.js";

const STANDINS: Record<string, string> = {
  "engine.io-client/build/esm/transports/webtransport.js": "export class WT {}",
  "socket.io-parser/build/esm/binary.js": `
    const never = () => { throw new Error("the desk speaks no binary packets"); };
    export { never as deconstructPacket, never as reconstructPacket };`,
  "socket.io-parser/build/esm/is-binary.js": `
    const no = () => false;
    export { no as hasBinary, no as isBinary };`,
  "engine.io-parser/build/esm/contrib/base64-arraybuffer.js": `
    export const decode = () => { throw new Error("the desk speaks no binary packets"); };`,
  "engine.io-parser/build/esm/encodePacket.browser.js": `
    import { PACKET_TYPES } from "./commons.js";
    const encodePacket = ({ type, data }, _, done) => done(PACKET_TYPES[type] + (data || ""));
    export { encodePacket, encodePacket as encodePacketToBinary };`,
  // The browser reads addresses itself.
  "engine.io-client/build/esm/contrib/parseuri.js": `
    export const parse = (address) => {
      const { protocol, hostname, port, search } = new URL(address);
      return { protocol: protocol.slice(0, -1), host: hostname, port, query: search.slice(1) };
    };`,
  "engine.io-client/build/esm/contrib/parseqs.js": `
    export const encode = (query) => String(new URLSearchParams(query));
    export const decode = (text) => Object.fromEntries(new URLSearchParams(text));`,
  "engine.io-client/build/esm/globals.js": `
    export const nextTick = queueMicrotask.bind(globalThis);
    export const globalThisShim = globalThis;
    export const defaultBinaryType = "arraybuffer";
    export const createCookieJar = () => {};`,
};

export function leanSocket(): Plugin {
  const waiting = new Set(Object.keys(STANDINS));
  return {
    name: "firstline-lean-socket",
    apply: "build",
    load(id) {
      const name = Object.keys(STANDINS).find((path) => id.endsWith(path));
      if (!name) return undefined;
      waiting.delete(name);
      return STANDINS[name];
    },
    transform: (code, id) => (id.endsWith(FRONT) ? { code, moduleSideEffects: false } : undefined),
    buildEnd(error) {
      if (!error && waiting.size) this.error(`no longer in Socket.IO's client: ${[...waiting]}`);
    },
  };
}
