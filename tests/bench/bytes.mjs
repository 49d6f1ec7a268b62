// Bytes, by brotli 11 and gzip 9, of what a first result needs, as the server answered it.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { brotli, gzip } from "./browser/server.mjs";

/** `first` are the visits of one round; each knows the files that it asked for. */
export function bytesOf(first, { cache, engine, root }) {
  const mounts = { bench: join(root, "tests/bench"), cache, engine };
  const out = {};
  for (const [name, visits] of Object.entries(first ?? {})) {
    const visit = visits.cold?.[0];
    if (!visit) continue;
    const files = visit.files.map(({ path }) => {
      const [, mount, ...rest] = path.split("/");
      const raw = readFileSync(join(mounts[mount], ...rest));
      return { file: rest.at(-1), raw: raw.length, gzip: gzip(raw).length, brotli: Math.min(brotli(raw, cache).length, raw.length) };
    });
    const sum = (key) => files.reduce((total, file) => total + file[key], 0);
    out[name] = { raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli"), files: files.sort((a, b) => b.brotli - a.brotli) };
  }
  return out;
}

/** The widget before the click: its script and what that imports without being asked, in a built site. */
export function widgetBytes(dist) {
  const script = join(dist, "widget/outer-ref.js");
  if (!existsSync(script)) return null;
  const seen = new Map();
  const visit = (path) => {
    if (seen.has(path) || !existsSync(path)) return;
    const raw = readFileSync(path);
    seen.set(path, raw);
    const imports = raw.toString().matchAll(/(?:\bimport|\bfrom)\s*["']([^"']+)["']/g);
    for (const [, name] of imports) if (name.startsWith(".")) visit(resolve(dirname(path), name));
  };
  visit(script);
  const cache = join(dist, "../../.cache/bench");
  const sum = (pack) => [...seen.values()].reduce((total, raw) => total + pack(raw).length, 0);
  return { files: seen.size, raw: sum((raw) => raw), gzip: sum(gzip), brotli: sum((raw) => brotli(raw, cache)) };
}

/** The engine's code by crate, raw, from the module as the compiler left it, with names; the largest first. */
export function engineBytes(module) {
  if (!existsSync(module)) return null;
  const script = join(import.meta.dirname, "size.mjs");
  const { sections, crates } = JSON.parse(execFileSync(process.execPath, [script, module, "--json"], { maxBuffer: 1 << 28 }));
  return { code: sections.code, data: sections.data, crates: crates.slice(0, 20) };
}
