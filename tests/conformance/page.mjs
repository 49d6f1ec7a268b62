// docs/compatibility.md: what of Django works, from the lists, Django's tests and our own checks.
//
//   node tests/conformance/page.mjs OUTERREF DJANGO
//
// writes it from baseline.txt and gaps.txt as they are; run.mjs --accept does so after a run.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChecks } from "./checks.mjs";
import { readBaseline, readGaps } from "./lists.mjs";
import { measured } from "./uses.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PAGE = join(HERE, "../../docs/compatibility.md");
const ABSENT = join(HERE, "../../crate/python/django/absent.py");
const NBSP = "\u00a0";
const STATUSES = ["works", "partly", "does not"];

/** Rounded down: 100 % is only what is all. */
export function percent(passed, of) {
  return `${(Math.floor((1000 * passed) / of) / 10).toFixed(1)} %`;
}

/** The page's text. */
export function page(outerref, django) {
  const groups = measured(django);
  const checks = runChecks(outerref);
  for (const feature of groups.flatMap((group) => group.features)) {
    feature.check = checks.get(feature.name);
    feature.status = statusOf(feature);
  }
  const causes = readGaps();
  const folders = scores(causes);
  return `${[
    introduction(folders),
    overview(groups),
    MEANING,
    ...groups.map(groupSection),
    absent(),
    causesSection(causes),
    foldersSection(folders),
  ].join("\n\n")}\n`;
}

function statusOf({ name, passed, of, check, causes }) {
  if (of === 0 && check === undefined) throw new Error(`no test and no check uses ${name}: checks/ needs one`);
  if (passed === 0 && !check) return "does not";
  return causes.length ? "partly" : "works";
}

function scores(causes) {
  const failing = new Set(causes.flatMap(({ tests }) => tests));
  return readBaseline().map(({ app, tier, tests }) => {
    return { app, tier, passed: tests.filter((test) => !failing.has(test)).length, of: tests.length };
  });
}

function sum(folders) {
  const add = (key) => folders.reduce((total, folder) => total + folder[key], 0);
  return { passed: add("passed"), of: add("of") };
}

function introduction(folders) {
  const { passed, of } = sum(folders);
  return `# Compatibility

OuterRef answers as Django 6.1.3 does on SQLite, and Django's own tests say how far that is true: of the tests in
${folders.length} folders of its suite that are about the ORM, **${passed} of ${of}** (${percent(passed, of)}) pass here,
unmodified. Only those count that real Django passes on SQLite; one that is skipped here counts as failed.`;
}

const MEANING = `A feature **works** when tests that use it pass and no known [cause](#causes) of failures is about it. It works
**partly** when such a cause is: the row names it. It **does not** work when nothing that uses it passes.

The numbers are the tests that use a feature: how many pass, and of how many where that is not all of them. A test
that calls \`filter()\` to try a template fails without a template, so also what works may miss a few. A test uses what is
in its own code, in what its class sets up and in the helpers that it calls; fields and options also count where a
model has them that the test names. *checked*: no test in these folders uses it, and a check of our own passes.`;

function overview(groups) {
  const lines = ["| | works | partly | does not |", "|---|---:|---:|---:|"];
  const count = (features, status) => features.filter((feature) => feature.status === status).length;
  const row = (label, features) =>
    `| ${label} | ${STATUSES.map((status) => count(features, status) || "").join(" | ")} |`;
  for (const { title, features } of groups) lines.push(row(`[${title}](#${anchor(title)})`, features));
  lines.push(row("**all**", groups.flatMap((group) => group.features)));
  return lines.join("\n");
}

/** As both GitHub and the site name a heading. */
function anchor(title) {
  return title.toLowerCase().replace(/[^\w\s-]/g, "").replaceAll(" ", "-");
}

function groupSection({ title, features }) {
  const works = features.filter(({ status }) => status === "works");
  const others = features.filter(({ status }) => status !== "works");
  const items = works.map((feature) => `- ${feature.label} ${tests(feature)}`);
  const parts = [`## ${title}`, ["<div class=\"columns\">\n", ...items, "\n</div>"].join("\n")];
  if (others.length) {
    const rows = others.map((feature) => {
      const why = feature.causes.length ? feature.causes.join("; ") : "A check of our own fails";
      return `| ${feature.label} | ${feature.status} | ${tests(feature)} | ${why} |`;
    });
    parts.push(["| | | tests | |", "|---|---|---:|---|", ...rows].join("\n"));
  }
  return parts.join("\n\n");
}

function tests({ passed, of, check }) {
  if (of === 0) return check ? "*checked*" : "";
  return passed === of ? `${of}` : `${passed} of ${of}`.replaceAll(" ", NBSP);
}

function absent() {
  const kinds = [...readFileSync(ABSENT, "utf8").matchAll(/^ {4}"(.+)":/gm)].map(([, kind]) => kind);
  return `## No part of OuterRef

It is the ORM alone: no ${kinds.join(", no ")}.

An import of such a module is an \`ImportError\` that says so. What models import of these parts is there: the models of
\`django.contrib.auth\` and of \`contenttypes\` (their tables are made when code names them; the first user model of your
own is \`AUTH_USER_MODEL\`), \`admin.display\` and the registering of models, which does nothing, \`format_html\`,
\`slugify\`, and \`reverse\`, which finds nothing. Of what Django's tests import of these, forms, templates,
URLs, settings, helpers, files and serializers are Django's own code, taken for the tests only.`;
}

function causesSection(causes) {
  const lines = ["## Causes", "", "Why tests fail, and how many.", "", "| cause | tests |", "|---|---:|"];
  for (const { cause, tests } of causes) lines.push(`| ${cause} | ${tests.length} |`);
  return lines.join("\n");
}

function foldersSection(folders) {
  const lines = ["## Django's folders of tests", "", "| | passed | of | |", "|---|---:|---:|---:|"];
  const row = (label, { passed, of }) => lines.push(`| ${label} | ${passed} | ${of} | ${percent(passed, of)} |`);
  for (const [tier, label] of [[1, "building querysets"], [2, "the wider ORM"]]) {
    const some = folders.filter((folder) => folder.tier === tier);
    row(`**Tier ${tier}: ${label}**`, sum(some));
    for (const folder of some) row(`\`${folder.app}\``, folder);
  }
  lines.push("", "`./build.sh conformance` runs them and writes this page.");
  return lines.join("\n");
}

export function writePage(outerref, django) {
  writeFileSync(PAGE, page(outerref, django));
}

/** Whether the page is what would be written now. */
export function pageIsCurrent(outerref, django) {
  return readFileSync(PAGE, "utf8") === page(outerref, django);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [outerref, django] = process.argv.slice(2);
  if (!django) {
    console.error("usage: node tests/conformance/page.mjs OUTERREF DJANGO");
    process.exit(2);
  }
  writePage(outerref, django);
}
