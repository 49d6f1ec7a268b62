// Measures everything in rounds, each alternative in turn, and writes www/public/bench.json; a quick or partial run
// writes .cache/bench/bench.json instead.
//
//   node tests/bench/bench.mjs OUTERREF [--quick] [--rounds 3] [--only work,first,bytes,sql] [--workloads TEXT]

import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { browser } from "./browser/chromium.mjs";
import { brotli, serve } from "./browser/server.mjs";
import { bytesOf, engineBytes, widgetBytes } from "./bytes.mjs";
import { outerrefNative } from "./peers/outerref_native.mjs";
import { print } from "./report/print.mjs";
import { summarise } from "./report/summarise.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
const CACHE = join(ROOT, ".cache/bench");
const ENGINE = resolve(process.env.OUTERREF_ENGINE ?? join(ROOT, "www/src/engine/pkg"));
const MODULE = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "wasm32-unknown-unknown/wasm/outerref_web.wasm");
const SLOW = { megabits: 10, roundTripMillis: 40 };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string", default: "work,first,sql" },
    workloads: { type: "string", default: "" },
  },
});
const command = resolve(positionals[0]);
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const runs = options.quick ? 1 : 7;
const visits = options.quick ? 1 : 3;
const parts = options.only.split(",");
const only = options.workloads;
const workloads = JSON.parse(readFileSync(join(HERE, "workloads.json"), "utf8")).filter(({ name }) => name.match(only));
const wheels = readdirSync(join(CACHE, "wheels")).join(",");
const python = join(CACHE, "venv/bin/python");
const execute = promisify(execFile);

const load = () => loadavg()[0].toFixed(1);
const say = (text) => console.error(`== ${new Date().toISOString().slice(11, 19)} load ${load()} ${text}`);

async function cpython() {
  const names = workloads.map(({ name }) => name);
  const script = join(HERE, "peers/django_host.py");
  const { stdout } = await execute(python, [script, String(runs), ...names], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

/** Packed before anything is timed. */
function pack() {
  const modules = join(CACHE, "node_modules");
  const folders = [ENGINE, join(modules, "pyodide"), join(modules, "@sqlite.org/sqlite-wasm/dist"), join(modules, "sql.js/dist")];
  const needed = /^(outerref_web.*|pyodide(\.asm)?\.mjs|pyodide\.asm\.wasm|pyodide-lock\.json|index\.mjs|sqlite3\.wasm|sql-wasm-browser\..*)$/;
  const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => needed.test(name)).map((name) => join(folder, name)));
  const archives = [join(CACHE, "django-tuned.zip"), join(modules, "pyodide/python_stdlib.zip"), ...wheels.split(",").map((name) => join(CACHE, "wheels", name))];
  for (const file of [...files, ...archives]) brotli(readFileSync(file), CACHE);
}

const query = (values) => new URLSearchParams(values).toString();
const pages = {
  outerref: (more) => `bench/browser/outerref.html?${query({ only, ...more })}`,
  tuned: (more) => `bench/browser/pyodide.html?${query({ only, variant: "tuned", wheels, ...more })}`,
  wheel: (more) => `bench/browser/pyodide.html?${query({ only, variant: "wheel", wheels, ...more })}`,
};

/** A peer that fails is left out, and the report says why. */
const failures = [];
async function attempt(what, work) {
  say(what);
  try {
    return await work();
  } catch (error) {
    const reason = String(error.message ?? error).trim().slice(-800);
    failures.push({ what, reason });
    say(`failed: ${what}: ${reason}`);
    return null;
  }
}

async function round(chromium) {
  const out = { load: load() };
  if (parts.includes("work")) {
    out.work = {
      cpython: existsSync(python) ? await attempt("workloads, Django on CPython", cpython) : null,
      outerrefNative: await attempt("workloads, OuterRef natively", () => outerrefNative(command, workloads, runs)),
      pyodide: await attempt("workloads, Django in Pyodide", () => chromium.cold(pages.tuned({ runs }))),
      outerref: await attempt("workloads, OuterRef in Chromium", () => chromium.cold(pages.outerref({ runs }))),
    };
  }
  if (parts.includes("first")) {
    out.first = {};
    for (const [name, page] of Object.entries(pages)) {
      const many = async (times, work) => Promise.all(await inTurn(times, work));
      out.first[name] = {
        cold: await attempt(`first result cold, ${name}`, () => many(visits, () => chromium.cold(page()))),
        warm: await attempt(`first result warm, ${name}`, () => chromium.warm(page(), visits)),
        slow: await attempt(`first result at 10 Mbit/s, ${name}`, () => many(options.quick ? 1 : 2, () => chromium.cold(page(), SLOW))),
      };
    }
  }
  if (parts.includes("sql")) {
    const sqlite = (peer) => attempt(`SQL, ${peer}`, () => chromium.cold(`bench/browser/sqlite.html?${query({ peer, runs })}`));
    out.sql = {
      outerref: await attempt("SQL, OuterRef", () => chromium.cold(pages.outerref({ sql: runs }))),
      sqliteWasm: await sqlite("sqlite-wasm"),
      sqlJs: await sqlite("sql.js"),
    };
  }
  return out;
}

async function inTurn(times, work) {
  const all = [];
  for (let i = 0; i < times; i++) all.push(await work());
  return all;
}

// Playwright closes the browser when told to end, and would let the bench go on with the next one.
process.once("SIGTERM", () => process.exit(143));

say("pack what is served");
pack();
const server = await serve({ bench: HERE, cache: CACHE, engine: ENGINE }, CACHE);
try {
  const chromium = browser(join(ROOT, "www"), server);
  const machine = {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    chromium: await chromium.version(),
    node: process.version,
  };
  const all = [];
  for (let i = 0; i < rounds; i++) {
    say(`round ${i + 1} of ${rounds}`);
    all.push(await round(chromium));
  }
  writeFileSync(join(CACHE, "rounds.json"), JSON.stringify(all));
  const bytes = bytesOf(all[0].first, { cache: CACHE, engine: ENGINE, root: ROOT });
  const widget = widgetBytes(join(ROOT, "www/dist"));
  const result = summarise({ machine, quick: options.quick, runs, rounds: all, bytes, widget, workloads, failures, engine: engineBytes(MODULE) });
  // What the site shows is never a run to see whether it works, nor a part of one.
  const whole = !options.quick && !only && ["work", "first", "sql"].every((part) => parts.includes(part));
  const file = whole ? join(ROOT, "www/public/bench.json") : join(CACHE, "bench.json");
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
  print(result);
} finally {
  server.close();
}
