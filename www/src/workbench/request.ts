import type { Budget, Repeat, RunRequest } from '../engine/types.ts';
import type { Workbench } from './workbench.ts';

const TIMED: Repeat = { warmUp: 1, maxRuns: 9, enoughMicros: 300_000 };
const ONCE: Repeat = { warmUp: 0, maxRuns: 1, enoughMicros: 0 };
const SOME: Repeat = { warmUp: 1, maxRuns: 3, enoughMicros: 100_000 };

export const BUDGET: Budget = {
  micros: 30_000_000,
  queries: 20_000,
  output: 200_000,
  rowsShown: 500,
  rowsFetched: 1_000_000,
};

/** The request that runs a workbench. */
export function requestOf(workbench: Workbench, timed = true): RunRequest {
  return {
    files: workbench.files,
    modelsModule: workbench.modelsModule,
    dataFile: workbench.dataFile,
    ...(workbench.imported ? { imported: workbench.imported } : {}),
    approaches: workbench.approaches.map(({ name, source }) => ({ name, source })),
    scale: workbench.scale,
    dialect: workbench.dialect,
    repeat: timed ? TIMED : ONCE,
    budget: BUDGET,
  };
}

/** The request that also runs a workbench at other scales, to see what grows. */
export function growthRequestOf(workbench: Workbench): RunRequest {
  const scales = scalesFor(workbench.scale, workbench.scales);
  const own = workbench.scale ?? Math.max(...scales);
  return { ...requestOf({ ...workbench, scale: own }), repeat: SOME, growth: { scales } };
}

/** The scales at which growth is measured: those of the lesson, or some up to the workbench's own. */
export function scalesFor(scale: number | null, given: readonly number[]): number[] {
  if (given.length > 1) return [...given];
  const top = scale ?? 100;
  const scales = [top / 8, top / 4, top / 2, top].map((each) => Math.max(1, Math.round(each)));
  return [...new Set(scales)];
}
