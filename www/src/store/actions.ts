/** What a person does to the workbench and the view. Elements call these; nothing else changes the store. */
import type { Lesson } from '../lessons/parse.ts';
import type { TimeModel } from '../reading/modelled.ts';
import {
  allTabs,
  approachTab,
  fromLesson,
  type TabId,
  tabNamed,
  textOf,
  type Workbench,
  withText,
} from '../workbench/workbench.ts';
import { notifyUndo } from './notice.ts';
import {
  type DetailTab,
  type Dialog,
  type Pointed,
  type Shown,
  store,
  type Theme,
  type TimeMode,
} from './state.ts';
import { openTab } from './tabs.ts';
import { nextTheme } from './theme.ts';

export function typed(tab: TabId, text: string): void {
  store.set({ workbench: withText(store.state.workbench, tab, text) });
}

/** Puts another workbench in place. What was there, with its results, can be had back from the notice. */
export function replaceWorkbench(workbench: Workbench, notice = ''): void {
  const { workbench: before, shown } = store.state;
  place(workbench, null);
  if (notice) notifyUndo(notice, () => place(before, shown));
}

function place(workbench: Workbench, shown: Shown | null): void {
  const first = workbench.approaches[0];
  const { revision, activeTab } = store.state;
  const stays = textOf(workbench, activeTab) !== undefined && activeTab.startsWith('file:');
  const tab = stays ? activeTab : first ? approachTab(first.id) : (allTabs(workbench)[0] ?? 'file:models.py');
  store.set({
    workbench,
    shown,
    revision: revision + 1,
    activeTab: tab,
    approach: 0,
    chosen: null,
    pointed: null,
    growth: null,
    notice: null,
    ended: null,
  });
}

export function openLesson(lesson: Lesson): void {
  replaceWorkbench(fromLesson(lesson), `Opened "${lesson.title}".`);
}

export function setScale(scale: number | null): void {
  store.set({ workbench: { ...store.state.workbench, scale } });
}

export function setDialect(dialect: Workbench['dialect']): void {
  store.set({ workbench: { ...store.state.workbench, dialect } });
}

export function point(pointed: Pointed | null): void {
  store.set({ pointed });
}

/** Chooses a statement: its details are shown and its line is opened. */
export function choose(approach: number, query: number, open: { line: boolean; details: boolean }): void {
  const { shown, workbench } = store.state;
  const found = shown?.report.approaches[approach]?.queries[query];
  if (!found) return;
  store.set({
    chosen: { approach, query },
    call: null,
    approach,
    ...(open.details ? { detail: 'queries' as const } : {}),
  });
  const tab = found.file === null ? undefined : tabNamed(workbench, found.file);
  if (open.line && tab) store.set({ activeTab: tab });
}

/** Points at a call of the open statement and with it at its parts of the SQL. */
export function pointCall(call: number | null): void {
  if (store.state.call !== call) store.set({ call });
}

/** Folds the chosen statement up again. */
export function fold(): void {
  store.set({ chosen: null });
}

/** A jump to a line that a Report names. The editor listens to it. */
export function goTo(file: string | null, line: number | null, { focus = true } = {}): void {
  const tab = file === null ? undefined : tabNamed(store.state.workbench, file);
  if (!tab) return;
  store.set({ pane: 'code' });
  openTab(tab);
  if (line !== null)
    queueMicrotask(() => jumps.dispatchEvent(new CustomEvent('jump', { detail: { line, focus } })));
}

export const jumps = new EventTarget();

export function showDetail(detail: DetailTab): void {
  store.set({ detail });
}

/** Shows the details of an approach; where the code of another one is open, its own takes that place. */
export function showApproach(approach: number): void {
  const { shown, workbench, activeTab } = store.state;
  const name = shown?.report.approaches[approach]?.name;
  const tab = name === undefined ? undefined : tabNamed(workbench, name);
  const follows = tab !== undefined && activeTab.startsWith('approach:');
  store.set({ approach, chosen: null, call: null, ...(follows ? { activeTab: tab } : {}) });
}

export function showPane(pane: 'code' | 'results'): void {
  store.set({ pane });
}

export function setTimeModel(timeModel: TimeModel): void {
  store.set({ timeModel });
}

export function setTimeMode(timeMode: TimeMode): void {
  store.set({ timeMode });
}

export function changeTheme(theme: Theme = nextTheme(store.state.theme)): void {
  store.set({ theme });
}

export function openDialog(dialog: Dialog): void {
  store.set({ dialog });
}

export function closeDialog(): void {
  if (store.state.dialog) store.set({ dialog: null });
}

/** Shows an earlier run again. */
export function showRun(shown: Shown): void {
  store.set({ shown, approach: 0, chosen: null, pointed: null });
}

/** Puts the figures of an earlier run beside those of the shown one; nothing takes them away. */
export function compareWith(baseline: Shown | null): void {
  store.set({ baseline });
}
