// Where dependencies come from, and what is known against them.
//
//   node tools/audit.mjs
//
// Every crate is of crates.io and every npm package of npm's registry, each pinned by a hash in the lock file. Known
// weaknesses are asked of npm's registry and of RustSec; where one cannot be asked, that is said, and the rest still counts.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index";
const NPM = "https://registry.npmjs.org/";
const problems = [];

/** Crates of Cargo.lock from elsewhere, or without a hash. Ours have neither. */
function crates() {
  const entries = readFileSync("Cargo.lock", "utf8").split("[[package]]").slice(1);
  const value = (entry, key) => new RegExp(`^${key} = "(.*)"$`, "m").exec(entry)?.[1];
  const foreign = entries.filter((entry) => value(entry, "source"));
  for (const entry of foreign) {
    const name = `${value(entry, "name")} ${value(entry, "version")}`;
    if (value(entry, "source") !== CRATES_IO) problems.push(`${name} comes from ${value(entry, "source")}`);
    if (!value(entry, "checksum")) problems.push(`${name} has no checksum`);
  }
  return foreign.length;
}

/**
 * Packages of the lock file from elsewhere, or without a hash. One that comes inside another is in that one's hash. Tools
 * for other platforms may lack one: a lock written where the registry does not mirror them has none.
 */
function npmPackages() {
  const { packages } = JSON.parse(readFileSync("www/package-lock.json", "utf8"));
  const entries = Object.entries(packages).filter(([path]) => path !== "");
  for (const [path, { resolved, integrity, inBundle, link, dev, optional }] of entries) {
    if (link || (resolved && !resolved.startsWith(NPM))) problems.push(`${path} comes from ${resolved}`);
    if (!integrity && !inBundle && !(dev && optional)) problems.push(`${path} has no integrity`);
  }
  return entries.length;
}

/** `npm audit`: whatever is shipped is to be free of known weaknesses, what only builds of grave ones. */
function npmAudit() {
  const { stdout } = spawnSync("npm", ["--prefix", "www", "audit", "--package-lock-only", "--json"], { encoding: "utf8" });
  const answer = parse(stdout);
  if (!answer?.vulnerabilities) return `skipped: npm's registry did not answer (${answer?.message ?? "no connection"})`;
  const { packages } = JSON.parse(readFileSync("www/package-lock.json", "utf8"));
  const found = Object.values(answer.vulnerabilities);
  for (const { name, severity, nodes, range } of found) {
    const shipped = nodes.some((path) => !packages[path]?.dev);
    if (shipped || severity === "high" || severity === "critical") problems.push(`${name} ${range}: ${severity}`);
  }
  return `${found.length} packages with known weaknesses`;
}

/** RustSec's list, through whichever of its readers is installed. Its list is a git repository that they fetch. */
function rustAudit() {
  for (const [reader, args] of [["audit", ["audit", "--json"]], ["deny", ["deny", "--format", "json", "check", "advisories"]]]) {
    if (spawnSync("cargo", [reader, "--version"]).status !== 0) continue;
    const { status, stdout, stderr } = spawnSync("cargo", args, { encoding: "utf8", maxBuffer: 1 << 28 });
    const asked = reader === "audit" ? parse(stdout)?.database : !/fetch|clone|network/i.test(status === 0 ? "" : stderr);
    if (!asked) return `skipped: cargo ${reader} could not fetch RustSec's list`;
    if (status !== 0) problems.push(`cargo ${reader} found weaknesses; run it to see them`);
    return `asked with cargo ${reader}`;
  }
  return "skipped: neither cargo-audit nor cargo-deny is installed";
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

console.log(`audit: ${crates()} crates, ${npmPackages()} npm packages, each of its registry and pinned by a hash`);
console.log(`audit: npm: ${npmAudit()}`);
console.log(`audit: RustSec: ${rustAudit()}`);
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
