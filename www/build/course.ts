import { marked, Renderer, type Tokens } from 'marked';
import type { Plugin } from 'vite';
import type { Approach, Report } from '../src/engine/types.ts';
import { figureOf, readPlaceholder } from '../src/lessons/figures.ts';
import { type Lesson, readAttributes } from '../src/lessons/parse.ts';
import { count, millis } from '../src/reading/figures.ts';
import { modelledMicros } from '../src/reading/modelled.ts';
import { MARKS } from '../src/reading/scores.ts';
import type { ReportOf } from './first-visit.ts';
import { python, sql } from './highlight.ts';
import { escapeHtml } from './html.ts';
import { readLessons } from './lessons.ts';
import { preview, wordsOf } from './previews.ts';
import { fill } from './shell.ts';

const MODEL = { roundTripMicros: 1000, bitsPerSecond: 1e9 };

/**
 * The course as pages that need no JavaScript: the contents in `course.html`, each lesson in
 * `course/<slug>.html`, with the figures of its prerendered Report in the text.
 */
export function course(folder: string, reportOf: ReportOf): Plugin {
  return {
    name: 'outerref:course',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const shell = bundle['course.html'];
        if (shell?.type !== 'asset') return;
        const template = String(shell.source);
        const lessons = readLessons(folder);
        shell.source = fill(template, contents(lessons), { title: 'The course', path: 'course.html' });
        for (const [index, lesson] of lessons.entries()) {
          const report = reportOf(lesson);
          const { slug, title, summary } = lesson;
          const picture = { path: `previews/${slug}.png`, words: wordsOf(lesson, report) };
          this.emitFile({ type: 'asset', fileName: picture.path, source: await preview(lesson, report) });
          const path = `course/${slug}.html`;
          const body = page(lesson, report, lessons[index - 1], lessons[index + 1]);
          const source = fill(template, body, { title, summary, picture, path });
          this.emitFile({ type: 'asset', fileName: path, source });
        }
      },
    },
  };
}

function contents(lessons: Lesson[]): string {
  const items = lessons.map(
    ({ slug, title, summary }) =>
      `<li><a href="./course/${slug}.html">${escapeHtml(title)}</a><p>${escapeHtml(summary)}</p></li>`,
  );
  return `<h1>The course</h1>
    <p class="lead">${lessons.length} short lessons, from what a query is to when one query is not better. Each is a question, some ways of answering it, and what the instrument shows.</p>
    <ol class="contents">${items.join('')}</ol>`;
}

/** One lesson as HTML. */
export function page(lesson: Lesson, report: Report | null, before?: Lesson, after?: Lesson): string {
  const open = `<p class="open"><a class="button" href="./#lesson=${lesson.slug}">Open it in the playground</a></p>`;
  const link = (to: Lesson | undefined, label: string) =>
    to ? `<a href="./course/${to.slug}.html">${label}: ${escapeHtml(to.title)}</a>` : '<span></span>';
  return `<h1>${escapeHtml(lesson.title)}</h1>
    <p class="lead">${escapeHtml(lesson.summary)}</p>
    ${prediction(lesson, report)}
    ${prose(lesson, report)}
    ${instrument(lesson, report)}
    ${open}
    <nav class="next" aria-label="Lessons">${link(before, 'Before')}${link(after, 'Next')}</nav>`;
}

