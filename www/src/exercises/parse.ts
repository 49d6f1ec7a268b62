/** Reads packs and exercises as `docs/exercise-format.md` defines them. */
import type { SourceFile } from '../engine/types.ts';
import { FRONT_MATTER, readAttributes, readFrontMatter } from '../lessons/parse.ts';
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

const FENCE = /^(`{3,})python[ \t]+([^\n]*)\n([\s\S]*?)^\1`*[ \t]*$\n?/gm;

export function parsePack(text: string): Pack {
  const match = FRONT_MATTER.exec(text.replaceAll('\r\n', '\n'));
  if (!match) throw new PackError('pack.md has no front matter.');
  const { values, lists } = readFrontMatter(match[1] ?? '');
  const exercises = lists.get('exercises') ?? [];
  if (exercises.length === 0) throw new PackError('pack.md names no exercises.');
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
  if (!match) throw new PackError(`${key}.md has no front matter.`);
  const { values, lists } = readFrontMatter(match[1] ?? '');
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
  if (!exercise.starter) throw new PackError(`${key}.md has no starter.`);
  if (exercise.solutions.length === 0) throw new PackError(`${key}.md has no solution.`);
  return exercise;
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
    else throw new PackError(`${exercise.key}.md has the heading "${heading.trim()}", which means nothing.`);
  }
}
