/** The page's one engine, and which models and data it holds. */
import wasmUrl from '#engine-wasm';
import { EngineClient } from '../engine/client.ts';
import { downloadModule } from '../engine/download.ts';
import { startWorker } from '../engine/start-worker.ts';
import { requestOf } from '../workbench/request.ts';
import { sameSetup, type Workbench } from '../workbench/workbench.ts';
import { store } from './state.ts';

export const engine = new EngineClient({
  download: (onProgress) => downloadModule(wasmUrl, __ENGINE__, onProgress),
  createWorker: startWorker,
  onStatus: (status) => store.set({ engine: status }),
});

let held: Workbench | null = null;
let dataReady: Promise<void> = Promise.resolve();

/** Has runs and questions wait until the engine was given the data that the workbench begins with. */
export function waitForData(given: Promise<void>): void {
  dataReady = given;
}

export function withData(): Promise<void> {
  return dataReady;
}

/** Says that the engine has just run this workbench, so its services speak of it. */
export function holding(workbench: Workbench | null): void {
  held = workbench;
}

/** Has the engine import the models and load the data of a workbench, unless it did. Gives what went wrong. */
export async function prepare(workbench: Workbench): Promise<string | null> {
  await withData();
  if (held && sameSetup(held, workbench)) return null;
  const run = requestOf({ ...workbench, approaches: [] }, false);
  const { error } = await engine.ask({ kind: 'prepare', run });
  held = error ? null : workbench;
  return error ? `${error.type}: ${error.message}` : null;
}
