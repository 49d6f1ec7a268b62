/**
 * All messages between the page and the engine's worker. Requests and reports travel as JSON text,
 * as the engine takes and gives them; the page parses a report once.
 */

/** From the page to the worker. */
export type ToWorker =
  | { kind: 'start'; module: WebAssembly.Module }
  | { kind: 'run'; id: number; request: string };

/** From the worker to the page. */
export type FromWorker =
  | { kind: 'ready'; version: string }
  | { kind: 'progress'; id: number; stage: string; done: number; total: number }
  | { kind: 'report'; id: number; report: string }
  | { kind: 'failed'; id: number | null; message: string };
