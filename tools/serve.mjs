// A plain static server on the loopback address: what any static host does, and nothing that one might not.
//
//   node tools/serve.mjs DIR [--port 8000] [--base /sub/path/]
//                              [--policy "..."]   sends it as the Content-Security-Policy
//   node tools/serve.mjs --probe --port 8000     only says whether the port is free

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { parseArgs } from "node:util";

const HOST = "127.0.0.1";
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".py": "text/x-python; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string", default: "/" },
    policy: { type: "string" },
    port: { type: "string", default: "8000" },
    probe: { type: "boolean", default: false },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) end(`'${values.port}' is not a port number.`);
const base = `/${values.base.replace(/^\/+|\/+$/g, "")}/`.replace("//", "/");
const root = resolve(positionals[0] ?? "www/dist");

/** The file a URL path stands for, or null when it leaves the folder or does not exist. */
async function find(path) {
  const file = normalize(join(root, path));
  if (file !== root && !file.startsWith(root + sep)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    if (!path.endsWith("/")) return { redirect: true };
    return find(`${path}index.html`);
  }
  return found?.isFile() ? { file, size: found.size, modified: found.mtime } : null;
}

/** The brotli file beside this one, when there is one, it is not older, and the browser takes it. */
async function compressed(found, request) {
  if (!/\bbr\b/.test(request.headers["accept-encoding"] ?? "")) return null;
  const file = `${found.file}.br`;
  const beside = await stat(file).catch(() => null);
  return beside?.isFile() && beside.mtime >= found.modified ? { file, size: beside.size } : null;
}

async function answer(request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "Only GET and HEAD.");
  let path;
  const url = new URL(request.url, "http://localhost");
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return refuse(response, 400, "The path is not valid UTF-8.");
  }
  if (path.includes("\0")) return refuse(response, 400, "The path holds a zero byte.");
  if (`${path}/` === base) return redirect(response, base + url.search);
  if (!path.startsWith(base)) return refuse(response, 404, `Nothing here: the site is under ${base}`);

  const found = await find(path.slice(base.length - 1));
  if (!found) return refuse(response, 404, `There is no ${path}`);
  if (found.redirect) return redirect(response, `${url.pathname}/${url.search}`);

  const etag = `"${found.size.toString(36)}-${found.modified.getTime().toString(36)}"`;
  const headers = {
    "Content-Type": TYPES[extname(found.file).toLowerCase()] ?? "application/octet-stream",
    "Cache-Control": "no-cache",
    ETag: etag,
    Vary: "Accept-Encoding",
  };
  if (values.policy) headers["Content-Security-Policy"] = values.policy;
  if (request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
  const smaller = await compressed(found, request);
  if (smaller) headers["Content-Encoding"] = "br";
  const body = smaller ?? found;
  response.writeHead(200, { ...headers, "Content-Length": body.size });
  if (request.method === "HEAD") return response.end();
  createReadStream(body.file)
    .on("error", () => response.destroy())
    .pipe(response);
}

function redirect(response, location) {
  // A path that begins with two slashes would name another host.
  response.writeHead(301, { Location: location.replace(/^\/+/, "/") }).end();
}

function refuse(response, status, text) {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

function end(text) {
  console.error(`serve: ${text}`);
  process.exit(1);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) refuse(response, 500, "The server could not read that file.");
    else response.destroy();
  });
});
server.on("error", (error) => {
  if (error.code === "EADDRINUSE") end(`port ${port} is in use; stop what runs there or choose another with --port.`);
  end(error.message);
});
if (!values.probe && !(await stat(root).catch(() => null))) end(`${root} does not exist; build the site first.`);
server.listen(port, HOST, () => {
  if (values.probe) return server.close();
  console.log(`serving on http://${HOST}:${server.address().port}${base} (Ctrl+C stops it)`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
