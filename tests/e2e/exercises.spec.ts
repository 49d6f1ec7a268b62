import AxeBuilder from '../../www/node_modules/@axe-core/playwright/dist/index.mjs';
import { expect, type Page, test } from './harness.ts';

const SOLUTION = `cities = list(City.objects.filter(state__name="Indiana").dense_cities().order_by("name"))

page = {}
if cities:
    page["title"] = f"{len(cities)} dense cities"
    page["first"] = cities[0].name
    page["names"] = [city.name for city in cities]
else:
    page["title"] = "No dense city"
page`;

const check = (page: Page) => page.getByRole('button', { name: /Check/ });
const verdicts = (page: Page) => page.locator('or-exercise-task .checks');

async function write(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Escape');
}

async function open(page: Page): Promise<void> {
  await page.goto('./exercises.html');
  await page.getByRole('link', { name: 'Asked three times' }).click();
  await expect(page.getByRole('heading', { name: 'Asked three times' })).toBeVisible();
}

test('a wrong attempt, a hint, a right one; what was done survives a reload and goes to another machine', async ({
  page,
  browser,
  baseURL,
}) => {
  await open(page);
  await check(page).click();
  await expect(verdicts(page)).toContainText(/Exactly 1 query: failed\s+\d+ (was|were) made/);
  await page.getByRole('button', { name: 'Hint 1 of 2' }).click();
  await expect(page.locator('.hint')).toHaveCount(1);

  await write(page, SOLUTION);
  await page.reload();
  await expect(page.locator('.cm-content')).toContainText('cities = list(');
  await expect(page.locator('.hint')).toHaveCount(1);
  await check(page).click();
  await expect(page.locator('or-exercise-task')).toContainText('✓ solved');
  await expect(verdicts(page).locator('.seen')).toHaveCount(0);

  await page.getByRole('link', { name: 'All exercises' }).click();
  await expect(page.getByRole('link', { name: 'Asked three times (solved)' })).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save progress' }).click();
  const file = await (await saving).path();

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(new URL('exercises.html', baseURL).href);
  const choosing = elsewhere.waitForEvent('filechooser');
  await elsewhere.getByRole('button', { name: 'Load progress' }).click();
  await (await choosing).setFiles(file);
  await expect(elsewhere.getByRole('link', { name: 'Asked three times (solved)' })).toBeVisible();
});

test('the solution is compared with one’s own when it is asked for', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Show the solution' }).click();
  await expect(page.locator('or-scoreboard')).toContainText('A list');
  await expect(page.locator('or-scoreboard')).toContainText('Yours');
});

test('an endless attempt is stopped, and the next one is judged', async ({ page }) => {
  await open(page);
  await write(page, 'while True: pass');
  await check(page).click();
  await page.getByRole('button', { name: /Stop/ }).click();
  await write(page, SOLUTION);
  await check(page).click();
  await expect(page.locator('or-exercise-task')).toContainText('✓ solved');
});

test('a pack of a teacher loads from a folder of the site; a broken exercise is named and the rest works', async ({
  page,
}) => {
  const files: Record<string, string> = {
    'pack.md':
      '---\ntitle: Ours\nsummary: Two.\nsets:\n  - a = First\nexercises:\n  - a/01-good.md\n  - a/02-bad.md\n---\n',
    'a/01-good.md':
      '---\ntitle: Good <b>one</b>\nsummary: S.\nmodels: geo\nshared: geo\ndata: data.py\nscale: 5\nlevel: 1\nchecks:\n  - same result\n---\nDo <img src=x onerror=alert(1)> it.\n\n```python starter\n1\n```\n\n```python solution="S"\nState.objects.count()\n```\n',
    'a/02-bad.md': '---\ntitle: Bad\n---\n',
  };
  await page.route('**/packs/ours/**', (route) => {
    const path = new URL(route.request().url()).pathname.split('/packs/ours/')[1] ?? '';
    return route.fulfill(
      files[path] === undefined ? { status: 404 } : { body: files[path], contentType: 'text/markdown' },
    );
  });
  await page.goto('./exercises.html?pack=packs/ours');
  await expect(page.locator('or-exercise-list')).toContainText('a/02-bad.md, line 1: there is no starter.');
  await page.getByRole('link', { name: 'Good <b>one</b>' }).click();
  await expect(page.locator('or-exercise-task')).toContainText('<img src=x onerror=alert(1)>');
});

test('a pack of another site is refused', async ({ page }) => {
  await page.goto('./exercises.html?pack=https://example.org/pack/');
  await expect(page.locator('main')).toContainText('must lie on the same site');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing in the exercises', async ({ page }) => {
      const violated = async () =>
        (await new AxeBuilder({ page }).analyze()).violations.map(
          (each) => `${each.id} ${each.nodes[0]?.target}`,
        );
      await page.goto('./exercises.html');
      await expect(page.locator('or-exercise-list')).toContainText('Querying');
      expect(await violated(), 'the list').toEqual([]);
      await open(page);
      await check(page).click();
      await expect(verdicts(page).locator('.seen').first()).toBeVisible();
      expect(await violated(), 'an exercise').toEqual([]);
    });
  });
}
