/** The sizes that a customer pays for, gzipped, beside their limits; fails where one is exceeded. */

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const built = new URL("../build/web/", import.meta.url);
const size = (path) => gzipSync(readFileSync(new URL(path, built)), { level: 9 }).length;
const assets = readdirSync(new URL("widget/assets/", built));
const sum = (ending) =>
  assets
    .filter((name) => name.endsWith(ending))
    .reduce((total, name) => total + size(`widget/assets/${name}`), 0);

const KB = 1024;
const rows = [
  { name: "loader", bytes: size("widget.js"), limit: 3 * KB },
  { name: "chat app, all JavaScript", bytes: sum(".js"), limit: 35 * KB },
  { name: "chat app, styles", bytes: sum(".css"), limit: 5 * KB },
  { name: "rules of masking (data)", bytes: sum(".json"), limit: 24 * KB },
];
for (const { name, bytes, limit } of rows) {
  console.log(`${name}: ${bytes} of ${limit} bytes gzipped${bytes > limit ? ", too large" : ""}`);
}
process.exit(rows.some(({ bytes, limit }) => bytes > limit) ? 1 : 0);
