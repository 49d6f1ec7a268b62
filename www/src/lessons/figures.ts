/** The figures of a lesson's prose, from a Report, as `docs/lesson-format.md` names them. */
import type { Approach, Report } from '../engine/types.ts';
import { count, duration, significant } from '../reading/figures.ts';
import { modelledMicros } from '../reading/modelled.ts';

export interface Placeholder {
  word: string;
  args: string[];
}

/** Text that stands for itself, code, or a block of SQL. */
export type Figure = { kind: 'text' | 'code' | 'sql'; text: string };

const BITS_PER_SECOND = 1e9;

const NUMBERS: Record<string, (approach: Approach, args: string[]) => number | null> = {
  queries: ({ totals }) => totals.queries,
  rows: ({ totals }) => totals.rowsFetched,
  cells: ({ totals }) => totals.cellsFetched,
  used: ({ totals }) => totals.cellsUsed,
  bytes: ({ totals }) => totals.bytes,
  instances: ({ totals }) => totals.instances,
  length: ({ result, resultTable }) =>
    Array.isArray(result) ? result.length : (resultTable?.totalRows ?? null),
  time: ({ timing }) => (timing.runs > 0 ? timing.medianMicros : null),
  modelled: (approach, [millis]) =>
    approach.timing.runs > 0
      ? modelledMicros(approach, { roundTripMicros: 1000 * Number(millis), bitsPerSecond: BITS_PER_SECOND })
      : null,
};

/** `queries "Loop"`: what stands between the braces. */
export function readPlaceholder(inside: string): Placeholder | null {
  const parts = [...inside.matchAll(/"([^"]*)"|([\w.-]+)/g)].map((part) => part[1] ?? part[2] ?? '');
  const [word, ...args] = parts;
  return word === undefined ? null : { word, args };
}

/** The figure, or nothing where the report cannot fill it. */
export function figureOf(report: Report | null, { word, args }: Placeholder): Figure | null {
  if (!report) return null;
  if (word === 'table') {
    const table = report.tables.find((each) => each.table === args[0]);
    return table ? plain(count(table.rows)) : null;
  }
  if (word === 'ratio') return ratio(report, args);
  const approach = report.approaches.find((each) => each.name === args[0]);
  if (!approach) return null;
  if (word === 'result')
    return approach.resultRepr === null ? null : { kind: 'code', text: approach.resultRepr };
  if (word === 'error') {
    return approach.error
      ? { kind: 'code', text: `${approach.error.type}: ${approach.error.message}` }
      : null;
  }
  if (word === 'sql') {
    const query = approach.queries[Number(args[1]) - 1];
    return query ? { kind: 'sql', text: query.sql } : null;
  }
  const value = NUMBERS[word]?.(approach, args.slice(1)) ?? null;
  if (value === null) return null;
  return plain(word === 'time' || word === 'modelled' ? duration(value) : count(value));
}

function ratio(report: Report, [word = '', first, second, ...rest]: string[]): Figure | null {
  const number = (name: string | undefined) => {
    const approach = report.approaches.find((each) => each.name === name);
    return approach ? (NUMBERS[word]?.(approach, rest) ?? null) : null;
  };
  const top = number(first);
  const bottom = number(second);
  return top === null || bottom === null || bottom === 0 ? null : plain(significant(top / bottom));
}

function plain(text: string): Figure {
  return { kind: 'text', text };
}
