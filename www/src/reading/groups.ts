import type { Approach } from '../engine/types.ts';

/** A row of the list of queries: one statement, or the statements of one shape. */
export interface QueryRow {
  /** The SQL of the first. */
  sql: string;
  /** Indices into the approach's queries, in order. */
  queries: number[];
  micros: number;
  rows: number;
  bytes: number;
  /** Statements in it that repeat another one wholly, parameters too. */
  duplicates: number;
  /** Where most of them come from. */
  file: string | null;
  line: number | null;
  /** How many other lines they come from. */
  otherLines: number;
}

/** Statements of the same shape in one row, rows in the order of their first statement. */
export function groupedRows(approach: Approach): QueryRow[] {
  const groups = new Map<string, number[]>();
  approach.queries.forEach((query, index) => {
    const id = query.similarGroup ?? query.duplicateGroup;
    const key = id === null ? `q${index}` : `g${id}`;
    const members = groups.get(key);
    if (members) members.push(index);
    else groups.set(key, [index]);
  });
  return [...groups.values()].map((members) => rowOf(approach, members));
}

/** Every statement in a row of its own. */
export function singleRows(approach: Approach): QueryRow[] {
  return approach.queries.map((_, index) => rowOf(approach, [index]));
}

function rowOf(approach: Approach, members: number[]): QueryRow {
  const row: QueryRow = {
    sql: '',
    queries: members,
    micros: 0,
    rows: 0,
    bytes: 0,
    duplicates: 0,
    file: null,
    line: null,
    otherLines: 0,
  };
  const places = new Map<string, { file: string | null; line: number; times: number }>();
  for (const index of members) {
    const query = approach.queries[index];
    if (!query) continue;
    row.sql ||= query.sql;
    row.micros += query.micros;
    row.rows += query.rows;
    row.bytes += query.bytes;
    if (query.duplicateGroup !== null) row.duplicates++;
    if (query.line === null) continue;
    const key = `${query.file}:${query.line}`;
    const place = places.get(key) ?? { file: query.file, line: query.line, times: 0 };
    place.times++;
    places.set(key, place);
  }
  const [most] = [...places.values()].sort((a, b) => b.times - a.times);
  row.file = most?.file ?? null;
  row.line = most?.line ?? null;
  row.otherLines = Math.max(0, places.size - 1);
  return row;
}
