import type { ResultTable } from '../engine/types.ts';

/** Rows of one result that the other has not, and the reverse. */
export interface ResultDifference {
  onlyFirst: (string | null)[][];
  onlySecond: (string | null)[][];
  /** The same rows, but in another order. */
  orderOnly: boolean;
}

/** Compares the rows that are shown of two results. Equal rows are matched one to one. */
export function compareResults(first: ResultTable, second: ResultTable): ResultDifference {
  const left = new Map<string, number>();
  for (const row of second.rows) left.set(keyOf(row), (left.get(keyOf(row)) ?? 0) + 1);
  const onlyFirst = first.rows.filter((row) => !take(left, keyOf(row)));
  const onlySecond = second.rows.filter((row) => take(left, keyOf(row)));
  const alike = onlyFirst.length === 0 && onlySecond.length === 0;
  const moved = first.rows.some((row, at) => keyOf(row) !== keyOf(second.rows[at] ?? []));
  return { onlyFirst, onlySecond, orderOnly: alike && moved };
}

function keyOf(row: readonly (string | null)[]): string {
  return JSON.stringify(row);
}

function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count === 0) return false;
  counts.set(key, count - 1);
  return true;
}
