// Serves several folders on the loopback address: brotli bodies where they are smaller, a year of caching, and
// cross-origin isolation, which gives pages a clock of 5 us.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
  ".mjs": "text/javascript", ".py": "text/plain", ".svg": "image/svg+xml", ".wasm": "application/wasm",
};

/** A body by brotli 11, from the cache if it was made before. */
export function brotli(raw, cache) {
  const file = join(cache, "br", `${createHash("sha256").update(raw).digest("hex").slice(0, 24)}.br`);
  if (existsSync(file)) return readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  const packed = brotliCompressSync(raw, { params });
  mkdirSync(join(cache, "br"), { recursive: true });
  writeFileSync(file, packed);
  return packed;
}

export const gzip = (raw) => gzipSync(raw, { level: 9 });

/** `mounts` are folders by their name in the URL. `log` holds what was answered. */
export function serve(mounts, cache) {
  const log = [];
  const kept = new Map();
  const read = (path) => {
    const [, mount, ...rest] = normalize(path).split("/");
    const file = mounts[mount] && join(mounts[mount], ...rest);
    if (!file || path.includes("..") || !existsSync(file) || !extname(file)) return null;
    const raw = readFileSync(file);
    const packed = brotli(raw, cache);
    const smaller = packed.length < raw.length;
    return { raw: raw.length, body: smaller ? packed : raw, smaller, type: TYPES[extname(file)] ?? "application/octet-stream" };
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = decodeURIComponent(pathname);
    if (!kept.has(path)) kept.set(path, read(path));
    const found = kept.get(path);
    if (!found) return response.writeHead(404).end();
    log.push({ path, sent: found.body.length, raw: found.raw });
    response.writeHead(200, {
      "Content-Type": found.type,
      "Content-Length": found.body.length,
      ...(found.smaller && { "Content-Encoding": "br" }),
      "Cache-Control": "public, max-age=31536000",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    });
    response.end(found.body);
  });
  return new Promise((started) => {
    server.listen(0, "127.0.0.1", () => {
      started({ url: `http://127.0.0.1:${server.address().port}`, log, close: () => server.close() });
    });
  });
}
