/** Reads packs and exercises as `docs/exercise-format.md` defines them. */
import type { SourceFile } from '../engine/types.ts';
import { FRONT_MATTER, readAttributes, readFrontMatter, unquoted } from '../lessons/parse.ts';
import { type Check, readCheck } from './checks.ts';

export interface Pack {
  title: string;
  summary: string;
  sets: { folder: string; title: string }[];
  /** Paths without `.md`, in order: the keys of progress. */
  exercises: string[];
  /** Paths below `_shared`. */
  shared: string[];
}

export interface Exercise {
  /** Its path in the pack without `.md`. */
  key: string;
  title: string;
  summary: string;
  level: number;
  files: SourceFile[];
  /** Files that are there for the code and not shown. */
  hidden: string[];
  sharedName: string | null;
  modelsModule: string;
  dataFile: string | null;
  scale: number | null;
  scales: number[];
  checks: Check[];
  /** Markdown. */
  task: string;
  starter: string;
  solutions: { name: string; source: string }[];
  /** Read-back code for a second run. */
  after: string | null;
  hints: string[];
  afterword: string;
}

export class PackError extends Error {
  override name = 'PackError';
}

/** What is wrong, with its line: an exercise that is broken names it. */
function wrong(file: string, line: number, message: string): PackError {
  return new PackError(`${file}, line ${line}: ${message}`);
}

const FENCE = /^(`{3,})python[ \t]+([^\n]*)\n([\s\S]*?)^\1`*[ \t]*$\n?/gm;

export function parsePack(text: string): Pack {
  const match = FRONT_MATTER.exec(text.replaceAll('\r\n', '\n'));
  if (!match) throw wrong('pack.md', 1, 'there is no front matter.');
  const { values, lists } = readFrontMatter(match[1] ?? '');
  const exercises = lists.get('exercises') ?? [];
  if (exercises.length === 0) throw wrong('pack.md', 1, 'no exercises are named.');
  return {
    title: values.get('title') ?? 'Exercises',
    summary: values.get('summary') ?? '',
    sets: (lists.get('sets') ?? []).map((item) => {
      const [folder = '', title = folder] = item.split(/ = (.*)/);
      return { folder, title };
    }),
    exercises: exercises.map((path) => path.replace(/\.md$/, '')),
    shared: lists.get('files') ?? [],
  };
}

/** One exercise, without the shared files: those are had by `sharedName`. */
export function parseExercise(key: string, text: string): Exercise {
  const source = text.replaceAll('\r\n', '\n');
  const match = FRONT_MATTER.exec(source);
  if (!match) throw wrong(`${key}.md`, 1, 'there is no front matter.');
  const { values, lists } = readFrontMatter(match[1] ?? '');
  refuseBroken(`${key}.md`, source, match[0].length);
  const scale = values.get('scale');
  const exercise: Exercise = {
    key,
    title: values.get('title') ?? key,
    summary: values.get('summary') ?? '',
    level: Number(values.get('level') ?? 1),
    files: [],
    hidden: [],
    sharedName: values.get('shared') ?? null,
    modelsModule: values.get('models') ?? 'models',
    dataFile: values.get('data') ?? null,
    scale: scale === undefined ? null : Number(scale),
    scales: (lists.get('scales') ?? []).map(Number),
    checks: (lists.get('checks') ?? []).map((check) => readCheck(check)),
    task: '',
    starter: '',
    solutions: [],
    after: null,
    hints: [],
    afterword: '',
  };
  const prose = source
    .slice(match[0].length)
    .replace(FENCE, (whole, _, info: string, code: string) => (takeFence(exercise, info, code) ? '' : whole));
  takeProse(exercise, prose);
  if (!exercise.starter) throw wrong(`${key}.md`, 1, 'there is no starter.');
  if (exercise.solutions.length === 0) throw wrong(`${key}.md`, 1, 'there is no solution.');
  return exercise;
}

/** Refuses what would be lost or misread: a check that is none, a heading that means nothing, a fence left open. */
function refuseBroken(file: string, source: string, bodyAt: number): void {
  const bodyFrom = source.slice(0, bodyAt).split('\n').length;
  let inChecks = false;
  let open: { ticks: number; line: number } | null = null;
  for (const [index, text] of source.split('\n').entries()) {
    const line = index + 1;
    if (line < bodyFrom) {
      if (/^[a-z-]+:/.test(text)) inChecks = text.startsWith('checks:');
      const item = inChecks ? /^ {2}- (.*)$/.exec(text)?.[1]?.trim() : undefined;
      if (item !== undefined && readCheck(unquoted(item)).kind === 'unknown')
        throw wrong(file, line, `"${item}" is no check.`);
      continue;
    }
    const ticks = /^(`{3,})([^`]*)$/.exec(text);
    if (open) {
      if (ticks && (ticks[1]?.length ?? 0) >= open.ticks && ticks[2]?.trim() === '') open = null;
    } else if (ticks) open = { ticks: ticks[1]?.length ?? 3, line };
    else if (text.startsWith('## ') && !['Hint', 'After'].includes(text.slice(3).trim()))
      throw wrong(file, line, `the heading "${text.slice(3).trim()}" means nothing here.`);
  }
  if (open) throw wrong(file, open.line, 'this fence is not closed.');
}

function takeFence(exercise: Exercise, info: string, text: string): boolean {
  const attributes = readAttributes(info);
  const code = text.replace(/\n$/, '');
  const file = attributes.get('file');
  const solution = attributes.get('solution');
  if (file !== undefined) {
    exercise.files.push({ path: file, text });
    if (attributes.has('hidden')) exercise.hidden.push(file);
  } else if (solution !== undefined) exercise.solutions.push({ name: solution, source: code });
  else if (attributes.has('starter')) exercise.starter = code;
  else if (attributes.has('after')) exercise.after = code;
  else return false;
  return true;
}

function takeProse(exercise: Exercise, prose: string): void {
  const [task = '', ...sections] = prose.split(/^## /m);
  exercise.task = task.trim();
  for (const section of sections) {
    const [heading = '', ...rest] = section.split('\n');
    const text = rest.join('\n').trim();
    if (heading.trim() === 'Hint') exercise.hints.push(text);
    else if (heading.trim() === 'After') exercise.afterword = text;
  }
}
