/** The SQL of two approaches beside each other. In a file of its own: the formatter and the diff are loaded late. */
import { diffLines } from 'diff';
import type { Approach, Dialect } from '../engine/types.ts';
import { count } from './figures.ts';
import { groupedRows } from './groups.ts';
import { formatted } from './sql-layout.ts';

export interface DiffLine {
  /** Whose line it is. */
  of: 'both' | 'first' | 'second';
  text: string;
}

/** More shapes than these nobody reads side by side. */
const MOST_SHAPES = 40;

export function diffApproaches(first: Approach, second: Approach, dialect: Dialect): DiffLine[] {
  return diffLines(textOf(first, dialect), textOf(second, dialect)).flatMap(({ added, removed, value }) => {
    const of = added ? 'second' : removed ? 'first' : 'both';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ of, text }) as const);
  });
}

/** Every shape of statement once, in the order of its first use, with how often it was asked. */
function textOf(approach: Approach, dialect: Dialect): string {
  const rows = groupedRows(approach);
  const shown = rows
    .slice(0, MOST_SHAPES)
    .map(({ sql, queries }) => `-- ${count(queries.length)}×\n${formatted(sql, dialect)}\n`);
  if (rows.length > MOST_SHAPES) shown.push(`-- ${count(rows.length - MOST_SHAPES)} more shapes\n`);
  return shown.join('\n');
}
