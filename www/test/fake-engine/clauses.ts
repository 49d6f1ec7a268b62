/** Which call gave which part of the SQL, for the few statements that the stand-in knows. */
import type { ClauseSpan } from '../../src/engine/types.ts';

const PARTS: Record<string, RegExp> = {
  all: /FROM "geo_state"$/,
  cities: /WHERE .*?%s/,
  count: /COUNT\(\*\) AS "__count"/,
  exists: /1 AS "a"|LIMIT 1/,
  order_by: /ORDER BY .* (?:ASC|DESC)/,
  first: /LIMIT 1/,
  aggregate: /\w+\("geo_city"."\w+"\) AS "v"/,
  annotate: /COALESCE\(.*AS "largest_population"/,
  values: /"geo_state"."name" AS "state"/,
};

export function clausesIn(file: string, line: number, text: string, sql: string): ClauseSpan[] {
  const begin = /(?:State|City)\.objects|\bstate|\bcities(?=\.)/.exec(text);
  if (!begin) return [];
  const table = /FROM "\w+"/.exec(sql);
  const spans: ClauseSpan[] = [
    {
      call: begin[0],
      source: spanOf(file, line, begin.index, begin[0].length),
      sql: table ? [[table.index, table.index + table[0].length]] : [],
    },
  ];
  for (const match of text.slice(begin.index).matchAll(/\.(\w+)(\([^()]*\))?/g)) {
    const [whole, call = ''] = match;
    const part = PARTS[call]?.exec(sql);
    if (!part) continue;
    spans.push({
      call,
      source: spanOf(file, line, begin.index + match.index, whole.length),
      sql: [[part.index, part.index + part[0].length]],
    });
  }
  return spans;
}

function spanOf(file: string, line: number, at: number, length: number) {
  return { file, line, column: at + 1, endLine: line, endColumn: at + length + 1 };
}
