/** Which call of the code gave which part of the SQL, and where that part stands once the SQL is laid out. */
import type { Approach, ClauseSpan, Dialect, Query } from '../engine/types.ts';
import { literal } from './sql.ts';

/** A part of a text: from a UTF-16 unit to the one after its last, and the call that it belongs to. */
export interface Mark {
  from: number;
  to: number;
  call: number;
}

/** The calls of a statement. The engine tells them once for all statements of one shape from one line. */
export function clausesOf(approach: Approach, index: number): readonly ClauseSpan[] {
  const { queries } = approach;
  const query = queries[index];
  if (!query) return [];
  const same = (other: Query) =>
    other.sql === query.sql && other.line === query.line && other.file === query.file;
  return query.clauses ?? queries.find((each) => each.clauses && same(each))?.clauses ?? [];
}

/** The parts of the SQL that the calls gave. */
export function marksOf(clauses: readonly ClauseSpan[]): Mark[] {
  return clauses.flatMap(({ sql }, call) => sql.map(([from, to]) => ({ from, to, call })));
}

/** The marks of a statement's SQL once its parameters are in it, as `runnable` puts them there. */
export function inlined(
  sql: string,
  params: readonly unknown[],
  dialect: Dialect,
  marks: readonly Mark[],
): Mark[] {
  const shifts: { at: number; by: number }[] = [];
  let next = 0;
  for (const { index, 1: kind } of sql.matchAll(/%(s|%)/g)) {
    const param = kind === 's' && next < params.length ? params[next] : undefined;
    const text = kind === '%' ? '%' : param === undefined ? '?' : literal(param, dialect);
    if (kind === 's') next++;
    shifts.push({ at: index, by: text.length - 2 });
  }
  const moved = (place: number) =>
    shifts.reduce((sum, { at, by }) => (at + 2 <= place ? sum + by : sum), place);
  return marks.map(({ from, to, call }) => ({ from: moved(from), to: moved(to), call }));
}

/**
 * The marks of a text in the same text laid out otherwise: the layout changes spaces and nothing else, so the
 * letters keep their order. Nothing where it changed more.
 */
export function relaid(before: string, after: string, marks: readonly Mark[]): Mark[] {
  const places: number[] = [];
  for (let at = 0; at < after.length; at++) if (!isSpace(after, at)) places.push(at);
  const letters = new Uint32Array(before.length + 1);
  for (let at = 0; at < before.length; at++) {
    const letter = letters[at] ?? 0;
    const space = isSpace(before, at);
    if (!space && after[places[letter] ?? -1] !== before[at]) return [];
    letters[at + 1] = letter + (space ? 0 : 1);
  }
  return marks.flatMap(({ from, to, call }) => {
    const first = places[letters[from] ?? 0];
    const last = places[(letters[to] ?? 0) - 1];
    return first === undefined || last === undefined || last < first
      ? []
      : [{ from: first, to: last + 1, call }];
  });
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text[at] ?? '');
}

/** The call whose part is the smallest around a place: the one that the pointer means. */
export function callAt(marks: readonly Mark[], place: number): number | null {
  let found: Mark | null = null;
  for (const mark of marks) {
    if (place < mark.from || place >= mark.to) continue;
    if (!found || mark.to - mark.from < found.to - found.from) found = mark;
  }
  return found?.call ?? null;
}
