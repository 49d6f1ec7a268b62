/** The engine's worker: one engine, one run at a time. It never outlives an error of the engine. */
import init, { Engine } from '#engine';
import type { FromWorker, ToWorker } from './protocol.ts';

/** Progress is told at most this often, so that a fast run is not slowed by its own messages. */
const PROGRESS_MILLIS = 50;

let engine: Engine | null = null;

function tell(message: FromWorker): void {
  self.postMessage(message);
}

async function start(module: WebAssembly.Module): Promise<void> {
  await init({ module_or_path: module });
  engine = new Engine();
  tell({ kind: 'ready', version: engine.version() });
}

function run(id: number, request: string): void {
  if (!engine) throw new Error('The engine was asked to run before it started.');
  let told = 0;
  let toldStage = '';
  const report = engine.run(request, (stage, done, total) => {
    const now = performance.now();
    if (stage === toldStage && now - told < PROGRESS_MILLIS) return;
    told = now;
    toldStage = stage;
    tell({ kind: 'progress', id, stage, done, total });
  });
  tell({ kind: 'report', id, report });
}

self.onmessage = async (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  try {
    if (message.kind === 'start') await start(message.module);
    else run(message.id, message.request);
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    tell({ kind: 'failed', id: message.kind === 'run' ? message.id : null, message: text });
  }
};
