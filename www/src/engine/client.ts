import { MOST_KEPT_BYTES } from './fault.ts';
import type { AnswerOf, AskKind, AskOf, FromWorker, ToWorker } from './protocol.ts';
import { isReadable } from './readable.ts';
import type { Answer, Ask, ErrorCode, Import, Report, RunRequest } from './types.ts';
import { MOST_IMPORT_BYTES } from './types.ts';

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

/** The engine could not do what was asked, and says why. Nothing was changed. */
export class ServiceFailure extends Error {
  override name = 'ServiceFailure';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface EngineOptions {
  download: (onProgress: (loaded: number, total: number) => void) => Promise<WebAssembly.Module>;
  createWorker: () => Worker;
  onStatus: (status: EngineStatus) => void;
}

type Reply = Extract<FromWorker, { kind: 'report' | 'answer' | 'database' }>;

interface Pending {
  worker: Worker;
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  onProgress: RunProgress;
}

/** A file that was imported. It is given again to a worker that takes over. */
interface Kept {
  name: string;
  data: Blob;
  into: string | null;
}

const silent = () => {};

/**
 * Owns the workers. One works, a second one stands by warm, so that Stop can end the first at any
 * moment and the next run begins at once. The module is compiled once and shared by both. What a
 * worker held is not lost with it: imports are repeated, and the models are prepared again, when the
 * next one needs them.
 */
export class EngineClient {
  #options: EngineOptions;
  #module: WebAssembly.Module | null = null;
  #booting: Promise<void> | null = null;
  #worker: Promise<Worker> | null = null;
  #spare: Promise<Worker> | null = null;
  #pending = new Map<number, Pending>();
  #stopRun: ((error: Error) => void) | null = null;
  #kept: Kept[] = [];
  #holds = new WeakMap<Worker, Set<Kept>>();
  #lastRun: RunRequest | null = null;
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
    return this.#stopRun !== null;
  }

