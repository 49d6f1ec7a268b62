import { describe, expect, it } from 'vitest';
import { LOOP, report, workbench } from '../../test/make.ts';
import type { Approach } from '../engine/types.ts';
import { growthRequestOf, scalesFor } from '../workbench/request.ts';
import { groupedRows, singleRows } from './groups.ts';
import { laneOf, ticks, tripAt } from './lanes.ts';
import { heat, lineCosts } from './lines.ts';
import { modelledMicros, roundTripAt, sliderOf } from './modelled.ts';
import { scoresOf } from './scores.ts';
import { brief, literal, runnable } from './sql.ts';

const model = { roundTripMicros: 1000, bitsPerSecond: 1e9 };
const both = () => report({ Loop: LOOP, One: 'State.objects.all()' });

function first(approaches: readonly Approach[]): Approach {
  const [approach] = approaches;
  if (!approach) throw new Error('The report is empty.');
  return approach;
}

describe('modelled time', () => {
  it('is measured + queries × round trip + bytes ÷ bandwidth', () => {
    const loop = first(both().approaches);
    const expected = loop.timing.medianMicros + 103 * 1000 + (loop.totals.bytes * 8) / 1000;
    expect(modelledMicros(loop, model)).toBeCloseTo(expected, 6);
  });

  it('gives back the round trip that the slider shows', () => {
    for (const micros of [50, 500, 1000, 60_000]) expect(roundTripAt(sliderOf(micros))).toBe(micros);
  });
});

describe('lanes', () => {
  it('keep measured time as it was, and shift each trip by the modelled ones before it', () => {
    const loop = first(both().approaches);
    const measured = laneOf(loop, null);
    const modelled = laneOf(loop, { ...model, bitsPerSecond: Number.POSITIVE_INFINITY });
    expect(measured.end).toBeCloseTo(loop.totals.dbMicros + loop.totals.pythonMicros, 6);
    expect(modelled.end - measured.end).toBeCloseTo(103 * 1000, 6);
    expect((modelled.trips[2]?.start ?? 0) - (measured.trips[2]?.start ?? 0)).toBeCloseTo(2000, 6);
  });

  it('find the trip under a moment, or near it, or none', () => {
    const trips = [10, 20, 30].map((start) => ({ start, micros: 4, added: 0 }));
    const lane = { name: '', trips, end: 40 };
    expect([12, 15.5, 19, 27, 5].map((moment) => tripAt(lane, moment, 2))).toEqual([0, 0, 1, -1, -1]);
    expect(tripAt({ ...lane, trips: [] }, 12, 2)).toBe(-1);
  });

  it('have round ticks', () => {
    expect(ticks(0, 43_800, 5)).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
    expect(ticks(5, 5, 5)).toEqual([]);
  });
});

describe('rows of queries', () => {
  it('join statements of one shape and count all of them', () => {
    const loop = first(both().approaches);
    const rows = groupedRows(loop);
    expect(rows.map((row) => [row.queries.length, row.line])).toEqual([
      [1, 1],
      [51, 2],
      [51, 3],
    ]);
    expect(singleRows(loop)).toHaveLength(103);
  });
});

describe('line costs', () => {
  it('count a query for each line of its stack, once', () => {
    const run = both();
    const loop = first(run.approaches);
    for (const query of loop.queries) {
      query.stack = [
        { file: 'Loop', line: 1, function: '<module>' },
        { file: 'models.py', line: 7, function: 'count' },
        { file: 'models.py', line: 7, function: 'count' },
      ];
      Object.assign(query, { file: 'models.py', line: 7 });
    }
    expect(lineCosts(run, 'Loop').get(1)?.total).toBe(103);
    expect(lineCosts(run, 'models.py').get(7)?.total).toBe(103);
    expect(lineCosts(run, 'One').get(1)?.total).toBe(1);
  });

  it('are redder by order of magnitude', () => {
    expect([1, 10, 51, 100, 1000].map(heat)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('scores', () => {
  it('mark the best of each column, and nothing where all are equal', () => {
    const [loop, one] = scoresOf(both(), model);
    expect(one?.best).toContain('queries');
    expect(loop?.best).not.toContain('queries');
    const [a, b] = scoresOf(report({ A: 'State.objects.all()', B: 'State.objects.all()' }), model);
    expect([...(a?.best ?? []), ...(b?.best ?? [])]).not.toContain('queries');
  });

  it('leave a failed approach out of the contest', () => {
    const [wrong] = scoresOf(report({ Wrong: 'nmae', A: LOOP, B: 'State.objects.all()' }), model);
    expect(wrong).toMatchObject({ failed: true, best: new Set() });
  });
});

describe('growth', () => {
  it('is measured at the given scales, or at four up to the present one', () => {
    expect(scalesFor(51, [10, 20, 40])).toEqual([10, 20, 40]);
    expect(scalesFor(100, [])).toEqual([13, 25, 50, 100]);
    expect(scalesFor(1, [])).toEqual([1]);
  });

  it('is asked of the engine in one request, at the workbench’s own scale too', () => {
    const given = { ...workbench({ Loop: LOOP }), scale: 51, scales: [10, 20] };
    expect(growthRequestOf(given)).toMatchObject({ scale: 51, growth: { scales: [10, 20] } });
    expect(growthRequestOf({ ...given, scale: null, scales: [] })).toMatchObject({ scale: 100 });
  });
});

describe('SQL as text', () => {
  it('puts parameters in as literals, quotes doubled, and keeps %% a percent sign', () => {
    expect(runnable(`SELECT 1 WHERE a = %s AND b LIKE 'x%%' AND c = %s`, ["O'Hara", null], 'sqlite')).toBe(
      `SELECT 1 WHERE a = 'O''Hara' AND b LIKE 'x%' AND c = NULL;`,
    );
  });

  it('writes booleans and backslashes as the dialect reads them', () => {
    expect([literal(true, 'sqlite'), literal(true, 'postgresql'), literal('a\\b', 'mysql')]).toEqual([
      '1',
      'TRUE',
      "'a\\\\b'",
    ]);
  });

  it('shortens long lists of columns only', () => {
    const columns = Array.from({ length: 12 }, (_, index) => `"t"."column_${index}"`).join(', ');
    expect(brief(`SELECT ${columns} FROM "t" WHERE 1`)).toBe(
      'SELECT "column_0", "column_1", … FROM "t" WHERE 1',
    );
    const long = 'COALESCE("a_long_name_of_a_column", "and_another_one") AS "x"';
    expect(brief(`SELECT ${long}, "y" FROM "t"`)).toBe(`SELECT ${long}, … FROM "t"`);
    expect(brief('SELECT COUNT(*) FROM "t"')).toBe('SELECT COUNT(*) FROM "t"');
    expect(brief('SELECT MAX("t"."a") FROM "t" WHERE "t"."b" = %s')).toBe(
      'SELECT MAX("a") FROM "t" WHERE "b" = %s',
    );
    const join = 'SELECT "t"."a" FROM "t" INNER JOIN "u" ON ("t"."u_id" = "u"."id")';
    expect(brief(join)).toBe(join);
  });
});
