import type { Approach, Report } from '../engine/types.ts';
import { count, duration, plural, times } from './figures.ts';
import { modelledMicros, type TimeModel } from './modelled.ts';
import { compareResults } from './result-diff.ts';

/** The first thing that is read after a run. */
export interface Sentence {
  /** What happened. */
  main: string;
  /** Measured, and beside it what the model says, if both can be said. */
  measured: string;
  modelled: string;
  tone: 'plain' | 'different' | 'error';
}

const LONGEST_MESSAGE = 60;
const LONGEST_VALUE = 20;
const NOTHING = { measured: '', modelled: '' };

/** Figures that another machine measured, when the site was built, are not said to be measured here. */
export function sentenceOf(report: Report, model: TimeModel, here = true): Sentence {
  if (report.setupError) {
    const where = report.setupError.file ?? 'The models';
    return { main: `${where} did not load, so nothing was run.`, ...NOTHING, tone: 'error' };
  }
  const failed = report.approaches.filter((each) => each.error);
  const ended = report.approaches.filter((each) => !each.error);
  if (failed.length > 0)
    return { ...aboutEnded(ended, model, here), main: aboutFailed(failed, ended), tone: 'error' };
  if (report.sameResult === false) {
    // A wrong answer that comes sooner is not faster.
    const difference = differenceIn(report);
    const main = difference ? `Not the same answer: ${difference}.` : 'Not the same answer.';
    return { ...NOTHING, main, tone: 'different' };
  }
  return {
    ...aboutEnded(ended, model, here),
    main: aboutQueries(ended, report.sameResult === true),
    tone: 'plain',
  };
}

/** Where the results part, short enough for a headline; the rows themselves are with the result. Nothing where it is long. */
export function differenceIn({ difference, approaches }: Report): string {
  if (!difference) return '';
  const [first, second] = difference.between.map((name) => approaches.find((each) => each.name === name));
  const a = first?.resultTable;
  const b = second?.resultTable;
  if (a && b && a.totalRows !== b.totalRows)
    return `${plural(a.totalRows, 'row')} against ${count(b.totalRows)}`;
  if (first && second && !a !== !b) return `${sizeOf(first)} against ${sizeOf(second)}`;
  const { orderOnly, onlyFirst } = a && b ? compareResults(a, b) : { orderOnly: false, onlyFirst: [] };
  if (orderOnly) return 'the same rows in another order';
  if (a && onlyFirst.length > 0)
    return `${count(onlyFirst.length)} of ${plural(a.rows.length, 'row')} ${onlyFirst.length === 1 ? 'differs' : 'differ'}`;
  const message = difference.message.replace(/\.$/, '');
  return message.length <= LONGEST_MESSAGE ? message : '';
}

/** A table by its rows, a value by its text where that is short. */
function sizeOf({ resultTable, resultRepr }: Approach): string {
  if (resultTable) return plural(resultTable.totalRows, 'row');
  if (resultRepr === null) return 'no result';
  return resultRepr.length <= LONGEST_VALUE ? resultRepr : 'one value';
}

function aboutFailed(failed: Approach[], ended: Approach[]): string {
  const [first] = failed;
  if (!first?.error) return '';
  const ran = ended.length > 0 ? ` ${namesOf(ended)} ran.` : '';
  if (failed.length > 1) return `${namesOf(failed)} ended with an error.${ran}`;
  const line = first.error.line === null ? '' : ` at line ${first.error.line}`;
  const what =
    first.error.type === 'BudgetExceeded' ? 'reached its budget' : `ended with ${first.error.type}`;
  return `${first.name} ${what}${line}.${ran}`;
}

function namesOf(approaches: Approach[]): string {
  const names = approaches.map((each) => each.name);
  return names.length > 3 ? `${names.length} approaches` : new Intl.ListFormat('en').format(names);
}

function aboutQueries(ended: Approach[], same: boolean): string {
  const [most, fewest] = extremes(ended);
  if (!most || !fewest) return 'There is no approach to run.';
  const rows = most.resultTable?.totalRows;
  const sameResult = !same
    ? ''
    : rows === undefined
      ? ' The same result.'
      : ` The same ${plural(rows, 'row')}.`;
  if (most.totals.queries === 0) return `The database was asked nothing.${sameResult}`;
  if (ended.length === 1) return `${plural(most.totals.queries, 'query', 'queries')}.${mainLine(most)}`;
  if (most.totals.queries === fewest.totals.queries) {
    return `${plural(most.totals.queries, 'query', 'queries')} each way.${sameResult}`;
  }
  return `${plural(most.totals.queries, 'query', 'queries')} became\u00a0${count(fewest.totals.queries)}.${sameResult}`;
}

/** "663 of them come from line 13." where one line stands out. */
function mainLine(approach: Approach): string {
  const lines = new Map<string, number>();
  for (const query of approach.queries) {
    if (query.line === null) continue;
    const place = query.file === approach.name ? `line ${query.line}` : `${query.file} line ${query.line}`;
    lines.set(place, (lines.get(place) ?? 0) + 1);
  }
  const [top] = [...lines].sort((a, b) => b[1] - a[1]);
  if (!top || top[1] < 2) return '';
  const all = top[1] === approach.totals.queries;
  return all ? ` All come from ${top[0]}.` : ` ${count(top[1])} of them come from ${top[0]}.`;
}

function aboutEnded(
  ended: Approach[],
  model: TimeModel,
  isHere: boolean,
): Pick<Sentence, 'measured' | 'modelled'> {
  const [most, fewest] = extremes(ended);
  if (!most || !fewest || most === fewest || most.timing.runs === 0 || fewest.timing.runs === 0)
    return NOTHING;
  const here = most.timing.medianMicros / fewest.timing.medianMicros;
  const there = modelledMicros(most, model) / modelledMicros(fewest, model);
  return {
    measured: `${fewest.name} is ${speed(here)} measured${isHere ? ' here' : ''}`,
    modelled: `${speed(there)} modelled with the database ${duration(model.roundTripMicros)} away`,
  };
}

function speed(ratio: number): string {
  if (!Number.isFinite(ratio) || ratio <= 0) return 'as fast';
  if (ratio > 0.95 && ratio < 1.05) return 'as fast';
  return ratio >= 1 ? `${times(ratio)} faster` : `${times(1 / ratio)} slower`;
}

/** The approach with the most queries and the one with the fewest; the slower first where they tie. */
export function extremes(approaches: Approach[]): [Approach?, Approach?] {
  const sorted = [...approaches].sort(
    (a, b) => b.totals.queries - a.totals.queries || b.timing.medianMicros - a.timing.medianMicros,
  );
  const first = sorted[0];
  const last = sorted.at(-1);
  return first && last ? [first, last] : [];
}
