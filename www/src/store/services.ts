/** What the engine does besides running: the models, their rows, their SQL, completions, a line of Python. */
import type { AnswerOf, AskOf } from '../engine/protocol.ts';
import type {
  BrowsePage,
  BrowseRequest,
  Completions,
  Dialect,
  Query,
  SubqueryAnswer,
  TableDdl,
  WhatIfAnswer,
} from '../engine/types.ts';
import { nameOf, sameSetup } from '../workbench/workbench.ts';
import { engine, prepare } from './engine.ts';
import { type ConsoleEntry, store } from './state.ts';

const KEPT_LINES = 200;

/** Asks something that speaks of the open workbench's models and data. */
async function ask<Kind extends AskOf<'schema'>['kind'] | 'ddl' | 'browse' | 'whatIf' | 'subquery' | 'repl'>(
  request: AskOf<Kind>,
): Promise<AnswerOf<Kind>> {
  const error = await prepare(store.state.workbench);
  if (error !== null) throw new Error(error);
  return await engine.ask(request);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reads the models anew, unless they are those of the store. Gives why it could not. */
export async function loadSchema(): Promise<string | null> {
  const { workbench, schema } = store.state;
  if (schema && sameSetup(schema.of, workbench)) return null;
  try {
    const { models } = await ask({ kind: 'schema' });
    store.set({ schema: { of: workbench, models } });
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

export function browse(page: BrowseRequest): Promise<BrowsePage> {
  return ask({ kind: 'browse', ...page });
}

export async function ddl(dialect: Dialect): Promise<TableDdl[]> {
  return (await ask({ kind: 'ddl', table: null, dialect })).tables;
}

export function whatIf({ sql, params }: Query, table: string, columns: string[]): Promise<WhatIfAnswer> {
  return ask({ kind: 'whatIf', sql, params, table, columns });
}

export function subquery({ sql, params }: Query, which: number, row: number): Promise<SubqueryAnswer> {
  return ask({ kind: 'subquery', sql, params, subquery: which, row });
}

/** What may stand at a place of the open tab. Nothing where the engine is not there yet. */
export async function complete(source: string, position: number): Promise<Completions | null> {
  const { workbench, activeTab, engine: status } = store.state;
  const file = nameOf(workbench, activeTab);
  if (status.phase !== 'ready' || file === undefined) return null;
  const { files, modelsModule } = workbench;
  try {
    return await engine.ask({ kind: 'complete', files, modelsModule, file, source, position });
  } catch {
    return null;
  }
}

/** Evaluates a line on the current state; the console shows what it gave. */
export async function evaluate(line: string): Promise<void> {
  const entry: ConsoleEntry = { line, answer: null, failure: null };
  store.set({ console: [...store.state.console, entry].slice(-KEPT_LINES) });
  const replace = (done: ConsoleEntry) =>
    store.set({ console: store.state.console.map((each) => (each === entry ? done : each)) });
  try {
    replace({ ...entry, answer: await ask({ kind: 'repl', line }) });
  } catch (error) {
    replace({ ...entry, failure: reasonOf(error) });
  }
}

export function clearConsole(): void {
  store.set({ console: [] });
}
