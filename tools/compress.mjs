// Writes a brotli file beside each text and WebAssembly file of a folder, for hosts that serve such files as they are.
//
//   node tools/compress.mjs DIR

import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const COMPRESSIBLE = new Set([".css", ".html", ".js", ".json", ".md", ".py", ".svg", ".txt", ".wasm", ".webmanifest"]);
const WORTH_IT = 1024;
const compress = promisify(brotliCompress);

async function* files(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (COMPRESSIBLE.has(extname(path))) yield path;
  }
}

let before = 0;
let after = 0;
for await (const path of files(process.argv[2] ?? "www/dist")) {
  const { size, mtimeMs } = await stat(path);
  if (size < WORTH_IT) continue;
  const beside = await stat(`${path}.br`).catch(() => null);
  let smaller = beside?.size;
  if (!beside || beside.mtimeMs < mtimeMs) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: size };
    const packed = await compress(await readFile(path), { params });
    await writeFile(`${path}.br`, packed);
    smaller = packed.length;
  }
  before += size;
  after += smaller;
  if (size > 250_000) console.log(`${path}: ${size} bytes, ${smaller} compressed`);
}
console.log(`${before} bytes, ${after} compressed`);
