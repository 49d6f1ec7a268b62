import {
  test as base,
  expect,
  type Locator,
  type Page,
} from '../../www/node_modules/@playwright/test/index.mjs';

/** In every journey: no error in the console, nothing against the policy, no request to anybody else. */
const test = base.extend<{ calm: Page }>({
  calm: async ({ page, baseURL }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    const origin = new URL(baseURL ?? '').origin;
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) errors.push(`A request to ${url.origin}`);
    });
    await use(page);
    expect(errors).toEqual([]);
  },
});

const run = (widget: Locator) => widget.getByRole('button', { name: 'Run' }).click();
const queries = (widget: Locator, approach: string) =>
  widget.getByRole('row').filter({ hasText: approach }).getByRole('cell').first();

for (const site of ['sphinx', 'mkdocs']) {
  const deep = site === 'sphinx' ? 'sphinx/guide/deep.html' : 'mkdocs/guide/deep/';
  const first = site === 'sphinx' ? 'sphinx/index.html' : 'mkdocs/';

  test.describe(`${site}, without JavaScript`, () => {
    test.use({ javaScriptEnabled: false });

    test('the code and the figures of a run are in the page', async ({ page }) => {
      await page.goto(first);
      const widget = page.locator('outer-ref');
      await expect(widget.locator('pre[data-approach="Loop"]')).toContainText('state.cities.exists()');
      const row = widget.getByRole('row').filter({ hasText: 'Loop' });
      await expect(row.getByRole('cell').first()).toHaveText('6');
      await expect(widget.getByText('SQL of Exists')).toBeVisible();
    });

    test('where the command is missing, the code is there', async ({ page }) => {
      await page.goto(first.replace(site, `${site}-without`));
      await expect(page.locator('pre[data-approach="Loop"]')).toContainText('state.cities.exists()');
      await expect(page.locator('.outerref-figures')).toHaveCount(0);
    });
  });

  test(`${site}: figures first, and nothing but the script is downloaded`, async ({ calm: page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(first);
    const widget = page.locator('outer-ref');
    await expect(widget.locator('.sentence')).toContainText('6 queries became');
    await expect(widget.locator('.foot')).toContainText('Figures from when this page was built.');
    expect(asked.filter((path) => /wasm|worker|view-/.test(path))).toEqual([]);
  });

  test(`${site}: live after a click`, async ({ calm: page }) => {
    await page.goto(first);
    const widget = page.locator('outer-ref');
    await run(widget);
    await expect(widget.locator('.foot')).not.toContainText('Figures from');
    await expect(queries(widget, 'Loop')).toHaveText('6');
    await expect(queries(widget, 'Exists')).toHaveText('1');
  });

  test(`${site}: three on one page have data of their own`, async ({ calm: page }) => {
    await page.goto(deep);
    const widgets = page.locator('outer-ref');
    await expect(widgets).toHaveCount(3);
    for (const index of [0, 1, 2]) await run(widgets.nth(index));
    for (const index of [0, 1, 2])
      await expect(widgets.nth(index).locator('.foot')).not.toContainText('Figures from');
    const result = (index: number) =>
      widgets.nth(index).evaluate((element) => {
        const { report } = element as unknown as { report: { approaches: { result: unknown }[] } };
        return report.approaches[0]?.result;
      });
    expect(await result(0)).toBe(0);
    expect(await result(1)).toBe(5);
    expect(await result(2)).toHaveLength(7);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${site} in ${colorScheme}`, () => {
      test.use({ colorScheme });

      test('the widget takes the colours of the page', async ({ calm: page }) => {
        await page.goto(first);
        const widget = page.locator('outer-ref');
        await expect(widget.getByRole('button', { name: 'Run' })).toBeVisible();
        if (colorScheme === 'dark') await expect(widget).toHaveAttribute('data-dark', '');
        else await expect(widget).not.toHaveAttribute('data-dark');
        const colour = (selector: string) =>
          page
            .locator(selector)
            .first()
            .evaluate((element) => getComputedStyle(element).color);
        expect(await colour('outer-ref .sentence')).toBe(await colour('outer-ref'));
      });
    });
  }
}

test('a plain page under a policy without inline script and style', async ({ calm: page }) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self'";
  await page.route('**/plain/', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto('plain/');
  const widget = page.locator('outer-ref');
  await run(widget);
  await expect(queries(widget, 'Notes')).toHaveText('1');
  await expect(widget.getByRole('row').filter({ hasText: 'Notes' }).getByRole('cell').nth(1)).toHaveText('4');
});
