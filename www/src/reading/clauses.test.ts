import { describe, expect, it } from 'vitest';
import { callAt, inlined, type Mark, relaid } from './clauses.ts';
import { runnable } from './sql.ts';

const part = (text: string, marks: Mark[]) => marks.map(({ from, to }) => text.slice(from, to));
const SQL = 'SELECT "a" FROM "t" WHERE "b" = %s AND "c" LIKE %s LIMIT 1';
const mark = (text: string, call: number): Mark => {
  const from = SQL.indexOf(text);
  return { from, to: from + text.length, call };
};

describe('parts of the SQL', () => {
  const marks = [mark('"b" = %s', 0), mark('"c" LIKE %s', 1), mark('LIMIT 1', 2)];

  it('are found again once parameters are put in', () => {
    const params = ['a long text', 7];
    const text = runnable(SQL, params, 'sqlite');
    expect(part(text, inlined(SQL, params, 'sqlite', marks))).toEqual([
      `"b" = 'a long text'`,
      '"c" LIKE 7',
      'LIMIT 1',
    ]);
  });

  it('are found again in another layout', () => {
    const laidOut = SQL.replaceAll(' ', '\n    ');
    expect(part(laidOut, relaid(SQL, laidOut, marks))).toEqual([
      '"b"\n    =\n    %s',
      '"c"\n    LIKE\n    %s',
      'LIMIT\n    1',
    ]);
  });

  it('are not guessed where the text is another', () => {
    expect(relaid(SQL, SQL.replace('LIKE', 'like'), marks)).toEqual([]);
  });

  it('within parts are the ones that are meant', () => {
    const within = [...marks, mark('"b"', 3)];
    expect(callAt(within, SQL.indexOf('"b"') + 1)).toBe(3);
    expect(callAt(within, SQL.indexOf('= %s'))).toBe(0);
    expect(callAt(within, 0)).toBeNull();
  });
});
