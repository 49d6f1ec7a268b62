/** Every page of the site, in both themes and at both ends of what a screen may be. */
import AxeBuilder from '../../www/node_modules/@axe-core/playwright/dist/index.mjs';
import { expect, type Page, test } from './harness.ts';

const CONTENTS = ['course.html', 'guides.html'];
const SINGLE = ['./', 'exercises.html', 'bench.html', 'embed.html'];

/** The addresses of the pages of their own, and of those that the contents of the course and of the guides name. */
async function everyPage(page: Page): Promise<string[]> {
  const found = new Set<string>();
  for (const path of [...SINGLE, ...CONTENTS]) {
    await page.goto(`./${path}`);
    found.add(page.url());
    if (!CONTENTS.includes(path)) continue;
    const links = await page
      .locator('main a')
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    for (const link of links) if (/\/(course|guides)\/[\w-]+\.html$/.test(link)) found.add(link);
  }
  return [...found];
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing in any page', async ({ page }) => {
      test.slow();
      const violated: string[] = [];
      for (const path of await everyPage(page)) {
        await page.goto(path);
        await page.waitForLoadState('networkidle');
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, nodes } of violations)
          violated.push(`${path} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
      }
      expect(violated).toEqual([]);
    });
  });
}

for (const [width, height] of [
  [320, 640],
  [3840, 2160],
] as const) {
  test(`no page is wider than a screen of ${width} pixels`, async ({ page }) => {
    test.slow();
    const wide: string[] = [];
    await page.setViewportSize({ width, height });
    for (const path of await everyPage(page)) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
      if (scroll > width) wide.push(`${path}: ${scroll}`);
    }
    expect(wide).toEqual([]);
  });
}

test('the theme that was chosen is that of every page, and pages of prose can change it', async ({
  page,
}) => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme ?? 'system');
  await page.goto('./course.html');
  const button = page.getByRole('button', { name: 'Theme: system' });
  await button.click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  expect(await theme()).toBe('dark');
  for (const path of ['./guides.html', './bench.html', './exercises.html', './']) {
    await page.goto(path);
    await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
    expect(await theme()).toBe('dark');
  }
});
