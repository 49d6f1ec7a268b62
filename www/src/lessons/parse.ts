/** Reads a lesson as `docs/lesson-format.md` defines it. What is wrong with one, `outerref check` says. */

export interface Lesson {
  /** The file's name without number and ending. */
  slug: string;
  title: string;
  summary: string;
  order: number;
  scale: number | null;
  /** The scales at which growth is measured. */
  scales: number[];
  files: { path: string; text: string }[];
  modelsModule: string;
  dataFile: string | null;
  approaches: { name: string; source: string }[];
  /** Changes to try: opened as an approach on demand. */
  tries: { name: string; source: string }[];
  /** What the reader is asked before running, what to choose from, and the answer: a choice, or a figure. */
  predict: string | null;
  choices: string[];
  answer: string | null;
  /** The prose with its fences, Markdown, without the front matter. */
  body: string;
}

/** The files of `_shared/<name>/`, by their paths from there. */
export type SharedFiles = (name: string) => { path: string; text: string }[];

export interface FrontMatter {
  values: Map<string, string>;
  lists: Map<string, string[]>;
}

export const FRONT_MATTER = /^---\n([\s\S]*?\n)---\n/;
const FENCE = /^(`{3,})python[ \t]+([^\n]*)\n([\s\S]*?)^\1`*[ \t]*$/gm;
const ATTRIBUTE = /(\w+)(?:=(?:"((?:[^"\\]|\\["\\])*)"|(\S+)))?/g;

export function parseLesson(fileName: string, text: string, shared: SharedFiles): Lesson {
  const source = text.replaceAll('\r\n', '\n');
  const match = FRONT_MATTER.exec(source);
  const front = readFrontMatter(match?.[1] ?? '');
  const body = match ? source.slice(match[0].length) : source;
  const [, order = '0', slug = fileName.replace(/\.md$/, '')] = /^(\d+)-(.*)\.md$/.exec(fileName) ?? [];
  const sharedName = front.values.get('shared');
  const scale = front.values.get('scale');
  const lesson: Lesson = {
    slug,
    title: front.values.get('title') ?? slug,
    summary: front.values.get('summary') ?? '',
    order: Number(order),
    scale: scale === undefined ? null : Number(scale),
    scales: (front.lists.get('scales') ?? []).map(Number),
    files: sharedName === undefined ? [] : shared(sharedName),
    modelsModule: front.values.get('models') ?? 'models',
    dataFile: front.values.get('data') ?? null,
    approaches: [],
    tries: [],
    predict: front.values.get('predict') ?? null,
    choices: front.lists.get('choices') ?? [],
    answer: front.values.get('answer') ?? null,
    body,
  };
  for (const fence of body.matchAll(FENCE)) addFence(lesson, fence[2] ?? '', fence[3] ?? '');
  lesson.files.sort((a, b) => rank(lesson, a.path) - rank(lesson, b.path));
  return lesson;
}

export function readFrontMatter(text: string): FrontMatter {
  const front: FrontMatter = { values: new Map(), lists: new Map() };
  let list: string[] = [];
  for (const line of text.split('\n')) {
    const item = /^ {2}- (.*)$/.exec(line);
    const pair = /^([a-z-]+):(.*)$/.exec(line);
    if (item) list.push(unquoted(item[1] ?? ''));
    else if (pair?.[1] !== undefined && pair[2]?.trim() === '') {
      list = [];
      front.lists.set(pair[1], list);
    } else if (pair?.[1] !== undefined) front.values.set(pair[1], unquoted(pair[2] ?? ''));
  }
  return front;
}

export function unquoted(value: string): string {
  const text = value.trim();
  const quoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return quoted ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;
}

/** The words and `name="text"` pairs after a fence's language. */
export function readAttributes(info: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', quoted, plain] of info.matchAll(ATTRIBUTE)) {
    attributes.set(name, quoted?.replace(/\\(["\\])/g, '$1') ?? plain ?? '');
  }
  return attributes;
}

function addFence(lesson: Lesson, info: string, text: string): void {
  const code = text.replace(/\n$/, '');
  const attributes = readAttributes(info);
  const file = attributes.get('file');
  const approach = attributes.get('approach');
  const change = attributes.get('try');
  if (approach !== undefined) lesson.approaches.push({ name: approach, source: code });
  else if (change !== undefined) lesson.tries.push({ name: change, source: code });
  else if (file !== undefined) {
    lesson.files = lesson.files.filter((each) => each.path !== file);
    lesson.files.push({ path: file, text });
  }
}

/** The models first, then the data, then the rest. */
function rank(lesson: Lesson, path: string): number {
  if (path === `${lesson.modelsModule}/models.py` || path === `${lesson.modelsModule}.py`) return 0;
  return path === lesson.dataFile ? 1 : 2;
}
