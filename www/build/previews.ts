import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Report } from '../src/engine/types.ts';
import type { Lesson } from '../src/lessons/parse.ts';
import { count } from '../src/reading/figures.ts';
import { escapeHtml } from './html.ts';

const FONTS = '@expo-google-fonts/jetbrains-mono';
const [PAPER, INK, QUIET, TRIP] = ['#fbfaf7', '#1b1a17', '#6b6862', '#c4161c'];
/** Characters of the title on one line. */
const LINE = 30;
/** Approaches that fit. */
const MOST = 5;

let ready: Promise<Uint8Array[]> | null = null;

/** The picture of a lesson that other sites show beside a link to it: its title, and the trips each approach makes. */
export async function preview(lesson: Lesson, report: Report | null): Promise<Uint8Array> {
  ready ??= load();
  const fontBuffers = await ready;
  const font = { fontBuffers, defaultFontFamily: 'JetBrains Mono' };
  return new Resvg(drawing(lesson, report), { font }).render().asPng();
}

async function load(): Promise<Uint8Array[]> {
  const { resolve } = createRequire(import.meta.url);
  await initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return ['400Regular', '600SemiBold'].map((name) =>
    readFileSync(resolve(`${FONTS}/${name}/JetBrainsMono_${name}.ttf`)),
  );
}

export function drawing(lesson: Lesson, report: Report | null): string {
  const title = linesOf(lesson.title).map(
    (line, at) =>
      `<text x="64" y="${132 + 64 * at}" font-size="54" font-weight="600">${escapeHtml(line)}</text>`,
  );
  const approaches = approachesOf(lesson, report).slice(0, MOST);
  const most = Math.max(1, ...approaches.map((each) => each.totals.queries));
  const top = 600 - 64 * approaches.length;
  const rows = approaches.map(({ name, totals }, at) => {
    const y = top + 64 * at;
    const width = Math.max(4, (560 * totals.queries) / most);
    const shown = name.length > 18 ? `${name.slice(0, 17)}…` : name;
    return `<text x="64" y="${y}" font-size="28">${escapeHtml(shown)}</text>
      <text x="500" y="${y}" font-size="28" font-weight="600" fill="${TRIP}" text-anchor="end">${count(totals.queries)}</text>
      <rect x="524" y="${y - 22}" width="${width}" height="26" fill="${TRIP}"/>`;
  });
  const head =
    approaches.length > 0
      ? `<text x="500" y="${top - 48}" font-size="22" fill="${QUIET}" text-anchor="end">queries</text>`
      : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" font-family="JetBrains Mono" fill="${INK}">
    <rect width="1200" height="630" fill="${PAPER}"/>
    <text x="64" y="60" font-size="22" fill="${QUIET}">OuterRef · what your Django queries cost</text>
    ${title.join('')}${head}${rows.join('')}
  </svg>`;
}

/** Without the changes to try. */
function approachesOf(lesson: Lesson, report: Report | null): Report['approaches'] {
  const names = new Set(lesson.approaches.map((each) => each.name));
  return (report?.approaches ?? []).filter((each) => names.has(each.name));
}

/** The title in as many lines as it takes, three at most. */
function linesOf(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 3);
}

/** The picture in words, for who cannot see it. */
export function wordsOf(lesson: Lesson, report: Report | null): string {
  const said = approachesOf(lesson, report)
    .map((each) => `${each.name}: ${count(each.totals.queries)}`)
    .join(', ');
  return said ? `${lesson.title}. Queries: ${said}.` : lesson.title;
}
