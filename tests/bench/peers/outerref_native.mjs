// The workloads with the native command. It times up to RUNS runs, or until 0.4 s were spent on an approach.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { byScale, digested, figures, reportOf, timed } from "./outerref.mjs";

const BENCH = join(dirname(fileURLToPath(import.meta.url)), "..");
const execute = promisify(execFile);

export async function outerrefNative(command, workloads, runs) {
  const folder = await mkdtemp(join(tmpdir(), "outerref-bench-"));
  try {
    const out = {};
    for (const [scale, group] of byScale(workloads)) {
      const ask = async (kind, source, count) => {
        const files = group.map(({ name }) => join(folder, `${kind}_${name}.py`));
        await Promise.all(group.map((one, i) => writeFile(files[i], source(one))));
        const options = ["--models", "geo", "--data", "geo/data.py", "--scale", String(scale), "--runs", String(count)];
        const answer = execute(command, ["run", "--json", ...options, ...files], { cwd: BENCH, maxBuffer: 1 << 28 });
        // A command that ended with an error still printed what happened.
        const { stdout, stderr } = await answer.catch((error) => error);
        if (!stdout) throw new Error(stderr || "the native command gave nothing");
        return reportOf(stdout).approaches;
      };
      const digests = await ask("digest", digested, 1);
      const approaches = await ask("timed", timed, Math.max(2, runs));
      group.forEach(({ name }, i) => {
        out[name] = figures(approaches[i], digests[i].result);
      });
    }
    const { stdout } = await execute(command, ["--version"]);
    return { versions: { outerref: stdout.trim() }, workloads: out };
  } finally {
    await rm(folder, { recursive: true });
  }
}
