/** What a widget is given: attributes and light-DOM children of `<outer-ref>`. */
import { isReadable } from '../engine/readable.ts';
import type { Dialect, Report, SourceFile } from '../engine/types.ts';
import { parseLesson } from '../lessons/parse.ts';
import { type ApproachTab, freeName, fromLesson, type Workbench } from '../workbench/workbench.ts';

export interface Given {
  workbench: Workbench;
  /** Files that are there for the code but not shown. */
  hidden: Set<string>;
  /** Prerendered where the page was built. */
  report: Report | null;
}

const PYTHON = 'script[type="text/x-python"], pre[data-approach], pre[data-file]';

/** Reads the children: `data-file="models.py"`, `data-approach="Loop"`, and a `data-report` in JSON. */
export function readChildren(element: HTMLElement): Given {
  const files: SourceFile[] = [];
  const approaches: ApproachTab[] = [];
  const hidden = new Set<string>();
  const workbench: Workbench = {
    title: element.getAttribute('label') ?? document.title,
    lesson: null,
    files,
    modelsModule: element.getAttribute('models') ?? 'models',
    dataFile: element.getAttribute('data'),
    approaches,
    scale: numberOf(element.getAttribute('scale')),
    scales: [],
    dialect: dialectOf(element.getAttribute('dialect')),
  };
  for (const child of sourcesOf(element)) {
    const text = dedent(child.textContent ?? '');
    const { file, approach } = child.dataset;
    if (file !== undefined) {
      files.push({ path: file, text });
      if (child.hasAttribute('data-hidden')) hidden.add(file);
    } else {
      const name = freeName(workbench, approach || `Approach ${approaches.length + 1}`);
      approaches.push({ id: `a${approaches.length + 1}`, name, source: text });
    }
  }
  workbench.dataFile ??= files.some((file) => file.path === 'data.py') ? 'data.py' : null;
  return { workbench, hidden, report: readReport(element) };
}

/** The children, or the `<pre>` just before an element that has none. */
function sourcesOf(element: HTMLElement): HTMLElement[] {
  const inside = [...element.querySelectorAll<HTMLElement>(PYTHON)];
  const before = element.previousElementSibling;
  return inside.length === 0 && before instanceof HTMLPreElement ? [before] : inside;
}

/** A lesson file named by `src`. What several lessons share lies beside it, in `_shared`. */
export async function readLessonFile(url: URL): Promise<Given> {
  const text = await fetchText(url);
  const name = url.pathname.split('/').at(-1) ?? 'lesson.md';
  const needed = /^shared: *(\S+)/m.exec(text)?.[1];
  const files: SourceFile[] = [];
  if (needed !== undefined) {
    // A lesson says which app and which data it needs; there is no listing of a folder on a static host.
    const models = /^models: *(\S+)/m.exec(text)?.[1] ?? 'models';
    const data = /^data: *(\S+)/m.exec(text)?.[1];
    const paths = [`${models.replaceAll('.', '/')}/models.py`, ...(data ? [data] : [])];
    for (const path of paths)
      files.push({ path, text: await fetchText(new URL(`_shared/${needed}/${path}`, url)) });
  }
  const lesson = parseLesson(name, text, () => files);
  return { workbench: fromLesson(lesson), hidden: new Set(), report: null };
}

async function fetchText(url: URL): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be had (HTTP ${response.status}).`);
  return response.text();
}

function readReport(element: HTMLElement): Report | null {
  const text = element.querySelector('script[type="application/json"][data-report]')?.textContent;
  try {
    const found: unknown = text ? JSON.parse(text) : null;
    return isReadable(found) ? found : null;
  } catch {
    return null;
  }
}

function numberOf(text: string | null): number | null {
  const value = Number(text);
  return text !== null && value > 0 ? Math.round(value) : null;
}

function dialectOf(text: string | null): Dialect {
  return text === 'postgresql' || text === 'mysql' ? text : 'sqlite';
}

/** Code in HTML is indented with the HTML: what all lines share is taken away. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const shared = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(shared)).join('\n');
}
