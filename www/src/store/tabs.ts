/** What a person does to the tabs: the files and the approaches. */
import * as edits from '../workbench/edits.ts';
import * as fileEdits from '../workbench/file-edits.ts';
import { allTabs, approachTab, fileTab, type TabId, type Workbench } from '../workbench/workbench.ts';
import { notify, notifyUndo } from './notice.ts';
import { store } from './state.ts';

export function openTab(tab: TabId): void {
  const { workbench, shown } = store.state;
  store.set({ activeTab: tab });
  const name = workbench.approaches.find((each) => approachTab(each.id) === tab)?.name;
  const approach = shown?.report.approaches.findIndex((each) => each.name === name) ?? -1;
  if (approach >= 0) store.set({ approach });
}

function change(workbench: Workbench, tab?: TabId): void {
  store.set({ workbench, revision: store.state.revision + 1 });
  if (tab) openTab(tab);
}

export function addApproach(name?: string, source?: string): void {
  const added = edits.addApproach(store.state.workbench, name, source);
  change(added.workbench, approachTab(added.id));
}

export function duplicateApproach(id: string): void {
  const added = edits.duplicateApproach(store.state.workbench, id);
  change(added.workbench, approachTab(added.id));
}

export function renameApproach(id: string, name: string): void {
  change(edits.renameApproach(store.state.workbench, id, name));
}

export function moveApproach(id: string, by: number): void {
  change(edits.moveApproach(store.state.workbench, id, by));
}

export function removeApproach(id: string): void {
  const { workbench } = store.state;
  const index = workbench.approaches.findIndex((each) => each.id === id);
  const removed = workbench.approaches[index];
  if (!removed) return;
  const left = edits.removeApproach(workbench, id);
  const neighbour = left.approaches[Math.min(index, left.approaches.length - 1)];
  change(left, neighbour ? approachTab(neighbour.id) : allTabs(left)[0]);
  notifyUndo(`Removed "${removed.name}".`, () => {
    const back = edits.insertApproach(store.state.workbench, removed, index);
    change(back, approachTab(back.approaches[index]?.id ?? removed.id));
  });
}

/** Adds an empty file; gives its tab. */
export function addFile(): TabId {
  const { workbench, path } = fileEdits.addFile(store.state.workbench);
  change(workbench, fileTab(path));
  return fileTab(path);
}

export function renameFile(from: string, typed: string): void {
  const { workbench } = store.state;
  const path = fileEdits.freePath(workbench, typed, from);
  if (path === from) return;
  if (path === null) {
    notify('A file is named like shop/models.py: letters, digits and _, and no name twice.');
    return;
  }
  const renamed = fileEdits.renameFile(workbench, from, path);
  change(renamed, fileTab(path));
  const importers = fileEdits.importersChanged(workbench, renamed);
  if (importers.length === 0) return;
  const where =
    importers.length > 3 ? `${importers.length} tabs` : new Intl.ListFormat('en').format(importers);
  // What was typed since then stays.
  notifyUndo(`Renamed, and its imports in ${where} with it.`, () => {
    change(fileEdits.renameFile(store.state.workbench, path, from), fileTab(from));
  });
}

export function useAsData(path: string): void {
  change(fileEdits.setDataFile(store.state.workbench, path));
  notify(`${path} fills the tables: its load() is called before each run.`);
}

export function removeFile(path: string): void {
  const { workbench } = store.state;
  const at = workbench.files.findIndex((file) => file.path === path);
  const removed = workbench.files[at];
  if (!removed || fileEdits.modelsPath(workbench) === path) return;
  const left = fileEdits.removeFile(workbench, path);
  change(left, allTabs(left)[Math.max(0, at - 1)]);
  const data = workbench.dataFile === path;
  notifyUndo(`Removed ${path}.`, () => {
    change(fileEdits.insertFile(store.state.workbench, removed, { at, data }), fileTab(path));
  });
}
