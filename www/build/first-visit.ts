import type { Plugin } from 'vite';
import type { Report } from '../src/engine/types.ts';
import type { Lesson } from '../src/lessons/parse.ts';
import { readLessons } from './lessons.ts';

/**
 * Puts the first lesson and, where there is one, its prerendered Report into the page, so that code and
 * figures are there before the engine is. They are data blocks: nothing in them is executed.
 */
export function firstVisit(folder: string, reportOf: (lesson: Lesson) => Report | null): Plugin {
  const block = (id: string, value: unknown) => ({
    tag: 'script',
    attrs: { type: 'application/json', id },
    // `<` is the one character that could end the block.
    children: JSON.stringify(value).replaceAll('<', '\\u003c'),
    injectTo: 'body' as const,
  });
  return {
    name: 'outerref:first-visit',
    transformIndexHtml() {
      const all = readLessons(folder);
      const first = all.find((lesson) => lesson.slug.includes('dashboard')) ?? all[0];
      if (!first) return [];
      return [block('first-lesson', first), block('first-report', reportOf(first))];
    },
  };
}
