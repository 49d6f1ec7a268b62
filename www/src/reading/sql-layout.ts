/** Lays SQL out and finds its keywords. In a file of its own because the formatter is large and loaded late. */
import { MySQL, PostgreSQL, type SQLDialect, SQLite } from '@codemirror/lang-sql';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { formatDialect, mysql, postgresql, sqlite } from 'sql-formatter';
import type { Dialect } from '../engine/types.ts';

const FORMATTER = { sqlite, postgresql, mysql };
const LANGUAGE: Record<Dialect, SQLDialect> = { sqlite: SQLite, postgresql: PostgreSQL, mysql: MySQL };

const kinds = tagHighlighter([
  { tag: [tags.keyword, tags.typeName, tags.operatorKeyword], class: 'keyword' },
  // A quoted name is a name, not a text.
  { tag: tags.special(tags.string), class: 'name' },
  { tag: tags.string, class: 'string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'number' },
]);

export function layOut(sql: string, dialect: Dialect): { text: string; kind: string }[] {
  const text = formatted(sql, dialect);
  const pieces: { text: string; kind: string }[] = [];
  let at = 0;
  highlightTree(LANGUAGE[dialect].language.parser.parse(text), kinds, (from, to, kind) => {
    if (from > at) pieces.push({ text: text.slice(at, from), kind: '' });
    pieces.push({ text: text.slice(from, to), kind });
    at = to;
  });
  if (at < text.length) pieces.push({ text: text.slice(at), kind: '' });
  return pieces;
}

/** The SQL over several lines, or as it was where the formatter cannot read it. */
export function formatted(sql: string, dialect: Dialect): string {
  try {
    return formatDialect(sql, {
      dialect: FORMATTER[dialect],
      // Clauses side by side read well until statements lie within statements.
      indentStyle: /\(\s*SELECT|^\s*CREATE/i.test(sql) ? 'standard' : 'tabularLeft',
      tabWidth: 2,
      keywordCase: 'preserve',
      expressionWidth: 64,
      paramTypes: { custom: [{ regex: '%s' }] },
    });
  } catch {
    return sql;
  }
}
