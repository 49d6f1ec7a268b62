/** What the page begins with, and keeping it: every change of code is saved as it is typed. */
import { isReadable } from '../engine/readable.ts';
import type { Lesson } from '../lessons/parse.ts';
import { readWorkbench } from '../workbench/saved.ts';
import { allTabs, approachTab, fromLesson, type TabId, type Workbench } from '../workbench/workbench.ts';
import { type PageState, store } from './state.ts';
import { load, save } from './storage.ts';
import { applyTheme, themeOf } from './theme.ts';

function embedded<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent;
  try {
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

/** The theme that was chosen, and keeping it: for pages that have no workbench to keep. */
export function keepTheme(): void {
  store.set({ theme: themeOf(load('theme')) });
  applyTheme(store.state.theme);
  let last = store.state.theme;
  store.subscribe(() => {
    if (store.state.theme === last) return;
    last = store.state.theme;
    save('theme', last);
    applyTheme(last);
  });
}

/** Says whether nothing of the person's own was there. */
export function restore(): { untouched: boolean } {
  const saved = readWorkbench(load('workbench'));
  const lesson = embedded<Lesson>('first-lesson');
  const first = lesson && fromLesson(lesson);
  const workbench = saved ?? first ?? store.state.workbench;
  const found = embedded<unknown>('first-report');
  const report = isReadable(found) ? found : null;
  const untouched = first === null ? saved === null : JSON.stringify(workbench) === JSON.stringify(first);
  store.set({
    workbench,
    activeTab: firstTab(workbench),
    shown: report && untouched ? { report, workbench, prerendered: true, at: 0 } : null,
  });
  return { untouched };
}

function firstTab(workbench: Workbench): TabId {
  const [approach] = workbench.approaches;
  return approach ? approachTab(approach.id) : (allTabs(workbench)[0] ?? 'file:models.py');
}

const LARGE = 200_000;
const PAUSE_MILLIS = 400;

function sizeOf({ files, approaches }: Workbench): number {
  return (
    files.reduce((sum, file) => sum + file.text.length, 0) +
    approaches.reduce((sum, each) => sum + each.source.length, 0)
  );
}

export function keepSaved(): void {
  let before: PageState = store.state;
  let warned = false;
  let timer = 0;
  const saveNow = () => {
    clearTimeout(timer);
    if (save('workbench', store.state.workbench) || warned) return;
    warned = true;
    store.set({ notice: { text: 'This browser keeps nothing: your code is lost when the page closes.' } });
  };
  // Ordinary code is saved as it is typed. Writing megabytes at each key would be felt, so that waits for a pause.
  const saveSoon = () => {
    clearTimeout(timer);
    if (sizeOf(store.state.workbench) < LARGE) saveNow();
    else timer = window.setTimeout(saveNow, PAUSE_MILLIS);
  };
  store.subscribe(() => {
    const now = store.state;
    const last = before;
    before = now;
    if (now.workbench !== last.workbench) saveSoon();
  });
  addEventListener('pagehide', saveNow);
}
