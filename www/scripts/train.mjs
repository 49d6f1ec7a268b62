// Runs the lessons on an instrumented engine and writes which of its functions were called: they are what everybody
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
const { fromLesson } = await load('src/workbench/workbench.ts');

// The engine reads the clock of a worker.
globalThis.WorkerGlobalScope = Object.assign(function WorkerGlobalScope() {}, {});
Object.defineProperty(globalThis.WorkerGlobalScope, Symbol.hasInstance, { value: () => true });
const engineScript = await import(pathToFileURL(resolve(pkg, 'outerref_web.js')));
const exports = await engineScript.default({
  module_or_path: readFileSync(resolve(pkg, 'outerref_web_bg.wasm')),
});
const engine = new engineScript.Engine();
for (const lesson of readLessons(resolve(www, 'lessons'))) {
  const request = requestOf(fromLesson(lesson));
  // Two timed runs take the ways that many take.
  request.repeat = { warmUp: 1, maxRuns: 2, enoughMicros: 0 };
  const begin = performance.now();
  const report = JSON.parse(engine.run(JSON.stringify(request), () => {}));
  const error = report.setupError ?? report.approaches.find((approach) => approach.error)?.error;
  console.log(`${lesson.slug}: ${Math.round(performance.now() - begin)} ms${error ? `, ${error.type}` : ''}`);
}
const called = [];
for (const [name, value] of Object.entries(exports)) {
  if (/^h\d+$/.test(name) && value.value) called.push(Number(name.slice(1)));
}
called.sort((a, b) => a - b);
writeFileSync(out, called.join('\n'));
console.log(`${called.length} functions were called`);
