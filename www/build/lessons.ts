import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { type Lesson, parseLesson } from '../src/lessons/parse.ts';
import type { ReportOf } from './first-visit.ts';

const INDEX = 'virtual:lessons';
const ONE = 'virtual:lesson/';
const DATASET = 'virtual:dataset/';

/** The lessons of a folder, in their order. Files that several of them use lie in `_shared`. */
export function readLessons(folder: string): Lesson[] {
  const shared = (name: string) => filesBelow(join(folder, '_shared', name));
  return readdirSync(folder)
    .filter((name) => /^\d+-.*\.md$/.test(name))
    .map((name) => parseLesson(name, readFileSync(join(folder, name), 'utf8'), shared))
    .sort((a, b) => a.order - b.order);
}

function filesBelow(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

/** A set of models and data that lessons share, to work on by itself. */
export interface Dataset {
  name: string;
  /** The first sentence of its `data.py`. */
  summary: string;
  files: { path: string; text: string }[];
  modelsModule: string;
  dataFile: string;
  /** What `load(scale)` is given by default. */
  scale: number | null;
}

/** The folders of `_shared` that hold models and a `data.py`. */
export function readDatasets(folder: string): Dataset[] {
  const shared = join(folder, '_shared');
  return readdirSync(shared, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const files = filesBelow(join(shared, name));
      const data = files.find((file) => file.path === 'data.py');
      const models = files.find((file) => file.path.endsWith('/models.py'));
      if (!data || !models) return [];
      const scale = /def load\(scale\s*=\s*(\d+)/.exec(data.text)?.[1];
      const summary = /def load\([^)]*\):\s*"{3}([^".]*\.?)/.exec(data.text)?.[1] ?? '';
      return [
        {
          name,
          summary,
          files: files.sort((a, b) => Number(a === data) - Number(b === data)),
          modelsModule: models.path.slice(0, -'/models.py'.length),
          dataFile: data.path,
          scale: scale === undefined ? null : Number(scale),
        },
      ];
    });
}

/**
 * `import { lessons } from 'virtual:lessons'`: the titles at once, with the figures of a Report where there is
 * one, and the contents of each as a chunk of its own; `datasets` likewise. `hasReport` says whether the page can fetch it.
 */
export function lessons(
  folder: string,
  shared: string,
  hasReport: (slug: string) => boolean,
  reportOf: ReportOf,
): Plugin {
  return {
    name: 'outerref:lessons',
    resolveId: (id) => (id === INDEX || id.startsWith(ONE) || id.startsWith(DATASET) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${INDEX}`) {
        const entries = readLessons(folder).map((lesson) => {
          const { slug, title, summary } = lesson;
          const queries = reportOf(lesson)?.approaches.map((each) => each.totals.queries) ?? [];
          const known = JSON.stringify({ slug, title, summary, queries, prerendered: hasReport(slug) });
          return `{ ...${known}, load: () => import('${ONE}${slug}') }`;
        });
        const datasets = readDatasets(shared).map(
          ({ name, summary }) =>
            `{ ...${JSON.stringify({ name, summary })}, load: () => import('${DATASET}${name}') }`,
        );
        return `export const lessons = [${entries.join(',\n')}];\nexport const datasets = [${datasets.join(',\n')}];`;
      }
      if (id.startsWith(`\0${DATASET}`)) {
        const name = id.slice(DATASET.length + 1);
        return `export default ${JSON.stringify(readDatasets(shared).find((each) => each.name === name))};`;
      }
      if (id.startsWith(`\0${ONE}`)) {
        const slug = id.slice(ONE.length + 1);
        const lesson = readLessons(folder).find((each) => each.slug === slug);
        return `export default ${JSON.stringify(lesson)};`;
      }
      return undefined;
    },
  };
}
