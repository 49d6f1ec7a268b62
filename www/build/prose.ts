import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { SITE_PAGES } from '../src/site-pages.ts';

const PAGES = ['bench.html', 'course.html', 'guides.html'];

/** Puts the header and the footer that the pages of prose share around what each says of itself. */
export function prose(): Plugin {
  return {
    name: 'outerref:prose',
    transformIndexHtml: {
      order: 'pre',
      handler: (head, { filename }) => (PAGES.includes(basename(filename)) ? proseAround(head) : head),
    },
  };
}

export function proseAround(head: string): string {
  const links = SITE_PAGES.map(([name, path]) => `<a href="${path}">${name}</a>`).join(' ');
  return readFileSync(resolve(import.meta.dirname, 'prose.html'), 'utf8')
    .replace('<!-- head -->', () => head.replace(/^<!--.*?-->\s*/, '').trim())
    .replace('<!-- pages -->', () => links);
}
