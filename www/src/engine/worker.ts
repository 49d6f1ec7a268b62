/** The engine's worker: one engine, one thing at a time. It never outlives an error of the engine. */
import init, { Engine, provideCold } from '#engine';
import coldUrl from '#engine-cold';
import { faultOf } from './fault.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { SecondHalf } from './second-half.ts';

/** Progress is told at most this often, so that a fast run is not slowed by its own messages. */
const PROGRESS_MILLIS = 50;

let engine: Engine | null = null;
let memory: WebAssembly.Memory | null = null;
const secondHalf = coldUrl === null ? null : new SecondHalf(coldUrl, __COLD_INTEGRITY__);

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function start(module: WebAssembly.Module): Promise<void> {
  if (secondHalf) provideCold(() => secondHalf.now());
  ({ memory } = await init({ module_or_path: module }));
  engine = new Engine();
  tell({ kind: 'ready', version: engine.version() });
}

function memoryBytes(): number {
  return memory?.buffer.byteLength ?? 0;
}

function progressOf(id: number): (stage: string, done: number, total: number) => void {
  let told = 0;
  let toldStage = '';
  return (stage, done, total) => {
    const now = performance.now();
    if (stage === toldStage && now - told < PROGRESS_MILLIS) return;
    told = now;
    toldStage = stage;
    tell({ kind: 'progress', id, stage, done, total });
  };
}

function serve(message: Exclude<ToWorker, { kind: 'start' }>): void {
  if (!engine) throw new Error('The engine was asked before it started.');
  const { id } = message;
  switch (message.kind) {
    case 'run': {
      const report = engine.run(message.request, progressOf(id));
      tell({ kind: 'report', id, report, memory: memoryBytes() });
      // The first result is there; what a later run may need can come now.
      void secondHalf?.soon();
      break;
    }
    case 'ask':
      tell({ kind: 'answer', id, answer: engine.ask(message.request, progressOf(id)) });
      break;
    case 'import': {
      const into = message.into ?? undefined;
      tell({ kind: 'answer', id, answer: engine.importFile(message.name, message.bytes, into) });
      break;
    }
    case 'export': {
      const bytes = engine.exportDatabase();
      tell({ kind: 'database', id, bytes }, [bytes.buffer]);
      break;
    }
  }
}

self.onmessage = async (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  try {
    if (message.kind === 'start') await start(message.module);
    else serve(message);
  } catch (error) {
    const id = message.kind === 'start' ? null : message.id;
    tell({ kind: 'failed', id, message: faultOf(error, memoryBytes()) });
  }
};
