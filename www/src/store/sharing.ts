/** Getting a workbench out of the page and into it: links, files, the example it began with. */
import { lessons } from 'virtual:lessons';
import { readWorkbench } from '../workbench/saved.ts';
import { fromFragment, LinkError, LONGEST_LINK, toFragment } from '../workbench/share.ts';
import { fromLesson, type Workbench } from '../workbench/workbench.ts';
import { closeDialog, openDialog, replaceWorkbench } from './actions.ts';
import { openExample } from './examples.ts';
import { download, pickFile } from './files.ts';
import { notify } from './notice.ts';
import { store } from './state.ts';

export const LINK_TOO_LONG = 'This is too much for a link. As a file it can be sent in any way.';
const LARGEST_FILE = 5_000_000;

export async function share(): Promise<void> {
  const fragment = await toFragment(store.state.workbench);
  const link = `${location.href.replace(/#.*$/, '')}#${fragment}`;
  openDialog({ kind: 'share', link: link.length > LONGEST_LINK ? null : link });
}

export async function copyLink(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    closeDialog();
    notify('Copied the link.');
  } catch {
    notify('The browser did not allow copying. Select the link instead.');
  }
}

/** Takes a workbench from the address, asking first where it would replace somebody's work. */
export async function takeFromAddress(untouched: boolean): Promise<void> {
  const { hash } = location;
  if (!hash) return;
  const asked = new URLSearchParams(hash.slice(1));
  const lesson = asked.get('lesson');
  if (lesson !== null) {
    history.replaceState(null, '', location.pathname + location.search);
    return openExample(lesson, asked.get('try'));
  }
  try {
    const workbench = await fromFragment(hash);
    if (!workbench) return;
    // From here on a reload shows what is being worked on, not the link again.
    history.replaceState(null, '', location.pathname + location.search);
    const same = JSON.stringify(workbench) === JSON.stringify(store.state.workbench);
    if (untouched) replaceWorkbench(workbench);
    else if (!same) openDialog({ kind: 'opening', workbench });
  } catch (error) {
    notify(error instanceof LinkError ? error.message : 'This link could not be read.');
  }
}

export function openShared(workbench: Workbench): void {
  closeDialog();
  replaceWorkbench(workbench, 'Opened the shared workbench.');
}

export function exportFile(): void {
  const { workbench } = store.state;
  download(`${slug(workbench.title)}.outerref.json`, JSON.stringify(workbench, null, 2));
}

export function exportReport(): void {
  const { shown } = store.state;
  if (!shown) notify('There is no report yet.');
  else download(`${slug(shown.workbench.title)}.report.json`, JSON.stringify(shown.report, null, 2));
}

export async function importFile(): Promise<void> {
  const file = await pickFile('.json,application/json');
  if (file) await openFile(file);
}

export async function openFile(file: File): Promise<void> {
  if (file.size > LARGEST_FILE) return notify('This file is too large for a workbench.');
  let workbench: Workbench | null = null;
  try {
    workbench = readWorkbench(JSON.parse(await file.text()));
  } catch {
    // Not JSON: said below.
  }
  closeDialog();
  if (workbench) replaceWorkbench(workbench, `Opened ${file.name}.`);
  else notify(`${file.name} is not a workbench of this page.`);
}

/** Puts a part of the example, or all of it, back as it was. */
export async function startOver(what: 'approaches' | 'data' | 'all'): Promise<void> {
  const { workbench } = store.state;
  const found = lessons.find((each) => each.slug === workbench.lesson);
  closeDialog();
  if (!found) {
    notify(`"${workbench.title}" is no example. Choose one from the list.`);
    return;
  }
  const fresh = fromLesson((await found.load()).default);
  if (what === 'all') replaceWorkbench(fresh, 'Back to the example as it was.');
  else if (what === 'approaches')
    replaceWorkbench({ ...workbench, approaches: fresh.approaches }, 'The approaches are as they were.');
  else
    replaceWorkbench(
      { ...fresh, approaches: workbench.approaches, dialect: workbench.dialect },
      'The models and the data are as they were.',
    );
}

/** A title as a file's name. */
export function slug(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'workbench'
  );
}
