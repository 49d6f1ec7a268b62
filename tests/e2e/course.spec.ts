import AxeBuilder from '../../www/node_modules/@axe-core/playwright/dist/index.mjs';
import { expect, Playground, test } from './harness.ts';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the course reads whole, and the first page says what this is', async ({ page }) => {
    await page.goto('./course.html');
    await page.getByRole('link', { name: /dashboard/i }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('dashboard');
    await expect(page.locator('figcaption', { hasText: 'Subqueries' })).toBeVisible();
    await expect(page.getByRole('table').first().getByRole('row', { name: /Loop/ })).toContainText('664');
    await expect(page.locator('.statements').first()).toContainText('SQL of Loop');
    const picture = await page.locator('meta[property="og:image"]').getAttribute('content');
    const response = await page.request.get(new URL(picture ?? '', page.url()).href);
    expect(response.headers()['content-type']).toBe('image/png');
    await page.getByRole('link', { name: 'Playground', exact: true }).click();
    await expect(page.locator('body')).toContainText('What your Django queries cost');
    await expect(page.locator('body')).toContainText('Subqueries');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing in the course', async ({ page }) => {
      await page.goto('./course.html');
      const violated = async () =>
        (await new AxeBuilder({ page }).analyze()).violations.map((each) => each.id);
      expect(await violated(), 'the contents').toEqual([]);
      await page.getByRole('link', { name: /dashboard/i }).click();
      expect(await violated(), 'a lesson').toEqual([]);
    });
  });
}

test('the guides link to one another, and axe finds nothing in them', async ({ page }) => {
  await page.goto('./guides.html');
  await page.getByRole('link', { name: 'How an exercise is written' }).click();
  await page.getByRole('link', { name: 'lesson-format.md', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How a lesson is written');
  expect((await new AxeBuilder({ page }).analyze()).violations.map((each) => each.id)).toEqual([]);
});

test('a lesson opens in the playground', async ({ page }) => {
  await page.goto('./course.html');
  const links = page.locator('.contents a');
  const title = (await links.first().textContent()) ?? '';
  await links.first().click();
  await page.getByRole('link', { name: 'Open it in the playground' }).click();
  const playground = new Playground(page);
  await expect(playground.code).toBeVisible();
  await expect(page.getByRole('button', { name: /^Examples: / })).toContainText(title);
});

test('a change to try opens beside the lesson’s approaches', async ({ page }) => {
  await page.goto('./course.html');
  await page.getByRole('link', { name: /dashboard/i }).click();
  await page.getByRole('link', { name: 'Open it beside the others' }).click();
  const playground = new Playground(page);
  await expect(playground.tab('Two facts')).toHaveAttribute('aria-selected', 'true');
  await expect(playground.tab('Loop')).toBeVisible();
});
