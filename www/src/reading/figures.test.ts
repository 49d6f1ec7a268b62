import { describe, expect, it } from 'vitest';
import {
  bytes,
  duration,
  measured,
  millisWithSpread,
  percent,
  plural,
  significant,
  times,
} from './figures.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('figures', () => {
  it('have three significant digits and never an exponent', () => {
    expect([0.000123, 0.4125, 41.25, 999, 41_250, 1e12].map(significant)).toEqual([
      '0.000123',
      '0.413',
      '41.3',
      '999',
      '41,300',
      '1,000,000,000,000',
    ]);
  });

  it('change the unit of a duration before it has four digits', () => {
    expect([0, 999, 999.6, 999_400, 999_600].map((each) => plain(duration(each)))).toEqual([
      '0 ms',
      '999 µs',
      '1 ms',
      '999 ms',
      '1 s',
    ]);
  });

  it('do not measure below the step of the clock', () => {
    expect([measured(0, 100), measured(40, 100), measured(300, 100)].map(plain)).toEqual([
      '<100 µs',
      '<100 µs',
      '300 µs',
    ]);
  });

  it('give a spread as many decimals as its median', () => {
    expect(millisWithSpread(43_800, 1_752)).toEqual(['43.8', '1.8']);
    expect(millisWithSpread(503, 20.1)).toEqual(['0.503', '0.020']);
    expect(millisWithSpread(12_000, 0)).toEqual(['12.0', '0.0']);
  });

  it('never call a part the whole, or a small part nothing', () => {
    expect([percent(1, 1000), percent(999, 1000), percent(5, 5), percent(0, 0)].map(plain)).toEqual([
      '<1 %',
      '99 %',
      '100 %',
      '–',
    ]);
  });

  it('say ratios, bytes and plurals as a person would', () => {
    expect([times(17.3), times(1.44), times(Number.POSITIVE_INFINITY)]).toEqual(['17×', '1.4×', '–']);
    expect([plain(bytes(999)), plain(bytes(6430))]).toEqual(['999 B', '6.43 kB']);
    expect([plural(1, 'query', 'queries'), plural(1200, 'query', 'queries')]).toEqual([
      '1 query',
      '1,200 queries',
    ]);
  });
});
