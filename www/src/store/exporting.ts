/** The workbench as files for elsewhere: a database, a Django project. */
import { requestOf } from '../workbench/request.ts';
import { closeDialog } from './actions.ts';
import { engine, prepare } from './engine.ts';
import { downloadBytes } from './files.ts';
import { notify } from './notice.ts';
import { reasonOf } from './services.ts';
import { slug } from './sharing.ts';
import { store } from './state.ts';

/** The data that the runs begin with, as a `.sqlite3` file. */
export async function exportDatabase(): Promise<void> {
  await attempt(async () => {
    const { workbench } = store.state;
    downloadBytes(`${slug(workbench.title)}.sqlite3`, await database(), 'application/vnd.sqlite3');
  });
}

/** The approaches as a Django project with a test that asserts the queries of the last run, in one archive. */
export async function exportProject(): Promise<void> {
  await attempt(async () => {
    const { workbench, shown } = store.state;
    const run = requestOf(workbench, false);
    const queries = workbench.approaches.map(({ name, source }) => {
      const index =
        shown?.workbench.approaches.findIndex((each) => each.name === name && each.source === source) ?? -1;
      const ran = index < 0 ? undefined : shown?.report.approaches.find((each) => each.name === name);
      return ran && !ran.error ? ran.totals.queries : null;
    });
    const { files, needsDatabase } = await engine.ask({ kind: 'script', run, queries });
    const { zipSync, strToU8 } = await import('fflate');
    const folder = slug(workbench.title);
    const contents: Record<string, Uint8Array> = {};
    for (const { path, text } of files) contents[`${folder}/${path}`] = strToU8(text);
    if (needsDatabase) contents[`${folder}/data.sqlite3`] = await database();
    downloadBytes(`${folder}.zip`, zipSync(contents), 'application/zip');
  });
}

async function database(): Promise<Uint8Array> {
  const error = await prepare(store.state.workbench);
  if (error !== null) throw new Error(error);
  return await engine.exportDatabase();
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    closeDialog();
  } catch (error) {
    notify(reasonOf(error));
  }
}
