/** Changes to the list of files. Each gives a new workbench and never alters the old one. */
import type { SourceFile } from '../engine/types.ts';
import { moduleOf, withImportsMoved } from './imports.ts';
import type { Workbench } from './workbench.ts';

/** A module that can be imported, a few folders deep. */
const PATH = /^[a-z_]\w{0,40}(\/[a-z_]\w{0,40}){0,5}\.py$/i;

/** The file that holds the models; none where the workbench has them elsewhere. */
export function modelsPath({ files, modelsModule }: Workbench): string | undefined {
  const path = modelsModule.replaceAll('.', '/');
  return files.find((file) => file.path === `${path}/models.py` || file.path === `${path}.py`)?.path;
}

/** A file beside those that are there, under a name of its own. */
export function addFile(workbench: Workbench): { workbench: Workbench; path: string } {
  let path = 'helpers.py';
  for (let number = 2; isTaken(workbench, path); number++) path = `helpers_${number}.py`;
  return { workbench: { ...workbench, files: [...workbench.files, { path, text: '' }] }, path };
}

/** What a person typed as a path: `.py` may be left out. Nothing where it cannot be a file's, or is another's. */
export function freePath(workbench: Workbench, typed: string, except: string): string | null {
  const path = `${typed.trim().replace(/\.py$/, '')}.py`;
  return PATH.test(path) && (path === except || !isTaken(workbench, path)) ? path : null;
}

/** The models and the data stay what they are under their new name, and what imports the file imports it there. */
export function renameFile(workbench: Workbench, from: string, to: string): Workbench {
  const module = moduleOf(to).replace(/\.models$/, '');
  const moved = (text: string, path: string) => withImportsMoved(text, path, { from, to });
  return {
    ...workbench,
    files: workbench.files.map(({ path, text }) => ({
      path: path === from ? to : path,
      text: moved(text, path),
    })),
    approaches: workbench.approaches.map((each) => ({ ...each, source: moved(each.source, '') })),
    modelsModule: modelsPath(workbench) === from ? module : workbench.modelsModule,
    dataFile: workbench.dataFile === from ? to : workbench.dataFile,
  };
}

/** The tabs, by their names, in which a rename changed imports. */
export function importersChanged(before: Workbench, after: Workbench): string[] {
  return [
    ...after.files.filter((file, at) => file.text !== before.files[at]?.text).map((file) => file.path),
    ...after.approaches
      .filter((each, at) => each.source !== before.approaches[at]?.source)
      .map((each) => each.name),
  ];
}

/** The file that fills the tables. */
export function setDataFile(workbench: Workbench, path: string): Workbench {
  return { ...workbench, dataFile: path };
}

export function removeFile(workbench: Workbench, path: string): Workbench {
  return {
    ...workbench,
    files: workbench.files.filter((file) => file.path !== path),
    dataFile: workbench.dataFile === path ? null : workbench.dataFile,
  };
}

/** Puts a removed file back; what else has been done since then stays. */
export function insertFile(
  workbench: Workbench,
  file: SourceFile,
  { at, data }: { at: number; data: boolean },
): Workbench {
  if (isTaken(workbench, file.path)) return workbench;
  const files = workbench.files.toSpliced(at, 0, file);
  return { ...workbench, files, dataFile: data ? file.path : workbench.dataFile };
}

function isTaken({ files, approaches }: Workbench, path: string): boolean {
  return files.some((file) => file.path === path) || approaches.some((each) => each.name === path);
}
