// Runs the lessons and the everyday code of `training/` on an instrumented engine and writes which of its functions were called: they are what everybody
// downloads first (tools/bindgen).
//
//   node www/scripts/train.mjs PKG OUT
//
// PKG holds outerref_web.js and its module, OUT gets the numbers of the functions.

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runnerImport } from 'vite';

const [pkg, out] = process.argv.slice(2).map((path) => resolve(path));
const www = resolve(import.meta.dirname, '..');
const load = async (path) => (await runnerImport(resolve(www, path), { logLevel: 'error' })).module;

const { readLessons } = await load('build/lessons.ts');
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
const text = (name) => readFileSync(resolve(import.meta.dirname, 'training', name), 'utf8');
// Code of one's own has constructs that no lesson has, and no scale.
const everyday = {
  slug: 'everyday code',
  ...emptyWorkbench(),
  files: ['models.py', 'data.py'].map((path) => ({ path, text: text(path) })),
  modelsModule: 'models',
  dataFile: 'data.py',
  approaches: [{ id: 'a1', name: 'Everyday', source: text('everyday.py') }],
};
const lessons = readLessons(resolve(www, 'lessons')).map((lesson) => ({
  slug: lesson.slug,
  ...fromLesson(lesson),
}));
for (const { slug, ...workbench } of [...lessons, everyday]) {
  const request = requestOf(workbench);
  // Two timed runs take the ways that many take.
  request.repeat = { warmUp: 1, maxRuns: 2, enoughMicros: 0 };
  const begin = performance.now();
  const report = JSON.parse(engine.run(JSON.stringify(request), () => {}));
  const error = report.setupError ?? report.approaches.find((approach) => approach.error)?.error;
  console.log(`${slug}: ${Math.round(performance.now() - begin)} ms${error ? `, ${error.type}` : ''}`);
}
const called = [];
for (const [name, value] of Object.entries(exports)) {
  if (/^h\d+$/.test(name) && value.value) called.push(Number(name.slice(1)));
}
called.sort((a, b) => a - b);
writeFileSync(out, called.join('\n'));
console.log(`${called.length} functions were called`);
