// Runs Django's own tests on the engine and compares with what real Django passes.
//
//   node tests/conformance/run.mjs OUTERREF DJANGO [--tier N] [--app NAME]... [--list] [--accept]
//
//   DJANGO     the unpacked source distribution of Django 6.1.3
//   --tier N   only the folders of this tier
//   --app A    only this folder
//   --list     the failing tests with the end of their tracebacks
//   --accept   rewrite gaps.txt from this run (causes that are written there stay) and docs/compatibility.md
//
// A test of baseline.txt has to pass, or to be in gaps.txt under its cause; one that is there and passes fails the
// run too. A test that is skipped or not found counts as failed.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HERE = dirname(fileURLToPath(import.meta.url));
const GAPS = join(HERE, "gaps.txt");
const TABLE = join(HERE, "../../docs/compatibility.md");
const NEW = "Cause not yet found";
const MINUTES = 15;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tier: { type: "string" },
    app: { type: "string", multiple: true },
    list: { type: "boolean" },
    accept: { type: "boolean" },
  },
});
if (positionals.length !== 2) {
  console.error("usage: node tests/conformance/run.mjs OUTERREF DJANGO [--tier N] [--app NAME]... [--list] [--accept]");
  process.exit(2);
}
const [outerref, django] = positionals.map((path) => resolve(path));

/** The folders with their tier and the tests that real Django passes. */
function readBaseline() {
  const folders = [];
  for (const line of readFileSync(join(HERE, "baseline.txt"), "utf8").split("\n")) {
    const begin = /^## (\w+) tier (\d)$/.exec(line);
    if (begin) folders.push({ app: begin[1], tier: Number(begin[2]), tests: [] });
    else if (line && !line.startsWith("#")) {
      const [name, methods] = line.split(": ");
      folders.at(-1).tests.push(...methods.split(" ").map((method) => `${name}.${method}`));
    }
  }
  return folders;
}

/** The known gaps: test to cause. */
function readGaps() {
  const causes = new Map();
  let cause = "";
  let text = "";
  try {
    text = readFileSync(GAPS, "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) cause = line.slice(3);
    else if (line && !line.startsWith("#")) causes.set(line.trim(), cause);
  }
  return causes;
}

function run(folders) {
  const out = mkdtempSync(join(tmpdir(), "outerref-conformance-"));
  try {
    const command = ["conformance", "--django", django, "--out", out, "--jobs", String(cpus().length)];
    const limits = { stdio: ["ignore", "ignore", "inherit"], timeout: MINUTES * 60_000 };
    execFileSync(outerref, [...command, ...folders.map((folder) => folder.app)], limits);
    return new Map(folders.map(({ app }) => [app, JSON.parse(readFileSync(join(out, `${app}.json`), "utf8"))]));
  } finally {
    rmSync(out, { recursive: true });
  }
}

const chosen = readBaseline().filter(
  ({ app, tier }) => (!options.tier || tier === Number(options.tier)) && (!options.app || options.app.includes(app)),
);
const reports = run(chosen);
const gaps = readGaps();
const failing = [];
const surprising = [];
const fixed = [];
const scores = [];
for (const { app, tier, tests } of chosen) {
  const report = reports.get(app);
  let passed = 0;
  for (const test of tests) {
    const row = report.tests[test];
    if (row?.status === "pass" || row?.status === "xfail") {
      passed++;
      if (gaps.has(test)) fixed.push(test);
      continue;
    }
    failing.push(test);
    if (!gaps.has(test)) surprising.push(test);
    if (options.list) {
      const [module] = Object.entries(report.import_errors).find(([name]) => test.startsWith(`${name}.`)) ?? [];
      const detail = row?.detail ?? (module ? report.import_errors[module] : report.fatal) ?? "";
      console.log(`${test} ${row?.status ?? "missing"}\n    ${detail.trim().slice(-300).replaceAll("\n", "\n    ")}`);
    }
  }
  scores.push({ app, tier, passed, of: tests.length });
}

for (const { app, passed, of } of scores) {
  if (passed < of) console.log(`${app.padEnd(30)} ${String(passed).padStart(4)} of ${of}`);
}
for (const tier of new Set(scores.map((score) => score.tier))) {
  const [passed, of] = sum(scores.filter((score) => score.tier === tier));
  console.log(`tier ${tier}: ${passed} of ${of} pass, ${percent(passed, of)}`);
}
if (options.accept) accept();
else {
  for (const test of surprising) console.log(`FAILED and not in gaps.txt: ${test}`);
  for (const test of fixed) console.log(`PASSED and still in gaps.txt: ${test}`);
  if (surprising.length + fixed.length) process.exit(1);
}

function sum(some) {
  return [some.reduce((total, score) => total + score.passed, 0), some.reduce((total, score) => total + score.of, 0)];
}
function percent(passed, of) {
  // Rounded down: 100 % is only what is all.
  return `${(Math.floor((1000 * passed) / of) / 10).toFixed(1)} %`;
}

function accept() {
  const ran = new Set(chosen.flatMap((folder) => folder.tests));
  const causes = new Map();
  const keep = (test, cause) => causes.set(cause, [...(causes.get(cause) ?? []), test]);
  for (const [test, cause] of gaps) if (!ran.has(test)) keep(test, cause);
  for (const test of failing) keep(test, gaps.get(test) ?? NEW);
  const sorted = [...causes].sort((a, b) => b[1].length - a[1].length);
  const lines = ["# Tests of Django that do not pass yet, by cause; tests/conformance/run.mjs reads and rewrites this.", ""];
  for (const [cause, tests] of sorted) lines.push(`## ${cause}`, ...tests.sort(), "");
  writeFileSync(GAPS, lines.join("\n"));
  console.log(`gaps.txt: ${failing.length} tests, ${sorted.length} causes`);
  if (!options.tier && !options.app) writeFileSync(TABLE, table(sorted));
}

function table(sorted) {
  const lines = [
    "# Compatibility, as Django's own tests see it",
    "",
    "The tests of Django 6.1.3 for these folders run unmodified on this engine. A test counts when real Django passes",
    "it on SQLite; one that is skipped here counts as failed. `./build.sh conformance` writes this page.",
    "",
    "What those tests import of Django that is no ORM (forms, templates, URLs, serializers, `contenttypes` and its generic",
    "relations) is Django's own code, run by this engine; the playground does not bring it.",
    "",
    "| | passed | of | |",
    "|---|---:|---:|---:|",
  ];
  const row = (label, [passed, of]) => lines.push(`| ${label} | ${passed} | ${of} | ${percent(passed, of)} |`);
  for (const tier of [1, 2]) {
    const some = scores.filter((score) => score.tier === tier);
    row(`**Tier ${tier}: ${tier === 1 ? "building querysets" : "the wider ORM"}**`, sum(some));
    for (const score of some) row(`\`${score.app}\``, [score.passed, score.of]);
  }
  lines.push("", "## What does not work", "", "| cause | tests |", "|---|---:|");
  for (const [cause, tests] of sorted) lines.push(`| ${cause} | ${tests.length} |`);
  return `${lines.join("\n")}\n`;
}
