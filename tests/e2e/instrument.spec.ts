import { expect, test } from './harness.ts';

test('a row of queries lights up its line, and a click unfolds the SQL', async ({ playground }) => {
  await playground.run();
  const { page } = playground;
  const row = page.locator('or-queries .row').nth(2);
  await row.hover();
  await expect(page.locator('.cm-line.or-pointed')).not.toHaveCount(0);
  await row.click();
  const query = page.locator('or-query');
  await expect(query.getByRole('region', { name: 'SQL' })).toContainText('SELECT');
  await expect(query).toContainText('1 of 51');
  await query.getByRole('button', { name: 'Next of this shape' }).click();
  await expect(query).toContainText('2 of 51');
});

test('the trace leads to the statement and its line, by pointer and by key', async ({ playground }) => {
  await playground.run();
  const stage = playground.page.locator('or-trace .stage');
  const box = await stage.boundingBox();
  if (!box) throw new Error('The trace is not there.');
  await stage.hover({ position: { x: box.width / 2, y: 18 } });
  await expect(playground.page.locator('or-trace .tip')).toContainText('of 664');
  await expect(playground.page.locator('.cm-line.or-pointed')).not.toHaveCount(0);
  await stage.click({ position: { x: box.width / 2, y: 18 } });
  await expect(playground.page.locator('or-query')).toContainText('of 51');
  await stage.focus();
  await playground.page.keyboard.press('ArrowDown');
  await expect(playground.page.locator('or-queries')).toContainText('1 query of 1 shape');
});

test('the gutter counts the queries of each line', async ({ playground }) => {
  await playground.small('for state in State.objects.all():\n    state.cities.count()');
  await playground.run();
  await expect(playground.page.locator('.or-cost', { hasText: /^51$/ })).toBeVisible();
  await expect(playground.page.locator('.or-cost', { hasText: /^1$/ })).toBeVisible();
});

test('hovering a line of code lights up its rows of queries', async ({ playground }) => {
  await playground.small('for state in State.objects.all():\n    state.cities.count()');
  await playground.run();
  await playground.page
    .locator('.cm-line')
    .nth(1)
    .hover({ position: { x: 60, y: 8 } });
  await expect(playground.page.locator('or-queries .row[data-pointed]')).toContainText('line 2');
});

test('modelled time follows the formula and stays apart from measured time', async ({ playground }) => {
  await playground.run();
  const { page } = playground;
  const head = playground.scoreboard.getByRole('columnheader', { name: /modelled/ });
  await expect(head).toContainText('at 1 ms');
  await page.getByLabel('Where the modelled database is').selectOption({ label: 'cross-region, 60 ms' });
  await expect(head).toContainText('at 60 ms');
  await expect(page.locator('or-time-model .formula')).toContainText(/queries × 60.ms \+ bytes/);
  const figures = await playground.figures('Loop');
  const modelled = Number(figures[6]?.replace(/,/g, ''));
  const measured = Number.parseFloat(figures[5]?.replace(/,/g, '') ?? '');
  // Three significant digits of 664 × 60 ms and what was measured.
  expect(Math.abs(modelled - (664 * 60 + measured))).toBeLessThan(110);
  await page.getByRole('button', { name: 'Modelled' }).click();
  await expect(page.locator('or-trace .stage')).toHaveAttribute('aria-label', /over modelled time/);
});

test('the models are drawn with their relations and rows', async ({ playground }) => {
  await playground.run();
  await playground.detail('Schema');
  const city = playground.page.getByRole('region', { name: 'Model City' });
  await expect(city).toContainText('6,630 rows');
  await expect(city).toContainText('→ State');
  await city.getByRole('button', { name: '6,630 rows' }).click();
  const rows = playground.page.getByRole('region', { name: 'Rows of City' });
  await expect(rows.getByRole('row')).toHaveCount(51);
  await playground.page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(playground.page.locator('or-schema')).toContainText('51–100 of 6,630');
});

test('broken syntax is underlined while one types, before any run', async ({ playground }) => {
  await playground.tab('Loop').click();
  await playground.write('x = (1 +\ny = = 2');
  await expect(playground.page.locator('.cm-lintRange-error').first()).toBeVisible();
  await playground.write('x = 1');
  await expect(playground.page.locator('.cm-lintRange-error')).toHaveCount(0);
});

test('growth is measured at several scales and said in words', async ({ playground }) => {
  await playground.small('for state in State.objects.all():\n    state.cities.count()');
  await playground.detail('Growth');
  await playground.page.getByRole('button', { name: 'Measure the growth' }).click();
  await expect(playground.page.getByRole('table', { name: /How the queries grow/ })).toContainText('Loop');
});

test('the SQL of two approaches is compared line by line', async ({ playground }) => {
  await playground.small('list(State.objects.all())');
  await playground.menu('Duplicate');
  await playground.write('for state in State.objects.all():\n    state.cities.count()');
  await playground.run();
  const queries = playground.page.locator('or-queries');
  await queries.getByRole('button', { name: 'Compare' }).click();
  const diff = queries.getByRole('region', { name: 'SQL of Loop and of Loop 2' });
  await expect(diff.locator('ins').first()).toBeVisible();
  await expect(diff).toContainText('COUNT(*)');
  await expect(queries.getByLabel('Compared with')).toContainText('Loop 2: 52 queries of 2 shapes');
});
