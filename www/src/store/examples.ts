/** The lessons as examples: opening one, with its prerendered figures where the site has them. */
import { datasets, lessons } from 'virtual:lessons';
import { prerenderedReport } from '../engine/prerendered.ts';
import { openLesson, replaceWorkbench } from './actions.ts';
import { store } from './state.ts';
import { addApproach } from './tabs.ts';

/** Opens a lesson; with `change`, the change to try of that name stands beside its approaches. */
export async function openExample(slug: string, change: string | null = null): Promise<void> {
  const example = lessons.find((each) => each.slug === slug);
  if (!example) return;
  const lesson = (await example.load()).default;
  openLesson(lesson);
  const found = lesson.tries.find((each) => each.name === change);
  if (found) addApproach(found.name, found.source);
  if (!example.prerendered || found) return;
  const { workbench } = store.state;
  const report = await prerenderedReport(slug);
  // Only while nothing else happened: figures belong to the code that they were made from.
  if (report && store.state.workbench === workbench && store.state.run.phase === 'idle') {
    store.set({
      shown: { report, workbench, prerendered: true, at: 0 },
      approach: 0,
      chosen: null,
      pointed: null,
    });
  }
}

/** Puts other models and data under the approaches; these stay as they are. */
export async function useDataset(name: string): Promise<void> {
  const found = datasets.find((each) => each.name === name);
  if (!found) return;
  const { files, modelsModule, dataFile, scale } = (await found.load()).default;
  const { imported: _, ...workbench } = store.state.workbench;
  replaceWorkbench(
    { ...workbench, files, modelsModule, dataFile, scale, scales: [] },
    `The models and the data are those of ${name}. The approaches are as they were.`,
  );
}
