import type { Budget, Repeat, RunRequest } from '../engine/types.ts';
import type { Workbench } from './workbench.ts';

const TIMED: Repeat = { warmUp: 1, maxRuns: 9, enoughMicros: 300_000 };
const ONCE: Repeat = { warmUp: 0, maxRuns: 1, enoughMicros: 0 };

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
