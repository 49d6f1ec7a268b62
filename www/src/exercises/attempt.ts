/** Runs what a learner wrote beside the reference, and gathers what the checks ask about. */
import type { Approach, Report } from '../engine/types.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { type Evidence, judge, type Verdict } from './checks.ts';
import type { Exercise } from './parse.ts';
import { wordsIn } from './words.ts';

export const YOURS = 'Yours';
export const REFERENCE = 'Reference';

/** Every row of every table, as plain values: what `same tables` compares. */
const ALL_TABLES = `
from django.apps import apps as _apps
[[_model.__name__, [[str(_value) for _value in _row] for _row in _model._base_manager.order_by("pk").values_list()]] for _model in _apps.get_models()]`;

export type Run = (workbench: Workbench, timed: boolean) => Promise<Report | null>;

export interface Judged {
  report: Report;
  workbench: Workbench;
  verdicts: Verdict[];
}

export function workbenchOf(exercise: Exercise, code: string): Workbench {
  return {
    title: exercise.title,
    lesson: null,
    files: exercise.files,
    modelsModule: exercise.modelsModule,
    dataFile: exercise.dataFile,
    approaches: [{ id: 'a1', name: YOURS, source: code }],
    scale: exercise.scale,
    scales: exercise.scales,
    dialect: 'sqlite',
  };
}

/** Nothing where the run was stopped or the engine failed. */
export async function attempt(exercise: Exercise, code: string, run: Run): Promise<Judged | null> {
  const own = workbenchOf(exercise, code);
  const reference = exercise.solutions[0]?.source ?? '';
  const asks = (kind: string) => exercise.checks.some((check) => check.kind === kind);
  const both = (more: string): Workbench => ({
    ...own,
    approaches: [
      { id: 'a1', name: YOURS, source: code + more },
      { id: 'a2', name: REFERENCE, source: reference + more },
    ],
  });

  const report = await run(both(''), true);
  const first = report && pair(report);
  if (!report || !first) return report && { report, workbench: own, verdicts: [] };
  const evidence: Evidence = {
    yours: first.yours,
    result: first,
    tables: null,
    growth: [],
    words: wordsIn(code),
  };
  if (exercise.after !== null) {
    const second = await run(both(`\n${exercise.after}`), false);
    const found = second && pair(second);
    if (!found) return null;
    evidence.result = found;
  }
  if (asks('same tables') && !first.yours.error) {
    const second = await run(both(ALL_TABLES), false);
    const found = second && pair(second);
    if (!found) return null;
    evidence.tables = found;
  }
  if (asks('constant queries') && !first.yours.error) {
    for (const scale of exercise.scales) {
      const scaled = await run({ ...own, scale }, false);
      if (!scaled) return null;
      const [yours] = scaled.approaches;
      evidence.growth.push({ scale, queries: yours && !yours.error ? yours.totals.queries : null });
    }
  }
  return { report: only(report), workbench: own, verdicts: judge(exercise.checks, evidence) };
}

function pair(report: Report): { yours: Approach; reference: Approach } | null {
  const [yours, reference] = report.approaches;
  return yours && reference ? { yours, reference } : null;
}

/** The learner sees their own approach; the reference is not given away by its figures. */
function only(report: Report): Report {
  return { ...report, approaches: report.approaches.slice(0, 1), sameResult: null, difference: null };
}
