/** What a person does with the engine: boot, run, stop, measure growth. */
import { Stopped } from '../engine/client.ts';
import type { Report, RunRequest } from '../engine/types.ts';
import { growthRequestOf, requestOf } from '../workbench/request.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { engine, holding, withData } from './engine.ts';
import { type Shown, store } from './state.ts';

const KEPT_RUNS = 12;

/** Boots once the page was painted: the engine takes the machine for a while, and reading comes before running. */
export function bootAfterPaint(): void {
  if (document.hidden) boot();
  else requestAnimationFrame(() => setTimeout(boot));
}

/** Starts the engine. A failure is in the store; the next run or a click tries again. */
export function boot(): void {
  engine.boot().catch(() => {});
}

export async function run(): Promise<void> {
  const { workbench, run } = store.state;
  if (run.phase === 'running' || workbench.approaches.length === 0) return;
  const report = await runWorkbench(workbench, requestOf(workbench));
  if (report) show({ report, workbench, prerendered: false, at: Date.now() });
}

export function stop(): void {
  engine.stop();
}

/** Runs the workbench at several scales and keeps what grew. */
export async function measureGrowth(): Promise<void> {
  const { workbench, run } = store.state;
  if (run.phase === 'running' || workbench.approaches.length === 0) return;
  const report = await runWorkbench(workbench, growthRequestOf(workbench));
  if (!report) return;
  store.set({ growth: { of: workbench, report } });
  const { shown } = store.state;
  if (shown?.workbench !== workbench) show({ report, workbench, prerendered: false, at: Date.now() });
}

/** One run of a workbench, its state in the store. Nothing where it was stopped or the engine failed. */
export async function runWorkbench(workbench: Workbench, request: RunRequest): Promise<Report | null> {
  store.set({ run: { phase: 'running', since: Date.now(), stage: '', done: 0, total: 0 }, ended: null });
  try {
    await withData();
    const report = await engine.run(request, (stage, done, total) => {
      const { run } = store.state;
      if (run.phase === 'running') store.set({ run: { ...run, stage, done, total } });
    });
    holding(workbench);
    return report;
  } catch (error) {
    const stopped = error instanceof Stopped;
    const message = error instanceof Error ? error.message : String(error);
    store.set({ ended: { kind: stopped ? 'stopped' : 'fault', message } });
    return null;
  } finally {
    store.set({ run: { phase: 'idle' } });
  }
}

function show(shown: Shown): void {
  const { history, approach, growth } = store.state;
  store.set({
    shown,
    growth: growth?.of === shown.workbench ? growth : null,
    history: [shown, ...history].slice(0, KEPT_RUNS),
    approach: Math.min(approach, Math.max(0, shown.report.approaches.length - 1)),
    pointed: null,
    chosen: null,
  });
}
