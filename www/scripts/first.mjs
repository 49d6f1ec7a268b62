// Fails if a first run needs the second half of the engine: everybody would wait for it.
//
//   node www/scripts/first.mjs PKG

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

globalThis.WorkerGlobalScope = Object.assign(function WorkerGlobalScope() {}, {});
Object.defineProperty(globalThis.WorkerGlobalScope, Symbol.hasInstance, { value: () => true });
const pkg = resolve(process.argv[2]);
const script = await import(pathToFileURL(resolve(pkg, 'outerref_web.js')));
await script.default({ module_or_path: readFileSync(resolve(pkg, 'outerref_web_bg.wasm')) });
script.provideCold(() => {
  console.error(new Error('a first run calls or imports what is in the second half').stack);
  process.exit(1);
});
const text = (name) => readFileSync(resolve(import.meta.dirname, 'training', name), 'utf8');
const files = ['models.py', 'data.py', 'notes/__init__.py', 'notes/words.py'].map((path) => ({
  path,
  text: text(path),
}));
const approaches = [{ name: 'Everyday', source: text('everyday.py') }];
const request = {
  files,
  modelsModule: 'models',
  dataFile: 'data.py',
  approaches,
  repeat: { warmUp: 0, maxRuns: 1 },
};
const engine = new script.Engine();
const report = JSON.parse(engine.run(JSON.stringify(request), () => {}));
const error = report.setupError ?? report.approaches[0].error;
if (error) throw new Error(error.traceback);
process.exit(0);
