import AxeBuilder from '../../www/node_modules/@axe-core/playwright/dist/index.mjs';
import { expect, type Page, Playground, test } from './harness.ts';

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing, whatever is open', async ({ playground }) => {
      await playground.run();
      const { page } = playground;
      for (const detail of ['Queries', 'Findings', 'Result', 'Growth', 'Schema', 'Console', 'History']) {
        await playground.detail(detail);
        expect(await violations(page), detail).toEqual([]);
      }
    });

    test('axe finds nothing in the dialogs and in the views behind', async ({ playground }) => {
      const { page } = playground;
      await playground.run();
      await page.getByRole('button', { name: 'More' }).click();
      expect(await violations(page), 'More').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Examples: / }).click();
      expect(await violations(page), 'Examples').toEqual([]);
      await page.keyboard.press('Escape');
      await playground.detail('Queries');
      await page.locator('or-queries').getByRole('button', { name: 'Compare' }).click();
      expect(await violations(page), 'Compare').toEqual([]);
      await playground.detail('Schema');
      await page.locator('or-schema').getByRole('button', { name: 'Rows', exact: true }).click();
      await expect(page.getByRole('region', { name: /^Rows of/ })).toBeVisible();
      expect(await violations(page), 'Rows').toEqual([]);
      await page.locator('or-schema').getByRole('button', { name: 'Tables as SQL' }).click();
      await expect(page.locator('or-schema or-sql').first()).toBeVisible();
      expect(await violations(page), 'Tables').toEqual([]);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('results come first, the code is one tap away, and nothing is wider than the page', async ({
    page,
  }) => {
    const playground = new Playground(page);
    await page.goto('./');
    await page.getByRole('button', { name: 'Code', exact: true }).tap();
    await expect(playground.code).toBeVisible();
    await playground.runButton.tap();
    await playground.finished();
    await expect(playground.sentence).toBeVisible();
    await expect(playground.sentence).toContainText('664 queries');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    expect(await violations(page)).toEqual([]);
  });
});

test('by keyboard alone: run, read a query, leave the editor', async ({ playground }) => {
  const { page } = playground;
  await playground.code.focus();
  await page.keyboard.press('Control+Enter');
  await playground.finished();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('separator', { name: 'Width of the code' })).toBeFocused();
  await page.locator('or-queries .row').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('or-query').getByRole('region', { name: 'SQL' })).toBeVisible();
});

test('the theme is the system’s until one is chosen, and the choice stays', async ({ playground }) => {
  const { page } = playground;
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await colour();
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  expect(await colour()).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
});

test('works without a network after one visit', async ({ playground, context }) => {
  const { page } = playground;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.reload();
  await context.setOffline(true);
  await page.reload();
  await expect(playground.code).toBeVisible();
  await playground.run();
  expect(await playground.queries('Loop')).toBe('664');
  await context.setOffline(false);
});

test('the policy forbids inline script, and the page keeps to it', async ({ playground }) => {
  const policy = await playground.page
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
});

test('a missing engine is said, the code can be read and edited, and trying again works', async ({
  page,
}) => {
  let blocked = true;
  await page.route('**/*.wasm', (route) => (blocked ? route.fulfill({ status: 404 }) : route.continue()));
  await page.goto('./');
  const bar = page.locator('or-run-bar');
  await expect(bar).toContainText('HTTP 404');
  await page.locator('.cm-content').click();
  await page.keyboard.type('# still typing');
  await expect(page.locator('.cm-content')).toContainText('# still typing');
  blocked = false;
  await bar.getByRole('button', { name: 'Try again' }).click();
  await expect(bar).not.toContainText('HTTP 404');
});

test('contents are there at once and do not jump', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('./');
  await expect(page.locator('.cm-content')).toBeVisible();
  await expect(page.locator('or-run-bar .status')).toHaveText('');
  const shift = await page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen.shift);
  expect(shift).toBeLessThan(0.02);
});
