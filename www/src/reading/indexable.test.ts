import { describe, expect, it } from 'vitest';
import { indexable } from './indexable.ts';

describe('columns that an index could be of', () => {
  it('are those compared and ordered by, not those selected', () => {
    expect(
      indexable(
        'SELECT "city"."name" FROM "city" WHERE "city"."state_id" = %s ORDER BY "city"."population" DESC',
      ),
    ).toEqual([{ table: 'city', columns: ['state_id', 'population'] }]);
  });

  it('are found in joins and under other names', () => {
    const sql =
      'SELECT U0."v", (SELECT COUNT(*) FROM "park" V0 WHERE V0."city_id" = (U0."id")) FROM "city" U0 INNER JOIN "state" ON (U0."state_id" = "state"."id")';
    expect(indexable(sql)).toEqual([
      { table: 'park', columns: ['city_id'] },
      { table: 'city', columns: ['id', 'state_id'] },
      { table: 'state', columns: ['id'] },
    ]);
  });

  it('are none in a text or without a condition', () => {
    expect(indexable(`SELECT "a"."b" FROM "a"`)).toEqual([]);
    expect(indexable(`SELECT "a"."b" FROM "a" WHERE 'x "a"."c" = 1' = %s`)).toEqual([]);
  });
});
