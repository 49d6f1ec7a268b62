import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Marked, Renderer } from 'marked';
import type { Plugin } from 'vite';
import { python } from './highlight.ts';
import { escapeHtml } from './html.ts';
import { fill } from './shell.ts';

interface Guide {
  slug: string;
  /** From the repository's top. The same text is read there and on the site. */
  file: string;
  summary: string;
}

const GUIDES: Guide[] = [
  {
    slug: 'embed',
    file: 'docs/widget.md',
    summary: 'The widget in a page of your own: one script tag, or an iframe.',
  },
  {
    slug: 'documentation-tools',
    file: 'www/integrations/README.md',
    summary: 'Runnable examples in Sphinx and MkDocs, with figures made when the pages are built.',
  },
  {
    slug: 'write-a-lesson',
    file: 'docs/lesson-format.md',
    summary: 'Lessons are Markdown; their figures come from runs.',
  },
  {
    slug: 'write-an-exercise',
    file: 'docs/exercise-format.md',
    summary: 'Exercises and packs: what is asked, what is judged, how a pack is checked.',
  },
  {
    slug: 'run-a-workshop',
    file: 'docs/workshop.md',
    summary: 'One folder, any static server, no network needed.',
  },
  {
    slug: 'data',
    file: 'docs/data.md',
    summary: 'Your own files, rows by the million, and a run as a Django project.',
  },
  {
    slug: 'time',
    file: 'docs/time.md',
    summary: 'What is measured, what is modelled, and why they are never one number.',
  },
  {
    slug: 'compatibility',
    file: 'docs/compatibility.md',
    summary: 'What of Django works here, and what is known not to.',
  },
];

/** The guides as pages: `guides.html` with the contents, and `guides/<slug>.html`. */
export function guides(root: string): Plugin {
  return {
    name: 'outerref:guides',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const shell = bundle['guides.html'];
        if (shell?.type !== 'asset') return;
        const template = String(shell.source);
        const found = GUIDES.filter(({ file }) => existsSync(resolve(root, file)));
        const titles = new Map<string, string>();
        for (const { slug, file, summary } of found) {
          const text = readFileSync(resolve(root, file), 'utf8');
          const title = /^# (.*)$/m.exec(text)?.[1] ?? slug;
          titles.set(slug, title);
          this.emitFile({
            type: 'asset',
            fileName: `guides/${slug}.html`,
            source: fill(template, guide(text), { title, summary, path: `guides/${slug}.html` }),
          });
        }
        const items = found.map(
          ({ slug, summary }) =>
            `<li><a href="./guides/${slug}.html">${escapeHtml(titles.get(slug) ?? slug)}</a><p>${escapeHtml(summary)}</p></li>`,
        );
        items.push(
          '<li><a href="./bench.html">The bench</a><p>OuterRef and its alternatives, measured on the same work.</p></li>',
        );
        const body = `<h1>Guides</h1><ul class="contents">${items.join('')}</ul>`;
        shell.source = fill(template, body, { title: 'Guides', path: 'guides.html' });
      },
    },
  };
}

/** A guide as HTML: links to other guides lead to their pages, headings can be linked to. */
export function guide(text: string): string {
  const renderer = new Renderer();
  renderer.heading = function ({ tokens, depth }) {
    const id = tokens
      .map((token) => token.raw)
      .join('')
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s+/g, '-');
    return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>`;
  };
  renderer.code = ({ text, lang = '' }) => {
    const html = /^python/.test(lang) ? python(text) : escapeHtml(text);
    return `<figure><pre tabindex="0"><code>${html}</code></pre></figure>`;
  };
  renderer.link = function ({ href, tokens }) {
    const label = this.parser.parseInline(tokens);
    const [, path = href, anchor = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? [];
    const name = path.split('/').at(-1);
    const known = GUIDES.find(({ file }) => path.endsWith('.md') && file.split('/').at(-1) === name);
    if (path === '' || /^https?:/.test(href)) return `<a href="${escapeHtml(href)}">${label}</a>`;
    return known ? `<a href="./guides/${known.slug}.html${anchor}">${label}</a>` : label;
  };
  const inner = new Marked({ renderer, async: false });
  return (
    (inner.parse(text) as string)
      // A column that needs no name has no heading that says nothing.
      .replace(/<th([^>]*)><\/th>/g, '<td$1></td>')
      .replaceAll('<table>', '<div class="wide"><table>')
      .replaceAll('</table>', '</table></div>')
  );
}
