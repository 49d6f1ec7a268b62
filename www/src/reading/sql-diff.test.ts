import { describe, expect, it } from 'vitest';
import { LOOP, report } from '../../test/make.ts';
import { diffApproaches } from './sql-diff.ts';

function asked(...sql: string[]) {
  const [approach] = report({ A: LOOP }).approaches;
  const [query] = approach?.queries ?? [];
  if (!approach || !query) throw new Error('The loop asks something.');
  const alone = { ...query, similarGroup: null, duplicateGroup: null };
  return { ...approach, queries: sql.map((each) => ({ ...alone, sql: each })) };
}

const told = (first: string[], second: string[]) =>
  diffApproaches(asked(...first), asked(...second), 'sqlite')
    .map(({ of, text }) => `${{ both: ' ', first: '-', second: '+' }[of]}${text.replace(/\s+/g, ' ')}`)
    .join('\n');

describe('the SQL of two approaches', () => {
  it('stands once where it is the same', () => {
    expect(told(['SELECT a FROM t'], ['SELECT a FROM t'])).toBe(' -- 1×\n SELECT a\n FROM t');
  });

  it('is compared line by line where one statement takes the place of another', () => {
    expect(told(['SELECT a FROM t'], ['SELECT a FROM t WHERE b'])).toBe(
      ' -- 1×\n SELECT a\n FROM t\n+WHERE b',
    );
  });

  it('stands whole where the other has none or several in its place', () => {
    expect(told(['SELECT a FROM t'], [])).toBe('--- 1×\n-SELECT a\n-FROM t');
    expect(told(['SELECT a FROM t'], ['SELECT b FROM u', 'SELECT c FROM v'])).toContain('+SELECT b');
  });
});
