import { describe, expect, it } from 'vitest';
import { compareResults } from './result-diff.ts';

const table = (...rows: (string | null)[][]) => ({ columns: ['a'], rows, totalRows: rows.length });

describe('the difference of two results', () => {
  it('is the rows that one has and the other has not', () => {
    const difference = compareResults(table(['1'], ['2'], ['2']), table(['2'], ['3'], ['1']));
    expect(difference).toEqual({ onlyFirst: [['2']], onlySecond: [['3']], orderOnly: false });
  });

  it('is only the order where the rows are the same', () => {
    expect(compareResults(table(['1'], [null]), table([null], ['1'])).orderOnly).toBe(true);
    expect(compareResults(table(['1']), table(['1'])).orderOnly).toBe(false);
  });

  it('tells None from the text "null"', () => {
    expect(compareResults(table([null]), table(['null'])).onlyFirst).toEqual([[null]]);
  });
});
