import type { Dialect } from '../engine/types.ts';

/** SQL with its parameters put in, so that it runs when pasted into a database's shell. */
export function runnable(sql: string, params: readonly unknown[], dialect: Dialect): string {
  let next = 0;
  const filled = sql.replace(/%(s|%)/g, (_, kind: string) => {
    if (kind === '%') return '%';
    const param = next < params.length ? params[next] : undefined;
    next++;
    return param === undefined ? '?' : literal(param, dialect);
  });
  return `${filled};`;
}

/** A parameter as a literal of the dialect. */
export function literal(value: unknown, dialect: Dialect): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean')
    return dialect === 'sqlite' ? (value ? '1' : '0') : value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const escaped = dialect === 'mysql' ? text.replaceAll('\\', '\\\\') : text;
  return `'${escaped.replaceAll("'", "''")}'`;
}

/** Room for the columns of a SELECT in a list; what follows tells statements apart. */
const COLUMNS_ROOM = 28;

/** SQL on one line and short, for a list: the columns of a long SELECT are left out, and an only table's name. */
export function brief(sql: string): string {
  return unqualified(sql.replace(/\s+/g, ' ').trim()).replace(
    /^(SELECT (?:DISTINCT )?)(.*?) FROM /,
    (whole, select: string, columns: string) =>
      columns.includes('(SELECT') ? whole : `${select}${firstColumns(columns)} FROM `,
  );
}

/** As many columns as there is room for, and one at least. */
function firstColumns(columns: string): string {
  const all = columns.split(/, (?![^(]*\))/);
  let kept = 1;
  while (kept < all.length && all.slice(0, kept + 1).join(', ').length <= COLUMNS_ROOM) kept++;
  return kept < all.length ? `${all.slice(0, kept).join(', ')}, …` : columns;
}

/** Columns without their table where all are of one. */
function unqualified(line: string): string {
  const tables = new Set(Array.from(line.matchAll(/(["`])(\w+)\1\.(?=["`])/g), ([qualifier]) => qualifier));
  const [only] = tables;
  return only && tables.size === 1 ? line.replaceAll(only, '') : line;
}
