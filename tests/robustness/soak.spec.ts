/**
 * Many runs in one page, in random order, with errors and stops among them: each result is the one that its code gave
 * first, and the module's memory stays below a bound: a worker that grew past it gives its place to a fresh one.
 * `OUTERREF_SOAK` is the number of runs.
 */

import { MOST_KEPT_BYTES } from '../../www/src/engine/fault.ts';
import type { Approach, FromWorker, Report } from './engine.ts';
import { expect, type Page, type Playground, test } from './harness.ts';
import { type Snippet, snippets } from './snippets.ts';

const RUNS = Number(process.env.OUTERREF_SOAK ?? 40);
const SEED = Number(process.env.OUTERREF_SEED ?? 1);
/** What one worker's module may hold at any time: what it may keep, and what one run may add to it. */
const BOUND_BYTES = MOST_KEPT_BYTES + 64 * 2 ** 20;
/** Of the runs, those that are stopped. All are in the first half: in the second, one worker does everything. */
const STOPS = Math.max(1, Math.round(RUNS / 100));

/** Mulberry32: the same order for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], chance: () => number): T[] {
  return items
    .map((item) => ({ item, place: chance() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** What must not change from run to run: all but times, and where an object lies. */
function essence({ approaches, setupError, tables }: Report): string {
  const of = ({ name, result, resultRepr, stdout, stdoutCut, error, queries, totals }: Approach) => ({
    name,
    result,
    resultRepr,
    stdout,
    stdoutCut,
    error: error && { type: error.type, message: error.message, line: error.line },
    queries: queries.map(({ sql, params, rows, line, cellsUsed }) => [sql, params, rows, line, cellsUsed]),
    instances: totals.instances,
  });
  const told = JSON.stringify({ setupError, tables, approaches: approaches.map(of) });
  return told.replaceAll(/ at 0x[0-9a-f]+/g, ' at …');
}

/** The number of the worker that the page itself uses: the one that it gave the last run. */
async function runOfThePage(playground: Playground): Promise<number> {
  await playground.write('State.objects.count()');
  await playground.run();
  return playground.page.evaluate(
    () => globalThis.watched.heard.findLast(({ kind }) => kind === 'run')?.worker ?? 0,
  );
}

async function stopOne(playground: Playground): Promise<number> {
  await playground.write('while True: pass');
  await playground.runButton.click();
  await expect(playground.runButton).toContainText('Stop');
  await playground.runButton.click();
  await expect(playground.page.locator('or-results')).toContainText('Stopped.');
  return runOfThePage(playground);
}

function runSnippet(page: Page, worker: number, { request }: Snippet): Promise<FromWorker> {
  return page.evaluate(([worker, request]) => globalThis.watched.run(worker, request), [
    worker,
    request,
  ] as const);
}

test(`${RUNS} runs in one page give what they gave first, within ${BOUND_BYTES >> 20} MB`, async ({
  playground,
}, info) => {
  test.setTimeout(60_000 + RUNS * 15_000);
  const { page } = playground;
  const chance = random(SEED);
  // Few enough that most are run again, and again.
  const some = shuffled(await snippets(), chance).slice(0, Math.ceil(RUNS / 3));
  const stopAt = new Set(Array.from({ length: STOPS }, () => Math.floor((chance() * RUNS) / 2)));
  const first = new Map<string, string>();
  const changed: string[] = [];
  const memory: number[] = [];
  let compared = 0;
  let errors = 0;
  let relieved = 0;

  await playground.small('State.objects.count()');
  let worker = await runOfThePage(playground);
  for (let run = 0; run < RUNS; run++) {
    if (stopAt.has(run)) worker = await stopOne(playground);
    const snippet = some[Math.floor(chance() * some.length)];
    if (!snippet) throw new Error('There are no snippets.');
    const answer = await runSnippet(page, worker, snippet);
    if (answer.kind !== 'report') throw new Error(`${snippet.name}: ${JSON.stringify(answer)}`);
    memory.push(answer.memory);
    // The page relieves a worker behind a run of its own.
    if (answer.memory > MOST_KEPT_BYTES) {
      await runOfThePage(playground);
      worker = await runOfThePage(playground);
      relieved++;
    }
    const report = JSON.parse(answer.report) as Report;
    if (report.approaches.some(({ error }) => error)) errors++;
    const now = essence(report);
    const before = first.get(snippet.name);
    if (before === undefined) first.set(snippet.name, now);
    else {
      compared++;
      if (before !== now) changed.push(`run ${run}, ${snippet.name}:\n  ${before}\n  ${now}`);
    }
  }

  const mega = (bytes = 0) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const half = memory.slice(RUNS >> 1);
  const description = [
    `${RUNS} runs of ${first.size} snippets, ${errors} with an error, ${stopAt.size} stopped, ${compared} compared`,
    `memory ${mega(memory[0])} after the first, at most ${mega(Math.max(...memory))}`,
    `second half ${mega(half[0])} to ${mega(half.at(-1))}, ${relieved} workers relieved`,
  ].join('; ');
  info.annotations.push({ type: 'measured', description });
  console.log(`    ${description}`);
  expect(changed).toEqual([]);
  expect(Math.max(...memory)).toBeLessThan(BOUND_BYTES);
});
