/** One engine for all widgets of a page. Runs go one after the other, each with its own database. */
import wasmUrl from '#engine-wasm';
import { EngineClient, type EngineStatus, type RunProgress } from '../engine/client.ts';
import { downloadModule } from '../engine/download.ts';
import { startWorker } from '../engine/start-worker.ts';
import type { Report, RunRequest } from '../engine/types.ts';

const listeners = new Set<(status: EngineStatus) => void>();
let last: EngineStatus = { phase: 'idle' };
let queue: Promise<unknown> = Promise.resolve();

const client = new EngineClient({
  download: (onProgress) => downloadModule(wasmUrl, __ENGINE__, onProgress),
  createWorker: startWorker,
  onStatus: (status) => {
    last = status;
    for (const listener of listeners) listener(status);
  },
});

export function runShared(request: RunRequest, onProgress: RunProgress): Promise<Report> {
  const run = queue.then(() => client.run(request, onProgress));
  queue = run.catch(() => {});
  return run;
}

export function stopShared(): void {
  client.stop();
}

/** Hears of the engine's state, at once and from then on, until the returned function is called. */
export function onEngine(listener: (status: EngineStatus) => void): () => void {
  listeners.add(listener);
  listener(last);
  return () => listeners.delete(listener);
}
