import { expect, test } from './harness.ts';

test('the dashboard takes 664 queries in the loop and 1 in the subqueries, with the same result', async ({
  playground,
}) => {
  await playground.run();
  await expect(playground.sentence).toHaveText(/^664 queries became\s1\. The same 51 rows\.$/);
  expect(await playground.queries('Loop')).toBe('664');
  expect(await playground.queries('Subqueries')).toBe('1');
});

test('every statement is listed, in order and by shape', async ({ playground }) => {
  await playground.run();
  const queries = playground.page.locator('or-queries');
  await expect(queries).toContainText('664 queries of');
  await queries.getByRole('button', { name: 'In order' }).click();
  const list = queries.getByRole('list', { name: 'Queries' });
  await expect(list.getByRole('listitem').first()).toHaveAttribute('aria-setsize', '664');
  await queries.locator('.scroll').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(list.locator('[aria-posinset="664"]')).toBeVisible();
});

test('an edit that takes two lines from the loop takes 102 queries from the count', async ({
  playground,
}) => {
  await playground.small(
    'rows = []\nfor state in State.objects.all():\n    rows.append(state.cities.count())\nrows',
  );
  await playground.run();
  expect(await playground.queries('Loop')).toBe('52');
  await playground.write('rows = []\nfor state in State.objects.all():\n    rows.append(state.name)\nrows');
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
});

test('an unknown field is an error at its line, and the other approach is still shown', async ({
  playground,
}) => {
  await playground.tab('Loop').click();
  await playground.write('wanted = "Texas"\nrows = list(State.objects.filter(nmae=wanted))\nrows');
  await playground.run();
  await expect(playground.sentence).toContainText('Loop ended with FieldError at line 2.');
  const errors = playground.page.locator('or-errors');
  await expect(errors).toContainText("FieldError: Cannot resolve keyword 'nmae' into field. Choices are:");
  expect(await playground.queries('Subqueries')).toBe('1');
  await playground.tab('Subqueries').click();
  await errors.getByRole('button', { name: 'line 2' }).click();
  await expect(playground.tab('Loop')).toHaveAttribute('aria-selected', 'true');
  await expect(playground.page.locator('.cm-lintRange-error')).toContainText('nmae');
});

test('a syntax error names its line', async ({ playground }) => {
  await playground.small('x = 1\nfor state in State.objects.all()\n    pass');
  await playground.run();
  await expect(playground.page.locator('or-errors')).toContainText(/SyntaxError: expected ':'/i);
  await expect(playground.page.locator('or-errors')).toContainText('line 2');
});

test('Stop ends an endless loop at once, and the next run works', async ({ playground }) => {
  await playground.run();
  await playground.small('while True: pass');
  await playground.runButton.click();
  await expect(playground.runButton).toContainText('Stop');
  const began = Date.now();
  await playground.runButton.click();
  await expect(playground.page.locator('or-results')).toContainText('Stopped.');
  expect(Date.now() - began).toBeLessThan(2000);
  await playground.write('State.objects.count()\n');
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
});

test('an approach that asks nothing is said to ask nothing', async ({ playground }) => {
  await playground.small('1 + 1');
  await playground.run();
  await expect(playground.sentence).toHaveText('The database was asked nothing.');
  await expect(playground.page.locator('or-queries')).toContainText('Loop asked the database nothing.');
});

test('different results are said first', async ({ playground }) => {
  await playground.small('list(State.objects.order_by("pk").values("pk")[:48])');
  await playground.menu('Duplicate');
  await playground.write('list(State.objects.order_by("pk").values("pk")[:51])');
  await playground.run();
  await expect(playground.sentence).toContainText('Not the same answer');
  await playground.detail('Result');
  await expect(playground.page.getByRole('region', { name: 'Difference' })).toContainText(
    '3 rows of those shown are only in Loop 2',
  );
});

test('a result is shown as a table or as text', async ({ playground }) => {
  await playground.small('list(State.objects.values("name").order_by("name")[:3])');
  await playground.run();
  await playground.detail('Result');
  const result = playground.page.locator('or-result');
  await expect(result.getByRole('table')).toBeVisible();
  await result.getByRole('button', { name: 'Text' }).click();
  await expect(result.getByRole('region', { name: 'Result as text' })).toContainText('[{');
  await expect(result.getByRole('table')).toHaveCount(0);
});

// The stand-in has one result.
test('what is no table is said or shown as text', { tag: '@real' }, async ({ playground }) => {
  const result = playground.page.locator('or-result');
  for (const [source, shown] of [
    ['[]', 'The result has no rows.'],
    ['State.objects.none()', 'The result has no rows.'],
    ['None', 'None'],
    ['State.objects.count()', '51'],
    ['"<b>text</b>"', "'<b>text</b>'"],
    ['x = 1', '1'],
  ] as const) {
    await playground.small(source);
    await playground.run();
    await playground.detail('Result');
    await expect(result, source).toContainText(shown);
    await expect(result.getByRole('table'), source).toHaveCount(0);
  }
});

test('output is text, never markup', async ({ playground }) => {
  await playground.small('print("hello <b>from</b> print")\nlist(State.objects.all())');
  await playground.run();
  await playground.detail('Result');
  await expect(playground.page.locator('or-result')).toContainText('hello <b>from</b> print');
});

// Only the stand-in crashes on demand.
test('a crash of the engine keeps the page and the code, and the next run works', {
  tag: '@stand-in',
}, async ({ playground }) => {
  await playground.small('crash()');
  await playground.runButton.click();
  await expect(playground.page.locator('or-results')).toContainText(
    'The engine failed and was started again',
  );
  await playground.write('State.objects.all()');
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
});
