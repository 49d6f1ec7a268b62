import type { Plugin } from 'vite';
import type { Report } from '../src/engine/types.ts';
import type { Lesson } from '../src/lessons/parse.ts';
import { count, millis } from '../src/reading/figures.ts';
import { modelledMicros } from '../src/reading/modelled.ts';
import { sentenceOf } from '../src/reading/sentence.ts';
import { escapeHtml } from './html.ts';
import { readLessons } from './lessons.ts';

export type ReportOf = (lesson: Lesson) => Report | null;

const MODEL = { roundTripMicros: 1000, bitsPerSecond: 1e9 };

/**
 * Puts the first lesson and, where there is one, its prerendered Report into the page: as data, so that code
 * and figures are there before the engine is, and as plain HTML, for readers without JavaScript.
 */
export function firstVisit(folder: string, reportOf: ReportOf): Plugin {
  const block = (id: string, value: unknown) => ({
    tag: 'script',
    // A data block: nothing in it is executed.
    attrs: { type: 'application/json', id },
    // `<` is the one character that could end the block.
    children: JSON.stringify(value).replaceAll('<', '\\u003c'),
    injectTo: 'body' as const,
  });
  return {
    name: 'outerref:first-visit',
    transformIndexHtml(html, { path }) {
      if (path !== '/index.html') return html;
      const all = readLessons(folder);
      const first = all.find((lesson) => lesson.slug.includes('dashboard')) ?? all[0];
      if (!first) return html;
      const report = reportOf(first);
      return {
        html: html.replace('<!-- first lesson -->', () => plain(first, report)),
        tags: [block('first-lesson', first), block('first-report', report)],
      };
    },
  };
}

/** The lesson as plain HTML, laid out as the page will be: the code, and beside it the sentence and the figures. */
function plain(lesson: Lesson, report: Report | null): string {
  const code = lesson.approaches.map(
    ({ name, source }) => `<h3>${escapeHtml(name)}</h3>\n<pre tabindex="0">${escapeHtml(source)}</pre>`,
  );
  const said = report ? sentenceOf(report, MODEL, false) : null;
  const sentence = said ? `<h2>${escapeHtml(said.main)}</h2>` : `<h2>${escapeHtml(lesson.title)}</h2>`;
  const speed = said?.measured ? `<p>${escapeHtml(`${said.measured}; ${said.modelled}.`)}</p>` : '';
  const origin = report ? '<p>Measured when this page was built.</p>' : '';
  return `<section class="results" aria-label="Results">
${sentence}
${speed}
${origin}
${report ? table(report) : ''}
<p><strong>${escapeHtml(lesson.title)}.</strong> ${escapeHtml(lesson.summary)}</p>
</section>
<section class="code" aria-label="Code">
${code.join('\n')}
</section>`;
}

function table(report: Report): string {
  const rows = report.approaches.map((approach) => {
    const cells = [
      count(approach.totals.queries),
      millis(approach.timing.medianMicros),
      millis(modelledMicros(approach, MODEL)),
    ];
    return `<tr><th scope="row">${escapeHtml(approach.name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const head = ['Approach', 'queries', 'measured, ms', 'modelled 1 ms away, ms'].map(
    (each) => `<th scope="col">${each}</th>`,
  );
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
