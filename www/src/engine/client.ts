import type { FromWorker, ToWorker } from './protocol.ts';
import { isReadable } from './readable.ts';
import type { Report, RunRequest } from './types.ts';

/** What the engine is doing, as the page shows it. */
export type EngineStatus =
  | { phase: 'idle' }
  | { phase: 'loading'; loaded: number; total: number }
  | { phase: 'starting' }
  | { phase: 'ready'; version: string }
  | { phase: 'failed'; message: string };

export type RunProgress = (stage: string, done: number, total: number) => void;

export class Stopped extends Error {
  override name = 'Stopped';
}

/** The engine's worker died or reported a fault of its own: not an error in the person's code. */
export class EngineFault extends Error {
  override name = 'EngineFault';
}

export interface EngineOptions {
  download: (onProgress: (loaded: number, total: number) => void) => Promise<WebAssembly.Module>;
  createWorker: () => Worker;
  onStatus: (status: EngineStatus) => void;
}

interface Running {
  id: number;
  resolve: (report: Report) => void;
  reject: (error: Error) => void;
  onProgress: RunProgress;
}

/**
 * Owns the workers. One works, a second one stands by warm, so that Stop can end the first at any
 * moment and the next run begins at once. The module is compiled once and shared by both.
 */
export class EngineClient {
  #options: EngineOptions;
  #module: WebAssembly.Module | null = null;
  #booting: Promise<void> | null = null;
  #worker: Promise<Worker> | null = null;
  #spare: Promise<Worker> | null = null;
  #running: Running | null = null;
  #nextId = 1;
  #version = '';

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Downloads, compiles and starts the engine. Calling it again after a failure tries again. */
  boot(): Promise<void> {
    this.#booting ??= this.#boot().catch((error: unknown) => {
      this.#booting = null;
      const message = error instanceof Error ? error.message : String(error);
      this.#options.onStatus({ phase: 'failed', message });
      throw error;
    });
    return this.#booting;
  }

  async #boot(): Promise<void> {
    const { download, onStatus } = this.#options;
    onStatus({ phase: 'loading', loaded: 0, total: 0 });
    this.#module ??= await download((loaded, total) => onStatus({ phase: 'loading', loaded, total }));
    onStatus({ phase: 'starting' });
    this.#worker = this.#start();
    await this.#worker;
    onStatus({ phase: 'ready', version: this.#version });
    this.#warmSpare();
  }

  get running(): boolean {
    return this.#running !== null;
  }

  async run(request: RunRequest, onProgress: RunProgress): Promise<Report> {
    await this.boot();
    if (this.#running) throw new Error('A run is going on.');
    const id = this.#nextId++;
    const report = new Promise<Report>((resolve, reject) => {
      this.#running = { id, resolve, reject, onProgress };
    });
    try {
      const worker = await this.#current();
      if (this.#running) send(worker, { kind: 'run', id, request: JSON.stringify(request) });
      return await report;
    } finally {
      this.#running = null;
    }
  }

  /** Ends the run at once, whatever it is in the middle of. */
  stop(): void {
    const running = this.#running;
    if (!running) return;
    this.#replaceWorker();
    running.reject(new Stopped('Stopped.'));
  }

  #current(): Promise<Worker> {
    this.#worker ??= this.#start();
    return this.#worker;
  }

  #replaceWorker(): void {
    this.#worker?.then(
      (worker) => worker.terminate(),
      () => {},
    );
    this.#worker = this.#spare;
    this.#spare = null;
    this.#warmSpare();
  }

  #warmSpare(): void {
    if (this.#spare) return;
    const spare = this.#start();
    this.#spare = spare;
    spare.catch(() => {
      if (this.#spare === spare) this.#spare = null;
    });
  }

  /** A worker that has answered "ready". */
  #start(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const module = this.#module;
      if (!module) return reject(new EngineFault('The engine is not loaded.'));
      const worker = this.#options.createWorker();
      worker.onmessage = (event: MessageEvent<FromWorker>) => {
        const message = event.data;
        if (message.kind === 'ready') {
          this.#version = message.version;
          resolve(worker);
        } else if (message.kind === 'failed' && message.id === null) {
          worker.terminate();
          reject(new EngineFault(message.message));
        } else {
          this.#receive(message);
        }
      };
      worker.onerror = (event) => {
        event.preventDefault?.();
        const fault = new EngineFault(event.message || 'The engine ended unexpectedly.');
        reject(fault);
        this.#fault(fault);
      };
      send(worker, { kind: 'start', module });
    });
  }

  #receive(message: FromWorker): void {
    const running = this.#running;
    if (!running || message.kind === 'ready' || message.id !== running.id) return;
    if (message.kind === 'progress') running.onProgress(message.stage, message.done, message.total);
    else if (message.kind === 'failed') this.#fault(new EngineFault(message.message));
    else {
      const report: unknown = JSON.parse(message.report);
      if (isReadable(report)) running.resolve(report);
      else
        running.reject(
          new EngineFault('The engine and this page are of different versions. Reload the page.'),
        );
    }
  }

  /** After a fault the worker is not trusted again: the spare takes over. */
  #fault(fault: EngineFault): void {
    const running = this.#running;
    if (!running) return;
    this.#replaceWorker();
    running.reject(fault);
  }
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
