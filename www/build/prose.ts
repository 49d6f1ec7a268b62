import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { SITE_PAGES } from '../src/site-pages.ts';

const PAGES = ['bench.html', 'course.html', 'guides.html'];
/** The bench also has charts in its script, which nobody should wait for. */
const PAINTED_IN_ITS_THEME = ['course.html', 'guides.html'];

/** Puts the header and the footer that the pages of prose share around what each says of itself. */
export function prose(): Plugin[] {
  const onlyIn =
    (pages: string[], change: (html: string) => string) =>
    (html: string, { filename }: { filename: string }) =>
      pages.includes(basename(filename)) ? change(html) : html;
  return [
    {
      name: 'outerref:prose',
      transformIndexHtml: { order: 'pre', handler: onlyIn(PAGES, proseAround) },
    },
    {
      name: 'outerref:prose-theme',
      transformIndexHtml: { order: 'post', handler: onlyIn(PAINTED_IN_ITS_THEME, paintedInItsTheme) },
    },
  ];
}

/** The theme that was chosen is there at the first paint. Vite writes the tags anew, so the attribute comes after it. */
export function paintedInItsTheme(html: string): string {
  return html.replaceAll('<script type="module"', '<script type="module" blocking="render"');
}

export function proseAround(head: string): string {
  const links = SITE_PAGES.map(([name, path]) => `<a href="${path}">${name}</a>`).join(' ');
  return readFileSync(resolve(import.meta.dirname, 'prose.html'), 'utf8')
    .replace('<!-- head -->', () => head.replace(/^<!--.*?-->\s*/, '').trim())
    .replace('<!-- pages -->', () => links);
}
