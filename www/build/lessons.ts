import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { type Lesson, parseLesson } from '../src/lessons/parse.ts';
import type { ReportOf } from './first-visit.ts';

const INDEX = 'virtual:lessons';
const ONE = 'virtual:lesson/';

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

/**
 * `import { lessons } from 'virtual:lessons'`: the titles at once, with the figures of a Report where there is
 * one, and the contents of each as a chunk of its own. `hasReport` says whether the page can fetch it.
 */
export function lessons(folder: string, hasReport: (slug: string) => boolean, reportOf: ReportOf): Plugin {
  return {
    name: 'outerref:lessons',
    resolveId: (id) => (id === INDEX || id.startsWith(ONE) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${INDEX}`) {
        const entries = readLessons(folder).map((lesson) => {
          const { slug, title, summary } = lesson;
          const queries = reportOf(lesson)?.approaches.map((each) => each.totals.queries) ?? [];
          const known = JSON.stringify({ slug, title, summary, queries, prerendered: hasReport(slug) });
          return `{ ...${known}, load: () => import('${ONE}${slug}') }`;
        });
        return `export const lessons = [${entries.join(',\n')}];`;
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
