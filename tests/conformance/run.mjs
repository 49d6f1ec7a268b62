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
// run too. A test that is skipped or not found counts as failed. A run of all folders also fails where
// docs/compatibility.md is not what page.mjs would write.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readBaseline, readGaps, writeGaps } from "./lists.mjs";
import { pageIsCurrent, percent, writePage } from "./page.mjs";

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
const causes = readGaps();
const gaps = new Set(causes.flatMap(({ tests }) => tests));
const whole = !options.tier && !options.app;
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
  const stale = whole && !pageIsCurrent(outerref, django);
  if (stale) console.log("docs/compatibility.md is not what tests/conformance/page.mjs writes now");
  if (stale || surprising.length + fixed.length) process.exit(1);
}

function sum(some) {
  return [some.reduce((total, score) => total + score.passed, 0), some.reduce((total, score) => total + score.of, 0)];
}

function accept() {
  const passing = new Set(fixed);
  for (const cause of causes) cause.tests = cause.tests.filter((test) => !passing.has(test));
  if (surprising.length) causes.push({ cause: NEW, concerns: [], tests: surprising });
  const left = causes.filter(({ tests }) => tests.length).sort((a, b) => b.tests.length - a.tests.length);
  writeGaps(left);
  const known = left.reduce((total, { tests }) => total + tests.length, 0);
  console.log(`gaps.txt: ${known} tests, ${left.length} causes`);
  if (whole) writePage(outerref, django);
}
