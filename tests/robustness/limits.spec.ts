/** A run that takes too much ends with a message at its line; what it told until then is shown. */
import { expect, setBudget, test } from './harness.ts';

const LIMITS = [
  {
    name: 'time',
    budget: { micros: 500_000 },
    source: 'print(State.objects.count())\nwhile True: pass',
    error: 'Stopped after 0.5 seconds, the time limit for one run.',
    line: 2,
    queries: '1',
  },
  {
    name: 'time, where every exception is caught',
    budget: { micros: 500_000 },
    source:
      'print(State.objects.count())\nwhile True:\n    try:\n        State.objects.count()\n    except Exception:\n        pass',
    error: 'Stopped after 0.5 seconds, the time limit for one run.',
    line: null,
    queries: null,
  },
  {
    name: 'statements',
    budget: { queries: 20 },
    source: 'print("begun")\nfor number in range(1000):\n    State.objects.filter(pk=number).exists()',
    error: 'Stopped after 20 statements, the limit for one run.',
    line: 3,
    queries: '20',
  },
  {
    name: 'recursion',
    budget: {},
    source: 'print(State.objects.count())\ndef deeper(n):\n    return deeper(n + 1)\ndeeper(0)',
    error: 'RecursionError: maximum recursion depth exceeded',
    line: 3,
    queries: '1',
  },
  {
    name: 'recursion, which cannot be raised past the stack',
    budget: {},
    source:
      'import sys\nprint(State.objects.count())\nsys.setrecursionlimit(1_000_000)\ndef deeper(n):\n    return deeper(n + 1)\ndeeper(0)',
    error: 'RecursionError: maximum recursion depth exceeded',
    line: 5,
    queries: '1',
  },
  {
    name: 'memory for one sequence',
    budget: {},
    source: 'print(State.objects.count())\n[0] * 10**9',
    error: 'MemoryError: a sequence of 1000000000 items is larger than the 256 MB that one may take here',
    line: 2,
    queries: '1',
  },
];

for (const { name, budget, source, error, line, queries } of LIMITS) {
  test(`a limit on ${name} is told, with what the run told before`, async ({ playground }) => {
    const { page } = playground;
    await setBudget(page, budget);
    await playground.small(source);
    await playground.run();
    const errors = page.locator('or-errors');
    await expect(errors).toContainText(error);
    if (line !== null)
      await expect(errors.getByRole('button', { name: `line ${line}` }).first()).toBeVisible();
    if (queries !== null) expect(await playground.queries('Loop')).toBe(queries);
    await playground.detail('Result');
    await expect(page.getByRole('region', { name: 'Printed output' })).toContainText(/begun|51/);
  });
}

test('a limit on output cuts it, and says by how much', async ({ playground }) => {
  const { page } = playground;
  await setBudget(page, { output: 1000 });
  await playground.small('for number in range(500):\n    print("x" * 99)\nState.objects.count()');
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
  await playground.detail('Result');
  await expect(page.locator('or-result')).toContainText('49,000');
});

test('a limit on rows shown keeps the whole count', async ({ playground }) => {
  const { page } = playground;
  await setBudget(page, { rowsShown: 5 });
  await playground.small('list(State.objects.values("name"))');
  await playground.run();
  await playground.detail('Result');
  await expect(page.locator('or-result-table').locator('tbody tr')).toHaveCount(5);
  await expect(page.locator('or-result')).toContainText('51');
});

const ENDLESS =
  'from django.db import connection\nwith connection.cursor() as cursor:\n    cursor.execute("""WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT ';

test('a limit on rows fetched ends the statement', async ({ playground }) => {
  await setBudget(playground.page, { rowsFetched: 1000 });
  await playground.small(`${ENDLESS.replace('3000000', '3000')}i FROM n""")`);
  await playground.run();
  await expect(playground.page.locator('or-errors')).toContainText('more than 1000 rows', {
    timeout: 10_000,
  });
});

test('a limit on time ends a long statement', async ({ playground }) => {
  await setBudget(playground.page, { micros: 100_000 });
  await playground.small(`${ENDLESS}MAX(i) FROM n""")`);
  await playground.run();
  await expect(playground.page.locator('or-errors')).toContainText('Stopped after 0.1 seconds', {
    timeout: 10_000,
  });
});

test('a limit on time holds for showing the result', async ({ playground }) => {
  await setBudget(playground.page, { micros: 100_000 });
  await playground.small(
    'class Slow:\n    def __repr__(self):\n        for n in range(1_000_000):\n            pass\n        return "slow"\nSlow()',
  );
  await playground.run();
  await expect(playground.page.locator('or-errors')).toContainText('Stopped after 0.1 seconds', {
    timeout: 10_000,
  });
});
