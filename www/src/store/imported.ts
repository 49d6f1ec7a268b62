/** Data from the person's own files: kept in this browser, given to the engine, never sent anywhere. */

import { fromImport } from '../workbench/workbench.ts';
import { closeDialog, replaceWorkbench } from './actions.ts';
import { get, put, remove } from './blobs.ts';
import { engine, holding } from './engine.ts';
import { pickFile } from './files.ts';
import { notify } from './notice.ts';
import { reasonOf } from './services.ts';
import { openFile } from './sharing.ts';
import { store } from './state.ts';

export const DATA_FILES = '.sqlite3,.sqlite,.db,.csv,.tsv';

/** A CSV file that became one more table of an import. */
interface Part {
  name: string;
  data: Blob;
}

/** Takes a file that was picked or dropped: data by its name, a workbench otherwise. */
export async function takeFile(file: File): Promise<void> {
  if (/\.json$/i.test(file.name)) return openFile(file);
  const { imported } = store.state.workbench;
  const into = /\.[ct]sv$/i.test(file.name) && imported ? imported : null;
  try {
    notify(`Reading ${file.name}.`);
    const found = await engine.importFile(file.name, file, into);
    holding(null);
    closeDialog();
    const kept = await keep(into ?? found.name, { name: file.name, data: file }, into !== null);
    replaceWorkbench(
      fromImport(found),
      `Imported ${file.name}: ${tablesOf(found.tables)}.${notesOf(found.notes, kept)}`,
    );
  } catch (error) {
    notify(reasonOf(error));
  }
}

export async function importData(): Promise<void> {
  const file = await pickFile(DATA_FILES);
  if (file) await takeFile(file);
}

function tablesOf(tables: readonly { table: string; rows: number }[]): string {
  const rows = tables.reduce((sum, each) => sum + each.rows, 0);
  const [first] = tables;
  const where = tables.length === 1 && first ? first.table : `${tables.length} tables`;
  return `${where} with ${rows.toLocaleString('en-US')} rows`;
}

function notesOf(notes: readonly string[], kept: boolean): string {
  const said = kept ? notes : [...notes, 'This browser does not keep it: import it again after a reload.'];
  return said.map((each) => ` ${each}`).join('');
}

/** Keeps the file for the next visit. Says whether that went well. */
async function keep(name: string, part: Part, adds: boolean): Promise<boolean> {
  const before = adds ? (((await get(name)) as Part[] | null) ?? []) : [];
  return await put(name, [...before.filter((each) => each.name !== part.name), part]);
}

/** Gives the engine the data that the restored workbench begins with. */
export async function restoreImported(): Promise<void> {
  const { imported } = store.state.workbench;
  if (!imported) return;
  const parts = (await get(imported)) as Part[] | null;
  if (!parts?.length) {
    notify(`The data of ${imported} is not in this browser. Import the file again.`);
    return;
  }
  try {
    for (const [index, { name, data }] of parts.entries()) {
      await engine.importFile(name, data, index === 0 ? null : imported);
    }
  } catch (error) {
    notify(reasonOf(error));
    await remove(imported);
  }
}
