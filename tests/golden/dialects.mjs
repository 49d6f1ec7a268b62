// The statements of the corpus as the Report shows them for PostgreSQL and MySQL, against the snapshots
// postgresql.txt and mysql.txt. SQLite runs them.
//
//   node tests/golden/dialects.mjs OUTERREF [--accept]

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HERE = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { accept: { type: "boolean" } } });
if (positionals.length !== 1) {
  console.error("usage: node tests/golden/dialects.mjs OUTERREF [--accept]");
  process.exit(2);
}
const outerref = resolve(positionals[0]);
const corpus = JSON.parse(readFileSync(join(HERE, "corpus.json"), "utf8"));
const snippets = Array.isArray(corpus) ? corpus : corpus.snippets;

/** What the Report shows: each snippet's name, then a line a statement with its parameters. */
function shown(dialect) {
  const folder = mkdtempSync(join(tmpdir(), "outerref-dialects-"));
  try {
    const files = snippets.map(({ code }, index) => {
      const file = join(folder, `snippet_${index}.py`);
      writeFileSync(file, code);
      return file;
    });
    const command = ["run", "--models", "bookshop", "--data", "bookshop/data.py", "--runs", "1", "--json", "--dialect", dialect];
    const report = run([...command, ...files]);
    if (report.setupError) throw new Error(report.setupError.message);
    const lines = report.approaches.flatMap(({ queries }, index) => [
      `## ${snippets[index].id}`,
      ...queries.map(({ sql, params }) => `${sql} ${JSON.stringify(params)}`.replaceAll("\n", " ")),
    ]);
    return `${lines.join("\n")}\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(command) {
  try {
    return JSON.parse(execFileSync(outerref, command, { cwd: HERE, maxBuffer: 1 << 28, encoding: "utf8" }));
  } catch (error) {
    // Snippets that end in an error, as Django does, make the exit code 1; the Report counts.
    if (error.stdout) return JSON.parse(error.stdout);
    throw error;
  }
}

let differing = 0;
for (const dialect of ["postgresql", "mysql"]) {
  const snapshot = join(HERE, `${dialect}.txt`);
  const now = shown(dialect);
  if (options.accept) {
    writeFileSync(snapshot, now);
    continue;
  }
  const [before, after] = [readFileSync(snapshot, "utf8"), now].map((text) => text.split("\n"));
  const lines = before.length === after.length ? after.filter((line, index) => line !== before[index]) : after;
  for (const line of lines.slice(0, 20)) console.log(`${dialect} differs: ${line}`);
  differing += lines.length;
  console.log(`${dialect}: ${after.length - 1} lines, ${lines.length} differ from the snapshot`);
}
process.exit(differing ? 1 : 0);
