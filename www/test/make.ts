/** Workbenches and Reports for tests. */
import type { Report } from '../src/engine/types.ts';
import { requestOf } from '../src/workbench/request.ts';
import type { Workbench } from '../src/workbench/workbench.ts';
import { simulate } from './fake-engine/report.ts';

export const LOOP = [
  'for state in State.objects.all():',
  '    state.cities.count()',
  '    state.cities.exists()',
].join('\n');

export function workbench(sources: Record<string, string>): Workbench {
  return {
    title: 'Test',
    lesson: null,
    files: [{ path: 'models.py', text: 'class State(models.Model):\n    pass\n' }],
    modelsModule: 'models',
    dataFile: null,
    approaches: Object.entries(sources).map(([name, source], index) => ({
      id: `a${index + 1}`,
      name,
      source,
    })),
    scale: 10,
    scales: [],
    dialect: 'sqlite',
  };
}

export function report(sources: Record<string, string>): Report {
  return simulate(requestOf(workbench(sources)));
}