  async run(request: RunRequest, onProgress: RunProgress): Promise<Report> {
    await this.boot();
    if (this.#stopRun) throw new Error('A run is going on.');
    const stopped = new Promise<never>((_, reject) => {
      this.#stopRun = reject;
    });
    const stillWanted = this.#stopRun;
    let at = '';
    const noted: RunProgress = (stage, done, total) => {
      at = placeOf(request, stage, done) || at;
      onProgress(stage, done, total);
    };
    const flow = async () => {
      const worker = await this.#current();
      if (this.#stopRun !== stillWanted) throw new Stopped('Stopped.');
      this.#lastRun = request;
      const text = JSON.stringify(request);
      return this.#exchange(worker, (id) => ({ kind: 'run', id, request: text }), noted);
    };
    try {
      const reply = await Promise.race([stopped, flow()]);
      const report: unknown = JSON.parse(reply.kind === 'report' ? reply.report : 'null');
      if (isReadable(report)) return report;
      throw new EngineFault('The engine and this page are of different versions. Reload the page.');
    } catch (error) {
      throw error instanceof EngineFault && at !== '' ? new EngineFault(`${at}: ${error.message}`) : error;
    } finally {
      if (this.#stopRun === stillWanted) this.#stopRun = null;
    }
  }

  /**
   * Asks something besides a run; the answer has the kind of the question. It waits for its turn behind a
   * run, except that completions are then served by the worker that stands by.
   */
  async ask<Kind extends AskKind>(
    request: AskOf<Kind>,
    onProgress: RunProgress = silent,
  ): Promise<AnswerOf<Kind>> {
    await this.boot();
    const idle = request.kind === 'complete' && this.#busy() ? this.#spare : null;
    const worker = await (idle ?? this.#current());
    const asked: Ask = request;
    if (asked.kind === 'prepare') this.#lastRun = asked.run;
    let answer = await this.#askOf(worker, JSON.stringify(request), onProgress);
    if (answer.kind === 'failed' && answer.code === 'notPrepared' && this.#lastRun) {
      const run = { ...this.#lastRun, approaches: [] };
      await this.#askOf(worker, JSON.stringify({ kind: 'prepare', run }), onProgress);
      answer = await this.#askOf(worker, JSON.stringify(request), onProgress);
    }
    if (answer.kind === 'forget') {
      const left = new Set(answer.imports.map(({ name }) => name));
      this.#kept = this.#kept.filter(({ name, into }) => left.has(into ?? name));
    }
    return expected(answer, request.kind) as AnswerOf<Kind>;
  }

  /**
   * Imports a `.sqlite3` or CSV file under its name, in place of an earlier one of that name. A CSV file
   * given `into` the name of an import becomes one more table there.
   */
  async importFile(name: string, data: Blob, into: string | null = null): Promise<Import> {
    if (data.size > MOST_IMPORT_BYTES) throw tooLarge(name, data.size);
    await this.boot();
    const worker = await this.#current();
    const kept = { name, data, into };
    const answer = await this.#importInto(worker, kept);
    this.#kept = this.#kept.filter((each) => !replaces(kept, each));
    this.#kept.push(kept);
    this.#holdsOf(worker).add(kept);
    return answer;
  }

  /** The data as the last run began with it, as a `.sqlite3` file. */
  async exportDatabase(): Promise<Uint8Array> {
    await this.boot();
    // Asking for the models first brings them back after a restart.
    await this.ask({ kind: 'schema' });
    const worker = await this.#current();
    const reply = await this.#exchange(worker, (id) => ({ kind: 'export', id }), silent);
    if (reply.kind !== 'database') throw new EngineFault('The engine gave no database.');
    return reply.bytes;
  }

  /** Ends at once whatever goes on, in the middle of anything. */
  stop(): void {
    if (!this.#stopRun && this.#pending.size === 0) return;
    this.#replaceWorker(new Stopped('Stopped.'));
  }

  #busy(): boolean {
    return this.#stopRun !== null || this.#pending.size > 0;
  }

  /** The worker that works, holding all imports. */
  async #current(): Promise<Worker> {
    this.#worker ??= this.#start();
    const worker = await this.#worker;
    const holds = this.#holdsOf(worker);
    for (const kept of this.#kept) {
      if (holds.has(kept)) continue;
      holds.add(kept);
      await this.#importInto(worker, kept);
    }
    return worker;
  }

  #holdsOf(worker: Worker): Set<Kept> {
    const holds = this.#holds.get(worker) ?? new Set();
    this.#holds.set(worker, holds);
    return holds;
  }

  async #importInto(worker: Worker, { name, data, into }: Kept): Promise<Import> {
    const bytes = new Uint8Array(await data.arrayBuffer());
    const message = (id: number): ToWorker => ({ kind: 'import', id, name, bytes, into });
    const reply = await this.#exchange(worker, message, silent, [bytes.buffer]);
    return expected(answerOf(reply), 'import') as AnswerOf<'import'>;
  }

  async #askOf(worker: Worker, request: string, onProgress: RunProgress): Promise<Answer> {
    return answerOf(await this.#exchange(worker, (id) => ({ kind: 'ask', id, request }), onProgress));
  }

  #exchange(
    worker: Worker,
    message: (id: number) => ToWorker,
    onProgress: RunProgress,
    transfer: Transferable[] = [],
  ): Promise<Reply> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { worker, resolve, reject, onProgress });
      worker.postMessage(message(id), transfer);
    });
  }

  /** Ends the worker and what it was asked; the spare takes over. */
  #replaceWorker(reason: Error): void {
    this.#handOver();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(reason);
    this.#stopRun?.(reason);
    this.#stopRun = null;
  }

  /** Ends the worker; the spare takes its place. */
  #handOver(): void {
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
      if (!module) {
        reject(new EngineFault('The engine is not loaded.'));
        return;
      }
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
          this.#receive(worker, message);
        }
      };
      worker.onerror = (event) => {
        event.preventDefault?.();
        const fault = new EngineFault(event.message || 'The engine ended unexpectedly.');
        reject(fault);
        void this.#fault(worker, fault);
      };
      worker.postMessage({ kind: 'start', module } satisfies ToWorker);
    });
  }

  #receive(worker: Worker, message: Exclude<FromWorker, { kind: 'ready' }>): void {
    const pending = message.id === null ? undefined : this.#pending.get(message.id);
    if (!pending || pending.worker !== worker) return;
    if (message.kind === 'progress') {
      pending.onProgress(message.stage, message.done, message.total);
    } else if (message.kind === 'failed') {
      void this.#fault(worker, new EngineFault(message.message));
    } else {
      this.#pending.delete(message.id);
      pending.resolve(message);
      if (message.kind === 'report' && message.memory > MOST_KEPT_BYTES) void this.#relieve(worker);
    }
  }

  /** Has the spare take over from a worker that grew large, unless more was asked of it. */
  async #relieve(worker: Worker): Promise<void> {
    const works = (await this.#worker?.catch(() => null)) === worker;
    const asked = [...this.#pending.values()].some((pending) => pending.worker === worker);
    if (works && !asked) this.#handOver();
  }

  /** After a fault the worker is not trusted again: the other one takes over. */
  async #fault(worker: Worker, fault: EngineFault): Promise<void> {
    const spare = await this.#spare?.catch(() => null);
    if (spare === worker) {
      worker.terminate();
      this.#spare = null;
      for (const [id, pending] of this.#pending) {
        if (pending.worker !== worker) continue;
        this.#pending.delete(id);
        pending.reject(fault);
      }
      this.#warmSpare();
    } else if ((await this.#worker?.catch(() => null)) === worker) {
      this.#replaceWorker(fault);
    }
  }
}

/** Where a run is, by the stage that the engine told last. */
function placeOf(request: RunRequest, stage: string, done: number): string {
  if (stage === 'models') return 'While importing the models';
  if (stage === 'data') return 'While loading the data';
  if (stage === 'report') return 'While making the report';
  // The models and the data are the first two steps.
  const approach = stage === 'approach' ? request.approaches[done - 2] : undefined;
  return approach ? `While running ${approach.name}` : '';
}

function answerOf(reply: Reply): Answer {
  if (reply.kind === 'answer') return JSON.parse(reply.answer) as Answer;
  throw new EngineFault('The engine gave no answer.');
}

function expected(answer: Answer, kind: Answer['kind']): Answer {
  if (answer.kind === 'failed') throw new ServiceFailure(answer.code, answer.message);
  if (answer.kind === kind) return answer;
  throw new EngineFault('The engine and this page are of different versions. Reload the page.');
}

/** Whether an import takes the place of an earlier one. */
function replaces(one: Kept, earlier: Kept): boolean {
  if (one.into !== null) return one.into === earlier.into && one.name === earlier.name;
  return one.name === (earlier.into ?? earlier.name);
}

function tooLarge(name: string, bytes: number): ServiceFailure {
  const mega = (value: number) => Math.round(value / 1e6);
  const limit = mega(MOST_IMPORT_BYTES);
  return new ServiceFailure(
    'tooLarge',
    `${name} has ${mega(bytes)} MB. At most ${limit} MB can be imported.`,
  );
}
