/** The SQL of two approaches beside each other. In a file of its own: the formatter and the diff are loaded late. */
import { diffArrays, diffLines } from 'diff';
import type { Approach, Dialect } from '../engine/types.ts';
import { count } from './figures.ts';
import { groupedRows } from './groups.ts';
import { formatted } from './sql-layout.ts';

export interface DiffLine {
  /** Whose line it is. */
  of: 'both' | 'first' | 'second';
  text: string;
}

interface Shape {
  sql: string;
  times: number;
}

/** More shapes than these nobody reads side by side. */
const MOST_SHAPES = 40;

/**
 * Every shape of statement once, in the order of its first use, with how often it was asked. Shapes that both
 * have stand once; one that takes another's place is compared with it line by line.
 */
export function diffApproaches(first: Approach, second: Approach, dialect: Dialect): DiffLine[] {
  const changes = diffArrays(shapesOf(first), shapesOf(second), { comparator: (a, b) => a.sql === b.sql });
  const others = shapesOf(second);
  const lines: DiffLine[] = [];
  let at = 0;
  changes.forEach(({ added, removed, value }, index) => {
    const next = changes[index + 1];
    const before = changes[index - 1];
    if (removed) {
      if (next?.added && value.length === 1 && next.value.length === 1) {
        lines.push(...replaced(value[0], next.value[0], dialect));
      } else lines.push(...value.flatMap((shape) => whole(shape, 'first', dialect)));
    } else if (added) {
      const told = before?.removed && value.length === 1 && before.value.length === 1;
      if (!told) lines.push(...value.flatMap((shape) => whole(shape, 'second', dialect)));
      at += value.length;
    } else {
      for (const shape of value) {
        const times = others[at++]?.times ?? shape.times;
        const head = times === shape.times ? title(shape) : `-- ${count(shape.times)}× and ${count(times)}×`;
        lines.push(...text([head, formatted(shape.sql, dialect), ''].join('\n'), 'both'));
      }
    }
  });
  if (lines.at(-1)?.text === '') lines.pop();
  return lines;
}

function shapesOf(approach: Approach): Shape[] {
  return groupedRows(approach)
    .slice(0, MOST_SHAPES)
    .map(({ sql, queries }) => ({ sql, times: queries.length }));
}

const title = ({ times }: Shape) => `-- ${count(times)}×`;

function whole(shape: Shape, of: DiffLine['of'], dialect: Dialect): DiffLine[] {
  return [...text(`${title(shape)}\n${formatted(shape.sql, dialect)}`, of), { of: 'both', text: '' }];
}

function replaced(a: Shape | undefined, b: Shape | undefined, dialect: Dialect): DiffLine[] {
  const [before, after] = [a, b].map((each) =>
    each ? `${title(each)}\n${formatted(each.sql, dialect)}\n` : '',
  );
  return [
    ...diffLines(before ?? '', after ?? '').flatMap(({ added, removed, value }) =>
      text(value.replace(/\n$/, ''), added ? 'second' : removed ? 'first' : 'both'),
    ),
    { of: 'both', text: '' },
  ];
}

function text(value: string, of: DiffLine['of']): DiffLine[] {
  return value.split('\n').map((line) => ({ of, text: line }));
}
