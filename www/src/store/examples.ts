/** The lessons as examples: opening one, with its prerendered figures where the site has them. */
import { lessons } from 'virtual:lessons';
import { isReadable } from '../engine/readable.ts';
import type { Report } from '../engine/types.ts';
import { openLesson } from './actions.ts';
import { store } from './state.ts';

export async function openExample(slug: string): Promise<void> {
  const example = lessons.find((each) => each.slug === slug);
  if (!example) return;
  openLesson((await example.load()).default);
  if (!example.prerendered) return;
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

async function prerenderedReport(slug: string): Promise<Report | null> {
  try {
    const response = await fetch(new URL(`./prerendered/${slug}.json`, document.baseURI));
    const found: unknown = response.ok ? await response.json() : null;
    return isReadable(found) ? found : null;
  } catch {
    return null;
  }
}
