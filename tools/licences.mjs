// Every library that is built in or shipped has a licence that fits MIT OR Apache-2.0.
//
//   node tools/licences.mjs            fails and names those that do not
//   node tools/licences.mjs --list     each licence with the libraries under it
//
// Rust crates come from `cargo metadata`, npm packages from www/package-lock.json. Packages that only build or test
// the site are not shipped and are not looked at.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const FITS = new Set([
  "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-2-Clause-Views", "BSD-3-Clause", "BSL-1.0",
  "CC0-1.0", "ISC", "MIT", "MIT-0", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense",
  "Zlib", "bzip2-1.0.6",
]);

// Crates that carry the text of a licence instead of its name; what the text is was read.
const READ = new Map([
  ["mt19937", "BSD-3-Clause"],
  ["rustpython-doc", "PSF-2.0"],
  ["rustpython-pylib", "PSF-2.0"],
  ["syn-ext", "BSD-2-Clause"],
]);

// RustPython's integers. Weak copyleft: whoever passes the module on also offers these crates' source and the means to
// build the module with changed ones, which this repository and crates.io are.
const WEAK_COPYLEFT = new Map(["malachite-base", "malachite-bigint", "malachite-nz", "malachite-q"].map((name) => [name, "LGPL-3.0-only"]));

/** Whether an SPDX expression can be satisfied by FITS: OR takes either side, AND needs both. */
export function fits(expression) {
  const words = expression.replaceAll("/", " OR ").replace(/[()]/g, " $& ").trim().split(/\s+/);
  let position = 0;
  const any = () => {
    let result = all();
    while (words[position] === "OR") {
      position += 1;
      result = all() || result;
    }
    return result;
  };
  const all = () => {
    let result = one();
    while (words[position] === "AND") {
      position += 1;
      result = one() && result;
    }
    return result;
  };
  const one = () => {
    let name = words[position];
    position += 1;
    if (name === "(") {
      const result = any();
      position += 1;
      return result;
    }
    if (words[position] === "WITH") {
      name += ` WITH ${words[position + 1]}`;
      position += 2;
    }
    return FITS.has(name);
  };
  return any();
}

function crates() {
  const command = ["metadata", "--locked", "--format-version", "1"];
  const output = execFileSync("cargo", command, { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
  const { packages, resolve, workspace_members: ours } = JSON.parse(output);
  const shipped = new Set();
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const visit = (id) => {
    if (shipped.has(id)) return;
    shipped.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) if (kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  const tools = new Set(packages.filter(({ name }) => name === "outerref-bindgen" || name === "outerref-workspace").map(({ id }) => id));
  for (const id of ours) if (!tools.has(id)) visit(id);
  return packages
    .filter(({ id, source }) => shipped.has(id) && source)
    .map(({ name, version, license }) => ({ name: `${name} ${version}`, licence: license ?? READ.get(name) ?? "none stated" }));
}

function npmPackages() {
  if (!existsSync("www/package-lock.json")) return [];
  const { packages } = JSON.parse(readFileSync("www/package-lock.json", "utf8"));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== "" && !entry.dev && !entry.devOptional)
    .map(([path, entry]) => ({ name: `${path.split("node_modules/").at(-1)} ${entry.version} (npm)`, licence: entry.license ?? "none stated" }));
}

const libraries = [...crates(), ...npmPackages()];
if (process.argv.includes("--list")) {
  const byLicence = new Map();
  for (const { name, licence } of libraries) byLicence.set(licence, [...(byLicence.get(licence) ?? []), name]);
  for (const [licence, names] of [...byLicence].sort()) console.log(`${licence}\n  ${names.sort().join("\n  ")}`);
}
const unfit = libraries.filter(({ name, licence }) => !fits(licence) && WEAK_COPYLEFT.get(name.split(" ")[0]) !== licence);
for (const { name, licence } of unfit) console.error(`${name}: ${licence}`);
console.log(`licences: ${libraries.length} libraries, ${unfit.length} do not fit`);
process.exit(unfit.length > 0 ? 1 : 0);
