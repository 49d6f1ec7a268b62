import { existsSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import type { Aim, BenchResult, Bytes, Span } from '../src/bench/result.ts';
import { count, significant } from '../src/reading/figures.ts';
import { escapeHtml } from './html.ts';

/** The page of the bench: its tables are in the HTML, its charts are drawn over them. */
export function bench(file: string): Plugin {
  return {
    name: 'outerref:bench',
    transformIndexHtml: {
      order: 'pre',
      handler(html, { filename }) {
        if (!filename.endsWith('/bench.html')) return html;
        const result = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BenchResult) : null;
        return html.replace('<!-- body -->', () => benchBody(result));
      },
    },
  };
}

const span = (got: Span | null): string =>
  got ? `${significant(got.median)}\u00a0(${significant(got.min)}\u2060–\u2060${significant(got.max)})` : '–';

function table(head: string[], rows: string[][]): string {
  const heads = head
    .map((cell) => (cell === '' ? '<td></td>' : `<th scope="col">${escapeHtml(cell)}</th>`))
    .join('');
  const label = head.filter((cell) => cell !== '').join(', ');
  const line = ([first = '', ...cells]: string[]) =>
    `<tr><th scope="row">${escapeHtml(first)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  const body = rows.map(line).join('');
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(label)}"><table class="figures"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function wanted({ atLeast, atMost, unit }: Aim): string {
  const [sign, value] = atLeast === undefined ? ['≤', atMost ?? 0] : ['≥', atLeast];
  return `${sign} ${significant(value)}${unit === 'x' ? '×' : ` ${unit}`}`;
}

const verdict = ({ met }: Aim) => (met === null ? '' : met ? 'met' : 'missed');
const megabytes = (got: Span | null) => (got ? significant(got.median / 1e6) : '–');

const FIRST = { outerref: 'OuterRef', tuned: 'Pyodide, tuned', wheel: 'Pyodide, wheels' };

function engineTable({ code, data, crates }: NonNullable<BenchResult['engine']>): string {
  const rows: [string, number][] = [
    ['all code', code],
    ['all data', data],
    ...crates.map(({ crate, bytes }): [string, number] => [crate, bytes]),
  ];
  return `<p>What the engine is made of, before packing: the largest crates.</p>${table(
    ['', 'raw'],
    rows.map(([name, size]) => [name, count(size)]),
  )}`;
}

/** The body of the page; `null` before the bench ever ran. */
export function benchBody(result: BenchResult | null): string {
  if (!result) {
    return '<h1>The bench</h1><p>Nothing has been measured for this site yet. <code>./build.sh bench</code> does it.</p>';
  }
  const { machine, rounds, versions, first, memory } = result;
  const told = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const bytes = Object.entries({ ...result.bytes, 'widget before the click': result.widget })
    .filter((entry): entry is [string, Bytes] => entry[1] !== null && entry[1] !== undefined)
    .map(([name, one]) => [name, count(one.raw), count(one.gzip), count(one.brotli)]);
  return [
    '<h1>The bench</h1>',
    `<p>OuterRef and its alternatives on the same work, in turn, in ${rounds} ${rounds === 1 ? 'round' : 'rounds'} of one run.
      Figures are the median over the rounds; in brackets the least and the most. Ratios are taken within a round.</p>`,
    `<p>${escapeHtml(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB; Chromium ${machine.chromium}; ${told.join(', ')}.`)}
      Measured ${escapeHtml(result.measured)} UTC; load of the machine at the start of each round: ${escapeHtml(machine.load.join(', '))}.</p>`,
    result.quick ? '<p>This was a quick run of one round: the figures are rough.</p>' : '',
    '<h2>Against the aims</h2>',
    table(
      ['Ratio', 'aim', 'measured', ''],
      result.aims.map((aim) => [
        aim.name,
        wanted(aim),
        aim.got ? span(aim.got) : (aim.missing ?? '–'),
        verdict(aim),
      ]),
    ),
    '<h2>First result</h2>',
    '<p>From the start of the navigation to 51 rows in the page, in ms. Slow is 10 Mbit/s with 40 ms of latency.</p>',
    '<div class="chart" data-chart="first"></div>',
    table(
      ['ms', 'cold', 'warm', 'slow'],
      Object.entries(FIRST).map(([peer, name]) => {
        const { cold, warm, slow } = first[peer as keyof typeof FIRST];
        return [name, span(cold), span(warm), span(slow)];
      }),
    ),
    '<h2>Workloads</h2>',
    '<p>In ms. <em>Native</em> is OuterRef’s command; the last column is the modelled time of Django over the real one.</p>',
    '<div class="chart" data-chart="workloads"></div>',
    table(
      ['', 'CPython', 'native', 'Pyodide', 'OuterRef', 'Pyodide / OuterRef', 'same result', 'model'],
      result.workloads.map(({ title, millis, ratios, same, modelled }) => [
        title,
        span(millis.cpython),
        span(millis.outerrefNative),
        span(millis.pyodide),
        span(millis.outerref),
        span(ratios.pyodideToOuterref),
        same ? 'yes' : 'no',
        span(modelled),
      ]),
    ),
    '<h2>SQLite</h2>',
    '<p>The same statements, in ms. OuterRef’s time in the database is without Python’s objects; the peers’ is with JavaScript’s.</p>',
    table(
      ['', 'OuterRef, database', 'with Python', 'sqlite-wasm', 'sql.js', 'same rows'],
      result.sql.map(({ name, millis, same }) => [
        name.replaceAll('_', ' '),
        span(millis.outerrefDatabase),
        span(millis.outerrefPython),
        span(millis.sqliteWasm),
        span(millis.sqlJs),
        same ? 'yes' : 'no',
      ]),
    ),
    '<h2>Bytes</h2>',
    '<p>Of all files that are asked for until the first result.</p>',
    table(['', 'raw', 'gzip 9', 'brotli 11'], bytes),
    ...(result.engine ? [engineTable(result.engine)] : []),
    '<h2>Memory</h2>',
    '<p>WebAssembly memory, in MB.</p>',
    table(
      ['', 'at the first result', 'after the workloads'],
      Object.entries(memory).map(([peer, one]) => [
        peer === 'outerref' ? 'OuterRef' : 'Pyodide',
        megabytes(one.first),
        megabytes(one.after),
      ]),
    ),
    ...result.failures.map(({ what, reason }) => `<p>Failed: ${escapeHtml(what)}: ${escapeHtml(reason)}</p>`),
  ].join('\n');
}