/** What the instrument shows of the approaches: their figures, and each statement once. */
function instrument(lesson: Lesson, report: Report | null): string {
  const names = new Set(lesson.approaches.map((each) => each.name));
  const approaches = (report?.approaches ?? []).filter((each) => names.has(each.name));
  if (approaches.length === 0) return '';
  const head = ['Approach', 'queries', 'rows', 'cells', 'measured, ms', 'modelled 1 ms away, ms'];
  const rows = approaches.map((each) => {
    const timed = each.timing.runs > 0;
    const cells = [
      count(each.totals.queries),
      count(each.totals.rowsFetched),
      count(each.totals.cellsFetched),
      timed ? millis(each.timing.medianMicros) : '–',
      timed ? millis(modelledMicros(each, MODEL)) : '–',
    ];
    return `<tr><th scope="row">${escapeHtml(each.name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const statements = approaches.filter((each) => each.queries.length > 0).map(statementsOf);
  return `<h2>What the instrument shows</h2>
    <div class="wide" tabindex="0" role="region" aria-label="Figures"><table class="figures"><thead><tr>${head.map((each) => `<th scope="col">${each}</th>`).join('')}</tr></thead>
    <tbody>${rows.join('')}</tbody></table></div>${questions(approaches)}${statements.join('')}`;
}

/** The article's questions, each answered for each approach with what was seen. */
function questions(approaches: Approach[]): string {
  const asked = approaches.find((each) => each.checklist?.length)?.checklist ?? [];
  if (asked.length === 0) return '';
  const head = ['Approach', ...asked.map((each) => each.text)];
  const rows = approaches.map(({ name, checklist = [] }) => {
    const cells = checklist.map(
      ({ verdict, because }) =>
        `<td><strong class="${verdict}">${MARKS[verdict]} ${verdict}</strong> ${escapeHtml(because)}</td>`,
    );
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join('')}</tr>`;
  });
  return `<h3>The three questions</h3>
    <div class="wide" tabindex="0" role="region" aria-label="The three questions"><table class="questions"><thead><tr>${head.map((each) => `<th scope="col">${escapeHtml(each)}</th>`).join('')}</tr></thead>
    <tbody>${rows.join('')}</tbody></table></div>`;
}

function statementsOf({ name, queries }: Approach): string {
  const times = new Map<string, number>();
  for (const query of queries) times.set(query.sql, (times.get(query.sql) ?? 0) + 1);
  const items = [...times].map(
    ([text, often]) =>
      `<li>${often > 1 ? `${count(often)} times` : ''}<code class="sql">${sql(text)}</code></li>`,
  );
  return `<details class="statements"><summary>SQL of ${escapeHtml(name)}</summary><ol>${items.join('')}</ol></details>`;
}

function prediction({ predict, choices, answer }: Lesson, report: Report | null): string {
  if (predict === null || answer === null) return '';
  const list =
    choices.length > 0 ? `<ul>${choices.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>` : '';
  const shown = choices.length > 0 ? escapeHtml(answer) : figureHtml(answer, report);
  return `<aside class="predict"><p><strong>Before you read on.</strong> ${escapeHtml(predict)}</p>${list}
    <details><summary>The answer</summary><p>${shown}</p></details></aside>`;
}

function prose(lesson: Lesson, report: Report | null): string {
  const renderer = new Renderer();
  renderer.code = (token: Tokens.Code) => code(token, lesson.slug);
  renderer.text = (token) => {
    if ('tokens' in token && token.tokens) return renderer.parser.parseInline(token.tokens);
    const text = 'escaped' in token && token.escaped ? token.text : escapeHtml(token.text);
    return text.replace(/\{\{(.*?)\}\}/g, (_, inside: string) => figureHtml(inside, report));
  };
  return marked.parse(lesson.body, { renderer, async: false });
}

/** A fence: what runs has its name above it, what is hidden is left out. */
function code({ text, lang = '' }: Tokens.Code, slug: string): string {
  const info = lang.trim();
  if (/\bhidden\b/.test(info)) return '';
  const attributes = readAttributes(info);
  const change = attributes.get('try');
  const name = attributes.get('approach') ?? attributes.get('file') ?? change;
  const open =
    change === undefined
      ? ''
      : ` <a class="try" href="./#lesson=${slug}&amp;try=${encodeURIComponent(change)}">Open it beside the others</a>`;
  const title = name === undefined ? '' : `<figcaption>${escapeHtml(name)}${open}</figcaption>`;
  const html = info.startsWith('python')
    ? python(text)
    : info.startsWith('sql')
      ? sql(text)
      : escapeHtml(text);
  return `<figure>${title}<pre tabindex="0"><code>${html}</code></pre></figure>`;
}

/** A figure in the text, or a dash where this build has no report to take it from. */
function figureHtml(inside: string, report: Report | null): string {
  const placeholder = readPlaceholder(inside.replaceAll('&quot;', '"'));
  const figure = placeholder && figureOf(report, placeholder);
  if (!figure) return '<span class="missing" title="Not measured in this build">–</span>';
  if (figure.kind === 'sql') return `<code class="sql">${sql(figure.text)}</code>`;
  return figure.kind === 'code'
    ? `<code>${escapeHtml(figure.text)}</code>`
    : `<span class="measured">${escapeHtml(figure.text)}</span>`;
}
