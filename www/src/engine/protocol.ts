/**
 * All messages between the page and the engine's worker. Requests, reports and answers travel as JSON text,
 * as the engine takes and gives them; the page parses each once.
 */
import type { Answer, Ask } from './types.ts';

/** From the page to the worker. */
export type ToWorker =
  | { kind: 'start'; module: WebAssembly.Module }
  | { kind: 'run'; id: number; request: string }
  /** An `Ask` as JSON. */
  | { kind: 'ask'; id: number; request: string }
  | { kind: 'import'; id: number; name: string; bytes: Uint8Array; into: string | null }
  | { kind: 'export'; id: number };

/** From the worker to the page. */
export type FromWorker =
  | { kind: 'ready'; version: string }
  | { kind: 'progress'; id: number; stage: string; done: number; total: number }
  /** `memory` is what the module holds, in bytes. */
  | { kind: 'report'; id: number; report: string; memory: number }
  /** An `Answer` as JSON: to an ask or an import. */
  | { kind: 'answer'; id: number; answer: string }
  /** To an export: a `.sqlite3` file. */
  | { kind: 'database'; id: number; bytes: Uint8Array }
  | { kind: 'failed'; id: number | null; message: string };

export type AskKind = Ask['kind'];

/** What is asked with this kind. */
export type AskOf<Kind extends AskKind> = Extract<Ask, { kind: Kind }>;

/** What is answered to this kind. */
export type AnswerOf<Kind extends Answer['kind']> = Extract<Answer, { kind: Kind }>;
