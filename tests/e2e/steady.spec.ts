/** Nothing jumps. When contents are readable depends on the machine: that is told, and not judged. */
import { expect, type Page, Playground, test } from './harness.ts';

/** The most that the pieces of a page may shift, as browsers count it. */
const MOST = 0.02;

interface Seen {
  shift: number;
  from: string[];
  largest: number;
}

async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen = { shift: 0, from: [], largest: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        sources: { node: Node | null }[];
      })[]) {
        seen.shift += entry.value;
        seen.from.push(...entry.sources.map(({ node }) => `${node?.nodeName} ${entry.value.toFixed(4)}`));
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      seen.largest = list.getEntries().at(-1)?.startTime ?? seen.largest;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}

const seenOn = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

async function tell(page: Page, what: string): Promise<void> {
  const { shift, largest } = await seenOn(page);
  const first = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  );
  const times = `first paint ${first.toFixed(0)} ms, largest ${largest.toFixed(0)} ms`;
  const description = `${what}: ${times}, layout shift ${shift.toFixed(4)}`;
  test.info().annotations.push({ type: 'measured', description });
  console.log(`    ${description}`);
}

for (const [name, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
  ['a large screen', { width: 3840, height: 2160 }],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport });

    test('the first visit and the first run move nothing', async ({ page }) => {
      await watch(page);
      const playground = new Playground(page);
      await page.goto('./');
      await expect(playground.sentence).toBeVisible();
      await expect(page.locator('or-run-bar .status')).toHaveText('');
      await page.evaluate(() => document.fonts.ready.then(() => {}));
      await tell(page, `first visit on ${name}`);
      expect((await seenOn(page)).shift, (await seenOn(page)).from.join(', ')).toBeLessThan(MOST);
      await playground.run();
      const { shift, from } = await seenOn(page);
      expect(shift, from.join(', ')).toBeLessThan(MOST);
    });
  });
}

for (const path of ['course.html', 'exercises.html', 'guides.html', 'bench.html']) {
  test(`${path} moves nothing while it loads`, async ({ page }) => {
    await watch(page);
    await page.goto(`./${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    await tell(page, path);
    const { shift, from } = await seenOn(page);
    expect(shift, from.join(', ')).toBeLessThan(MOST);
  });
}
