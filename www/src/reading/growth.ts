import type { Growth, Report } from '../engine/types.ts';

/** The scales at which growth is measured: those of the lesson, or some up to the workbench's own. */
export function scalesFor(scale: number | null, given: readonly number[]): number[] {
  if (given.length > 1) return [...given];
  const top = scale ?? 100;
  const scales = [top / 8, top / 4, top / 2, top].map((each) => Math.max(1, Math.round(each)));
  return [...new Set(scales)];
}

/** One approach's growth over reports made at several scales. */
export function growthFrom(reports: readonly Report[], name: string): Growth | null {
  const growth: Growth = { scales: [], queries: [], rows: [], micros: [], verdict: '' };
  for (const report of reports) {
    const approach = report.approaches.find((each) => each.name === name && !each.error);
    if (!approach || report.scale === null) continue;
    growth.scales.push(report.scale);
    growth.queries.push(approach.totals.queries);
    growth.rows.push(approach.totals.rowsFetched);
    growth.micros.push(approach.timing.medianMicros);
  }
  if (growth.scales.length < 2) return null;
  return { ...growth, verdict: verdictOf(growth) };
}

function verdictOf({ scales, queries }: Growth): string {
  const first = queries[0] ?? 0;
  const last = queries.at(-1) ?? 0;
  if (first === last) return 'constant';
  const data = (scales.at(-1) ?? 1) / (scales[0] ?? 1);
  return last / Math.max(1, first) >= data * 0.8 ? 'grows with the data' : 'grows slower than the data';
}
