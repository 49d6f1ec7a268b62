import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { bench } from './build/bench.ts';
import { content } from './build/content.ts';
import { course } from './build/course.ts';
import { firstVisit } from './build/first-visit.ts';
import { guides } from './build/guides.ts';
import { lessons } from './build/lessons.ts';
import { offline } from './build/offline.ts';
import { prose } from './build/prose.ts';
import { contentSecurityPolicy } from './build/security.ts';
import type { Report } from './src/engine/types.ts';
import type { Lesson } from './src/lessons/parse.ts';
import { requestOf } from './src/workbench/request.ts';
import { fromLesson } from './src/workbench/workbench.ts';
import { simulate } from './test/fake-engine/report.ts';

const here = import.meta.dirname;

/** The real engine, or with `--mode fake` a stand-in that needs no WebAssembly build. */
function engine(mode: string) {
  const folder = mode === 'fake' || mode === 'test' ? 'test/fake-engine' : 'src/engine/pkg';
  const wasm = resolve(here, folder, 'outerref_web_bg.wasm');
  const script = ['outerref_web.js', 'outerref_web.ts']
    .map((name) => resolve(here, folder, name))
    .find(existsSync);
  if (!script) throw new Error(`No engine in www/${folder}. Build it first, or use --mode fake.`);
  // The code that few runs reach, where the build divided the module.
  const second = resolve(here, folder, 'outerref_web_cold.wasm');
  const cold = existsSync(second) ? `${second}?url` : resolve(here, 'src/engine/whole.ts');
  const contents = readFileSync(wasm);
  return {
    script,
    wasm,
    cold,
    expected: { bytes: contents.length, integrity: integrityOf(contents) },
    coldIntegrity: existsSync(second) ? integrityOf(readFileSync(second)) : '',
  };
}

function integrityOf(contents: Buffer): string {
  return `sha256-${createHash('sha256').update(contents).digest('base64')}`;
}

function lessonsFolder(mode: string): string {
  const real = resolve(here, 'lessons');
  const any = existsSync(real) && readdirSync(real).some((name) => name.endsWith('.md'));
  return any && mode !== 'fake' && mode !== 'test' ? real : resolve(here, 'test/lessons');
}

const reportFile = (slug: string) => resolve(here, 'public/prerendered', `${slug}.json`);

/** What `outerref prerender` made of a lesson before this build, if it did. */
function prerendered(lesson: Lesson): Report | null {
  const path = reportFile(lesson.slug);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : null;
}

/** With the changes to try that the prose speaks of: they lie apart, since they are not run with the others. */
function withTries(lesson: Lesson, report: Report | null): Report | null {
  const path = reportFile(`${lesson.slug}.tries`);
  if (!report || !existsSync(path)) return report;
  const tries = JSON.parse(readFileSync(path, 'utf8')) as Report;
  return { ...report, approaches: [...report.approaches, ...tries.approaches] };
}

export default defineConfig(({ mode }) => {
  const { script, wasm, cold, expected, coldIntegrity } = engine(mode);
  const folder = lessonsFolder(mode);
  const reportOf =
    mode === 'fake' ? (lesson: Lesson) => simulate(requestOf(fromLesson(lesson))) : prerendered;
  return {
    base: './',
    plugins: [
      lessons(folder, resolve(here, 'lessons'), (slug) => existsSync(reportFile(slug)), reportOf),
      firstVisit(folder, reportOf),
      course(folder, (lesson) => withTries(lesson, reportOf(lesson))),
      guides(resolve(here, '..')),
      prose(),
      content({ exercises: resolve(here, 'exercises'), lessons: resolve(here, 'lessons') }),
      bench(resolve(here, 'public/bench.json')),
      contentSecurityPolicy(),
      offline(),
    ],
    resolve: {
      alias: [
        { find: '#engine-wasm', replacement: `${wasm}?url` },
        { find: '#engine-cold', replacement: cold },
        { find: '#engine', replacement: script },
      ],
    },
    define: { __ENGINE__: JSON.stringify(expected), __COLD_INTEGRITY__: JSON.stringify(coldIntegrity) },
    worker: { format: 'es' as const },
    build: {
      target: 'es2022',
      outDir: mode === 'fake' ? 'dist-fake' : 'dist',
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: {
          index: resolve(here, 'index.html'),
          bench: resolve(here, 'bench.html'),
          course: resolve(here, 'course.html'),
          embed: resolve(here, 'embed.html'),
          exercises: resolve(here, 'exercises.html'),
          guides: resolve(here, 'guides.html'),
          widget: resolve(here, 'src/widget/outer-ref.ts'),
        },
        // Documentation names the widget's script, so its name never changes.
        output: {
          entryFileNames: ({ name }) =>
            name === 'widget' ? 'widget/outer-ref.js' : 'assets/[name]-[hash].js',
        },
      },
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 700,
    },
    server: { host: '127.0.0.1' },
    test: { environment: 'node', include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
  };
});
