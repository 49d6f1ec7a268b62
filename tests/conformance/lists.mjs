// The lists that runs are compared with: baseline.txt, and gaps.txt with its causes.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const GAPS = join(HERE, "gaps.txt");
const CONCERNS = "concerns: ";

/** The folders with their tier and the tests that real Django passes. */
export function readBaseline() {
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

/** The known gaps: causes with the features that they concern, as the compatibility page calls them, and the tests. */
export function readGaps() {
  const causes = [];
  for (const line of readFileSync(GAPS, "utf8").split("\n")) {
    if (line.startsWith("## ")) causes.push({ cause: line.slice(3), concerns: [], tests: [] });
    else if (line.startsWith(CONCERNS)) causes.at(-1).concerns.push(...line.slice(CONCERNS.length).split("; "));
    else if (line && !line.startsWith("#")) causes.at(-1).tests.push(line.trim());
  }
  return causes;
}

export function writeGaps(causes) {
  const lines = ["# Tests of Django that do not pass yet, by cause; tests/conformance/run.mjs reads and rewrites this."];
  lines.push("# Written by hand: the causes, and which features of the compatibility page a cause concerns.", "");
  for (const { cause, concerns, tests } of causes) {
    lines.push(`## ${cause}`);
    if (concerns.length) lines.push(CONCERNS + concerns.join("; "));
    lines.push(...tests.toSorted(), "");
  }
  writeFileSync(GAPS, lines.join("\n"));
}
