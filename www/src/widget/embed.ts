/**
 * The widget alone on a page, for hosts that forbid scripts and allow an `<iframe>`: `embed.html#lesson=SLUG`, or
 * `embed.html#w1...` as links of the playground have it. `?theme=dark` and `?read-only` are the element's attributes.
 */
import { lessons } from 'virtual:lessons';
import { prerenderedReport } from '../engine/prerendered.ts';
import type { Report } from '../engine/types.ts';
import { fromFragment } from '../workbench/share.ts';
import { fromLesson, type Workbench } from '../workbench/workbench.ts';
import type { OuterRefElement } from './element.ts';

const PASSED_ON = ['theme', 'read-only', 'auto-run', 'height', 'dialect'];

interface Shown {
  workbench: Workbench;
  report: Report | null;
}

async function ofLesson(slug: string): Promise<Shown> {
  const found = lessons.find((each) => each.slug === slug);
  if (!found) throw new Error(`There is no lesson "${slug}".`);
  const [{ default: lesson }, report] = await Promise.all([
    found.load(),
    found.prerendered ? prerenderedReport(slug) : null,
  ]);
  return { workbench: fromLesson(lesson), report };
}

async function read(): Promise<Shown> {
  const slug = new URLSearchParams(location.hash.slice(1)).get('lesson');
  if (slug !== null) return ofLesson(slug);
  const workbench = await fromFragment(location.hash);
  if (!workbench) throw new Error('This address names no lesson and holds no code.');
  return { workbench, report: null };
}

async function show(): Promise<void> {
  const main = document.querySelector('main') ?? document.body;
  for (const old of document.querySelectorAll('outer-ref, main > p')) old.remove();
  const asked = new URLSearchParams(location.search);
  const theme = asked.get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  try {
    const { workbench, report } = await read();
    await customElements.whenDefined('outer-ref');
    const element = document.createElement('outer-ref') as OuterRefElement;
    for (const name of PASSED_ON) {
      const value = asked.get(name);
      if (value !== null) element.setAttribute(name, value);
    }
    element.show(workbench, report);
    main.append(element);
  } catch (error) {
    const message = document.createElement('p');
    message.textContent = error instanceof Error ? error.message : String(error);
    main.append(message);
  }
}

addEventListener('hashchange', () => void show());
void show();
