// Runs the lessons, the everyday code of `training/` and the exercises on an instrumented engine and writes which of its
// functions were called: they are what everybody downloads first (tools/bindgen). Of the exercises, what several call.
//
//   node www/scripts/train.mjs PKG OUT
//
// PKG holds outerref_web.js and its module, OUT gets the numbers of the functions.

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runnerImport } from 'vite';

/** So many exercises. */
const SEVERAL = 3;

const [pkg, out] = process.argv.slice(2).map((path) => resolve(path));
const www = resolve(import.meta.dirname, '..');
const load = async (path) => (await runnerImport(resolve(www, path), { logLevel: 'error' })).module;

const { readLessons } = await load('build/lessons.ts');
const { loadPack } = await load('src/exercises/pack.ts');
const { workbenchOf } = await load('src/exercises/attempt.ts');
const { requestOf } = await load('src/workbench/request.ts');
const { emptyWorkbench, fromLesson } = await load('src/workbench/workbench.ts');

// The engine reads the clock of a worker.
globalThis.WorkerGlobalScope = Object.assign(function WorkerGlobalScope() {}, {});
Object.defineProperty(globalThis.WorkerGlobalScope, Symbol.hasInstance, { value: () => true });
const engineScript = await import(pathToFileURL(resolve(pkg, 'outerref_web.js')));
const exports = await engineScript.default({
  module_or_path: readFileSync(resolve(pkg, 'outerref_web_bg.wasm')),
});
const engine = new engineScript.Engine();
const marks = Object.entries(exports).flatMap(([name, value]) =>
  /^h\d+$/.test(name) ? [[Number(name.slice(1)), value]] : [],
);
const reader = (folder) => async (path) => readFileSync(resolve(www, folder, path), 'utf8');
const { exercises } = await loadPack(reader('exercises'), reader('lessons'));
const text = (name) => readFileSync(resolve(import.meta.dirname, 'training', name), 'utf8');
// Code of one's own has constructs that no lesson has, and no scale.
const everyday = {
  slug: 'everyday code',
  ...emptyWorkbench(),
  files: ['models.py', 'data.py', 'notes/__init__.py', 'notes/words.py'].map((path) => ({
    path,
    text: text(path),
  })),
  modelsModule: 'models',
  dataFile: 'data.py',
  approaches: [{ id: 'a1', name: 'Everyday', source: text('everyday.py') }],
};
const lessons = readLessons(resolve(www, 'lessons')).map((lesson) => ({
  slug: lesson.slug,
  ...fromLesson(lesson),
}));
/** Runs it and gives the functions that were called since the last time. */
function called({ slug, ...workbench }) {
  const request = requestOf(workbench);
  // Two timed runs take the ways that many take.
  request.repeat = { warmUp: 1, maxRuns: 2, enoughMicros: 0 };
  const begin = performance.now();
  const report = JSON.parse(engine.run(JSON.stringify(request), () => {}));
  const error = report.setupError ?? report.approaches.find((approach) => approach.error)?.error;
  console.log(`${slug}: ${Math.round(performance.now() - begin)} ms${error ? `, ${error.type}` : ''}`);
  const functions = marks.filter(([, mark]) => mark.value).map(([number]) => number);
  for (const [, mark] of marks) mark.value = 0;
  return functions;
}

const needed = new Set([...lessons, everyday].flatMap(called));
const callers = new Map();
for (const [key, exercise] of exercises) {
  const workbench = workbenchOf(exercise, exercise.starter);
  const solutions = exercise.solutions.map(({ name, source }, i) => ({ id: `s${i}`, name, source }));
  workbench.approaches.push(...solutions);
  for (const number of called({ slug: key, ...workbench })) {
    callers.set(number, (callers.get(number) ?? 0) + 1);
    if (callers.get(number) === SEVERAL) needed.add(number);
  }
}
const numbers = [...needed].sort((a, b) => a - b);
writeFileSync(out, numbers.join('\n'));
console.log(`${numbers.length} functions were called`);
