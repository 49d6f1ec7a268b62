import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
      test.slow();
      await playground.run();
      const { page } = playground;
      for (const detail of ['Queries', 'Findings', 'Result', 'Growth', 'Schema', 'Console', 'History']) {
        await playground.detail(detail);
        expect(await violations(page), detail).toEqual([]);
      }
    });

    test('axe finds nothing in the dialogs and in the views behind', async ({ playground }) => {
      test.slow();
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

    test('axe finds nothing in an open statement, in Share and in Data', async ({ playground }) => {
      test.slow();
      const { page } = playground;
      await playground.run();
      await page.locator('or-details').getByRole('button', { name: 'Subqueries', exact: true }).click();
      await page.getByText('The subquery alone').click();
      await page.getByText('What would an index do?').click();
      await expect(page.locator('or-subquery or-sql')).toBeVisible();
      expect(await violations(page), 'Statement').toEqual([]);
      await page.getByRole('button', { name: /^Data: / }).click();
      expect(await violations(page), 'Data').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Share' }).click();
      await expect(page.getByLabel('Link', { exact: true })).toBeVisible();
      expect(await violations(page), 'Share').toEqual([]);
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

test.describe('with a finger', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('a swipe turns from the results to the code and back', async ({ page }) => {
    const playground = new Playground(page);
    await page.goto('./');
    await expect(playground.sentence).toBeVisible();
    const swipe = (from: number, to: number) =>
      page.locator('or-app').evaluate(
        (app, [from, to]) => {
          const main = app.shadowRoot?.querySelector('main');
          for (const [kind, clientX] of [
            ['touchstart', from],
            ['touchend', to],
          ] as const) {
            const touch = new Touch({ identifier: 1, target: main as Element, clientX, clientY: 300 });
            const touches = kind === 'touchstart' ? [touch] : [];
            main?.dispatchEvent(new TouchEvent(kind, { touches, changedTouches: [touch], bubbles: true }));
          }
        },
        [from, to] as const,
      );
    await swipe(300, 60);
    await expect(playground.sentence).toBeVisible();
    await swipe(60, 300);
    await expect(playground.code).toBeVisible();
    await expect(playground.sentence).toBeHidden();
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
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Leave the editor');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
});

test('typing does not wait for a run', async ({ playground }) => {
  const { page } = playground;
  await playground.small('while True: pass');
  await playground.runButton.click();
  await expect(playground.runButton).toContainText('Stop');
  await playground.code.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('  # typed while it runs');
  await expect(playground.code).toContainText('# typed while it runs');
  await expect(playground.runButton).toContainText('Stop');
  await playground.runButton.click();
  await expect(page.locator('or-results')).toContainText('Stopped.');
});

test('every control can be reached by Tab, and shows that it has the focus', async ({ playground }) => {
  const { page } = playground;
  await playground.run();
  /** The controls in view, named so that they can be told apart; a control of tabindex -1 belongs to a group. */
  const wanted = await page.evaluate(() => {
    const found: string[] = [];
    const visit = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        const control = element.matches('button, a[href], select, input, textarea, summary, [tabindex="0"]');
        if (!control || element.tabIndex < 0 || element.matches(':disabled') || !element.checkVisibility())
          continue;
        element.dataset.walk = String(found.length);
        found.push(
          `${found.length} ${element.tagName} ${element.ariaLabel ?? element.textContent?.trim().slice(0, 30)}`,
        );
      }
    };
    visit(document);
    return found;
  });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const reached = new Set<string>();
  const unmarked: string[] = [];
  for (let step = 0; step < wanted.length + 20 && reached.size < wanted.length; step++) {
    await page.keyboard.press('Tab');
    const { walk, marked, inEditor } = await page.evaluate(() => {
      let active: Element | null = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      const inEditor = active?.matches('.cm-content') ?? false;
      const style = active && getComputedStyle(active);
      const marked = inEditor || (style?.outlineStyle !== 'none' && style?.outlineWidth !== '0px');
      return { walk: (active as HTMLElement | null)?.dataset.walk, marked, inEditor };
    });
    if (walk !== undefined) {
      reached.add(walk);
      if (!marked) unmarked.push(wanted[Number(walk)] ?? walk);
    }
    if (inEditor) await page.keyboard.press('Escape');
  }
  expect(wanted.filter((_, index) => !reached.has(String(index)))).toEqual([]);
  expect(unmarked).toEqual([]);
});

for (const [width, height] of [
  [320, 640],
  [600, 900],
  [834, 1112],
  [1280, 720],
  [3840, 2160],
] as const) {
  test(`at ${width} × ${height} nothing is wider than the page`, async ({ playground }) => {
    const { page } = playground;
    await page.setViewportSize({ width, height });
    await page.locator('or-run-bar .run').click();
    await playground.finished();
    for (const detail of ['Findings', 'Result', 'Schema', 'Console', 'History', 'Queries']) {
      await playground.detail(detail);
      const wide = await page.evaluate(() => {
        const found: string[] = [];
        const visit = (root: Document | ShadowRoot) => {
          for (const element of root.querySelectorAll<HTMLElement>('*')) {
            if (element.shadowRoot) visit(element.shadowRoot);
            const { right, width } = element.getBoundingClientRect();
            const scrolls = element.closest('.scroll, .tabs, [role=tablist], pre, .cm-scroller, .segments');
            if (width > 0 && right > innerWidth + 1 && !scrolls && !element.matches('.unseen'))
              found.push(`${element.tagName}.${element.className} to ${right}`);
          }
        };
        visit(document);
        return found;
      });
      expect(wide, detail).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), detail).toBeLessThanOrEqual(
        width,
      );
    }
  });
}

test('with less motion wanted, nothing sweeps or fades', async ({ playground }) => {
  const { page } = playground;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await playground.run();
  await expect(page.locator('or-results .panel')).toHaveCSS('transition-duration', '0s');
  const animations = await page.evaluate(() => document.getAnimations().length);
  expect(animations).toBe(0);
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

test('a new version of the page is offered, not forced, and keeps the code', async ({ page }) => {
  const copy = mkdtempSync(join(tmpdir(), 'site-'));
  const built = resolve(test.info().config.rootDir, '../../www', process.env.OUTERREF_DIST ?? 'dist');
  cpSync(built, copy, { recursive: true });
  const tools = resolve(test.info().config.rootDir, '../../tools');
  const server = spawn('node', [join(tools, 'serve.mjs'), copy, '--port', '0']);
  try {
    const [said] = (await once(server.stdout, 'data')) as [Buffer];
    const url = /http:\S+/.exec(String(said))?.[0] ?? '';
    const playground = new Playground(page);
    await page.goto(url);
    await expect(playground.code).toBeVisible();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await page.reload();
    await expect(playground.code).toBeVisible();
    await playground.tab('Loop').click();
    await playground.write('# typed before the update');
    const script = join(copy, 'sw.js');
    writeFileSync(
      script,
      readFileSync(script, 'utf8').replace(/outerref-[0-9a-f]{16}/, 'outerref-0123456789abcdef'),
    );
    await page.evaluate(() =>
      navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => {}),
    );
    await expect(playground.notice).toContainText('A new version of this page is there.');
    await expect(playground.code).toContainText('# typed before the update');
    const reloaded = page.waitForEvent('load');
    await playground.notice.getByRole('button', { name: 'Use it' }).click();
    await reloaded;
    await expect(playground.code).toContainText('# typed before the update');
    const caches = await page.evaluate(() => globalThis.caches.keys());
    expect(caches).toEqual(['outerref-0123456789abcdef']);
  } finally {
    server.kill();
    rmSync(copy, { recursive: true });
  }
});
