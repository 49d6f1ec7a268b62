// What the engine's bytes are: sections of the module, and its code by crate.
//
//   node tests/bench/size.mjs MODULE.wasm [--functions CRATE] [--json]
//
// MODULE must still have its names (target/wasm32-unknown-unknown/wasm/outerref_web.wasm). Sizes are raw bytes.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { functions: { type: "string" }, json: { type: "boolean" } },
});
const bytes = readFileSync(positionals[0]);
let at = 8;

function unsigned() {
  let result = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    result += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return result;
  }
}
function text() {
  const length = unsigned();
  at += length;
  return bytes.toString("utf8", at - length, at);
}

const SECTIONS = ["custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code", "data", "data count"];
const sections = new Map();
const sizes = [];
const names = new Map();
let imported = 0;

while (at < bytes.length) {
  const id = bytes[at++];
  const length = unsigned();
  const end = at + length;
  let label = SECTIONS[id] ?? `section ${id}`;
  if (id === 0) {
    const name = text();
    label = `custom ${name}`;
    if (name === "name") readNames(end);
  } else if (id === 2) {
    imported = countImportedFunctions();
  } else if (id === 10) {
    for (let left = unsigned(); left > 0; left--) {
      const size = unsigned();
      sizes.push(size);
      at += size;
    }
  }
  sections.set(label, (sections.get(label) ?? 0) + length);
  at = end;
}

function countImportedFunctions() {
  let functions = 0;
  for (let left = unsigned(); left > 0; left--) {
    text();
    text();
    const kind = bytes[at++];
    if (kind === 0) {
      functions++;
      unsigned();
    } else if (kind === 1) {
      at++;
      limits();
    } else if (kind === 2) {
      limits();
    } else if (kind === 3) {
      at += 2;
    }
  }
  return functions;
}
function limits() {
  const flags = bytes[at++];
  unsigned();
  if (flags & 1) unsigned();
}
function readNames(end) {
  while (at < end) {
    const kind = bytes[at++];
    const length = unsigned();
    const stop = at + length;
    if (kind === 1) {
      for (let left = unsigned(); left > 0; left--) {
        const index = unsigned();
        names.set(index, text());
      }
    }
    at = stop;
  }
}

/**
 * The crate that a mangled name mentions first: that of the function, or of the type it is made for. Debian's compiler
 * writes Rust's v0 scheme, rustup's 1.96 the older one, which says "core" of code that core's generics became elsewhere.
 */
function crateOf(name) {
  if (!name) return "unnamed";
  const v0 = name.startsWith("_R") && /Cs[0-9A-Za-z]*_(\d+)_?(\w+)/.exec(name);
  if (v0) return v0[2].slice(0, Number(v0[1]));
  const path = /^_ZN(\d+)(.*)$/.exec(name);
  if (!path) return "C (SQLite) and runtime";
  const first = path[2].slice(0, Number(path[1]));
  // `_$LT$` begins "<type as trait>"; `..` stands for "::".
  return first.startsWith("_$LT$") ? (/[a-z_][a-z0-9_]*(?=\.\.)/.exec(first.replaceAll(/\$\w+\$/g, " "))?.[0] ?? "core") : first;
}

const byCrate = new Map();
const chosen = [];
sizes.forEach((size, index) => {
  const name = names.get(index + imported);
  const crate = crateOf(name);
  const entry = byCrate.get(crate) ?? { crate, bytes: 0, functions: 0 };
  entry.bytes += size;
  entry.functions++;
  byCrate.set(crate, entry);
  if (crate === options.functions) chosen.push({ size, name });
});
const crates = [...byCrate.values()].sort((a, b) => b.bytes - a.bytes);
if (options.json) {
  console.log(JSON.stringify({ sections: Object.fromEntries(sections), crates }, null, 1));
} else if (options.functions) {
  for (const { size, name } of chosen.sort((a, b) => b.size - a.size).slice(0, 60)) console.log(String(size).padStart(9), name);
} else {
  for (const [label, size] of [...sections].sort((a, b) => b[1] - a[1])) console.log(String(size).padStart(10), label);
  console.log();
  for (const { crate, bytes: size, functions } of crates.slice(0, 45)) console.log(String(size).padStart(10), crate.padEnd(34), functions, "functions");
}
