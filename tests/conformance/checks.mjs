// Our own checks of what no test of Django's uses: the snippets of checks/, each with the features that it is about.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "checks");
const MODELS = "models.py";

/** Feature to whether its check passes. */
export function runChecks(outerref) {
  const results = new Map();
  for (const name of readdirSync(FOLDER)) {
    if (!name.endsWith(".py") || name === MODELS) continue;
    const path = join(FOLDER, name);
    const { status } = spawnSync(outerref, ["run", "--models", join(FOLDER, MODELS), path], { stdio: "ignore" });
    for (const [, features] of readFileSync(path, "utf8").matchAll(/^# features: (.*)$/gm)) {
      for (const feature of features.split("; ")) results.set(feature, status === 0);
    }
  }
  return results;
}
