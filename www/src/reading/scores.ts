import type { Approach, ChecklistItem, Report, Verdict } from '../engine/types.ts';
import { modelledMicros, type TimeModel } from './modelled.ts';

/** A row of the scoreboard. */
export interface Score {
  index: number;
  name: string;
  failed: boolean;
  queries: number;
  rows: number;
  bytes: number;
  cells: number;
  cellsRead: number;
  micros: number;
  spread: number;
  runs: number;
  modelled: number;
  findings: number;
  /** The article's three questions, or none in an older report. */
  checklist: ChecklistItem[];
  /** Columns in which it is best, or as good as the best, among at least two. */
  best: Set<ScoreColumn>;
}

export type ScoreColumn = 'queries' | 'rows' | 'bytes' | 'read' | 'micros' | 'modelled';

const VALUE: Record<ScoreColumn, (score: Score) => number> = {
  queries: (score) => score.queries,
  rows: (score) => score.rows,
  bytes: (score) => score.bytes,
  read: (score) => -(score.cells ? score.cellsRead / score.cells : 1),
  micros: (score) => score.micros,
  modelled: (score) => score.modelled,
};

export function scoresOf(report: Report, model: TimeModel): Score[] {
  const scores = report.approaches.map((approach, index) => scoreOf(approach, index, model));
  const finished = scores.filter((score) => !score.failed);
  if (finished.length < 2) return scores;
  for (const [column, value] of Object.entries(VALUE) as [ScoreColumn, (score: Score) => number][]) {
    const values = finished.map(value);
    const best = Math.min(...values);
    // Where all are equal, nothing stands out.
    if (values.every((each) => each === best)) continue;
    for (const score of finished) if (value(score) === best) score.best.add(column);
  }
  return scores;
}

function scoreOf(approach: Approach, index: number, model: TimeModel): Score {
  const { totals, timing } = approach;
  return {
    index,
    name: approach.name,
    failed: approach.error !== null,
    queries: totals.queries,
    rows: totals.rowsFetched,
    bytes: totals.bytes,
    cells: totals.cellsFetched,
    cellsRead: totals.cellsUsed,
    micros: timing.medianMicros,
    spread: timing.spreadMicros,
    runs: timing.runs,
    modelled: modelledMicros(approach, model),
    findings: approach.findings.length,
    checklist: approach.checklist ?? [],
    best: new Set(),
  };
}

/** What stands for an answer. */
export const MARKS: Record<Verdict, string> = { yes: '✓', partly: '~', no: '✗', open: '?' };
