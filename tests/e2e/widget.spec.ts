import { brotliCompressSync } from 'node:zlib';
import AxeBuilder from '../../www/node_modules/@axe-core/playwright/dist/index.mjs';
import { test as base, expect, type Page } from './harness.ts';

const MODELS = `
  <script type="text/x-python" data-file="geo/models.py" data-hidden>
    from django.db import models

    class State(models.Model):
        name = models.CharField(max_length=50)
  </script>
  <script type="text/x-python" data-file="data.py" data-hidden>
    from geo.models import State

    def load():
        State.objects.bulk_create(State(name=str(number)) for number in range(51))
  </script>`;

const widget = (approach: string, more = '', attributes = '') => `
  <outer-ref models="geo" ${attributes}>${MODELS}
    <script type="text/x-python" data-approach="Mine">
      ${approach}
    </script>${more}
  </outer-ref>`;

/** A page of somebody else: its own styles, and the widget's script by one tag. */
const test = base.extend<{ host: (body: string, head?: string) => Promise<Page> }>({
  host: async ({ page }, use) => {
    await use(async (body, head = '') => {
      const html = `<!doctype html><html lang="en"><head><title>Host</title>
        <style>body { font: 18px serif } button { background: lime !important; font-size: 40px } table { width: 100% }</style>
        ${head}<script type="module" src="./widget/outer-ref.js"></script></head><body><main><h1>Host</h1>${body}</main></body></html>`;
      await page.route('**/host.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
      await page.goto('./host.html');
      return page;
    });
  },
});

test('downloads no engine before the reader acts', async ({ host, page }) => {
  const asked: string[] = [];
  const scripts: Promise<Buffer>[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('response', (response) => {
    if (/\.js$/.test(response.url())) scripts.push(response.body());
  });
  await host(widget('State.objects.count()'));
  await expect(page.locator('outer-ref').getByRole('button', { name: 'Run' })).toBeVisible();
  expect(asked.filter((path) => /wasm|worker|view-/.test(path))).toEqual([]);
  const sizes = (await Promise.all(scripts)).map((script) => brotliCompressSync(script).length);
  expect(sizes.length).toBeGreaterThan(0);
  expect(
    sizes.reduce((sum, size) => sum + size, 0),
    'bytes with brotli',
  ).toBeLessThan(20_000);
});

test('shows the figures that came with the page, then those of a run', async ({ host }) => {
  const page = await host(widget('State.objects.count()'));
  await page.locator('outer-ref').getByRole('button', { name: 'Run' }).click();
  await expect(page.locator('outer-ref .sentence')).toContainText('1 query.');
  const report = await page
    .locator('outer-ref')
    .evaluate((element) => JSON.stringify((element as unknown as { report: unknown }).report));
  const again = await host(
    widget(
      'State.objects.count()',
      `<script type="application/json" data-report>${report.replaceAll('<', '\\u003c')}</script>`,
    ),
  );
  await expect(again.locator('outer-ref .sentence')).toContainText('1 query.');
  await expect(again.locator('outer-ref .foot')).toContainText('Figures from when this page was built.');
  await again.locator('outer-ref').getByRole('button', { name: 'Run' }).click();
  await expect(again.locator('outer-ref .foot')).not.toContainText('Figures from');
});

test('three on one page run one after the other, each on its own data', async ({ host }) => {
  const page = await host(
    widget('State.objects.all().delete()\nState.objects.count()') +
      widget('list(State.objects.all())') +
      widget('1 + 1'),
  );
  const widgets = page.locator('outer-ref');
  for (const index of [0, 1, 2]) await widgets.nth(index).getByRole('button', { name: 'Run' }).click();
  await expect(widgets.nth(1).locator('.sentence')).toContainText('1 query.');
  await expect(widgets.nth(1).getByRole('row', { name: /Mine/ })).toContainText('51');
  await expect(widgets.nth(2).locator('.sentence')).toContainText('The database was asked nothing.');
});

test('the code can be edited after a click, and hidden files stay hidden', async ({ host }) => {
  const page = await host(widget('State.objects.count()'));
  const one = page.locator('outer-ref');
  await expect(one.getByRole('button', { name: 'geo/models.py' })).toHaveCount(0);
  await one.getByRole('region', { name: 'Code' }).click();
  await one.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('State.objects.filter(nmae=1)');
  await page.keyboard.press('Escape');
  await one.getByRole('button', { name: 'Run' }).click();
  await expect(one.locator('.error')).toContainText('line 1: FieldError');
});

test('tells of load, run and result, and gives the report', async ({ host }) => {
  const page = await host('<div id="here"></div>');
  const seen = await page.evaluate(async () => {
    await customElements.whenDefined('outer-ref');
    const element = document.createElement('outer-ref') as HTMLElement & {
      run: () => Promise<{ approaches: unknown[] } | null>;
    };
    const events: string[] = [];
    for (const name of ['load', 'run', 'result', 'error'])
      element.addEventListener(name, () => events.push(name));
    const script = document.createElement('script');
    script.type = 'text/x-python';
    script.dataset.approach = 'Mine';
    script.textContent = '1 + 1';
    element.append(script);
    const loaded = new Promise((resolve) => element.addEventListener('load', resolve));
    document.querySelector('#here')?.append(element);
    await loaded;
    const running = element.run();
    // A framework that re-renders moves elements about.
    document.querySelector('main')?.append(element);
    const report = await running;
    return { events, approaches: report?.approaches.length };
  });
  expect(seen).toEqual({ events: ['load', 'run', 'result'], approaches: 1 });
});

test('takes the code block before it, and says so where there is no code at all', async ({ host }) => {
  const page = await host(
    '<pre>State.objects.count()</pre><outer-ref></outer-ref><p>Between</p><outer-ref></outer-ref>',
  );
  await expect(page.locator('outer-ref').first()).toContainText('State.objects.count()');
  await expect(page.locator('outer-ref').last()).toContainText('given no code');
});

test('with compare="off" only the approach that is open runs', async ({ host }) => {
  const second = '<script type="text/x-python" data-approach="Other">1 + 1</script>';
  const page = await host(widget('State.objects.count()', second, 'compare="off"'));
  const one = page.locator('outer-ref');
  await one.getByRole('button', { name: 'Other' }).click();
  await one.getByRole('button', { name: 'Run' }).click();
  await expect(one.locator('.sentence')).toContainText('The database was asked nothing.');
  await expect(one.getByRole('row', { name: /Mine/ })).toHaveCount(0);
});

test('styles do not leak in or out', async ({ host }) => {
  const page = await host(`<button id="theirs">Theirs</button>${widget('1 + 1')}`);
  const run = page.locator('outer-ref').getByRole('button', { name: 'Run' });
  expect(await run.evaluate((element) => getComputedStyle(element).fontSize)).toBe('14px');
  expect(await page.locator('#theirs').evaluate((element) => getComputedStyle(element).fontSize)).toBe(
    '40px',
  );
});

test('a second copy of the script changes nothing', async ({ host }) => {
  const page = await host(
    widget('1 + 1'),
    '<script type="module" src="./widget/outer-ref.js?again"></script>',
  );
  await expect(page.locator('outer-ref').getByRole('button', { name: 'Run' })).toHaveCount(1);
});

for (const theme of ['light', 'dark']) {
  test(`follows a host that is ${theme}, with enough contrast`, async ({ host }) => {
    const colours =
      theme === 'dark' ? 'background: #131416; color: #cfd0d0' : 'background: #fff; color: #111';
    const page = await host(
      widget('State.objects.count()'),
      `<style>body { ${colours} } button { background: none !important }</style>`,
    );
    const one = page.locator('outer-ref');
    await one.getByRole('button', { name: 'Run' }).click();
    await expect(one.locator('.sentence')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('outer-ref').analyze();
    expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join()}`)).toEqual(
      [],
    );
  });
}

test('opens in the playground with the code as it is', async ({ host, context }) => {
  const page = await host(widget('State.objects.count()  # as it is'));
  const link = page.getByRole('link', { name: 'Open in the playground' });
  await link.hover();
  await expect(link).toHaveAttribute('href', /#w1\./);
  const opened = context.waitForEvent('page');
  await link.click();
  await expect((await opened).locator('.cm-content')).toContainText('# as it is');
});

test('removed while it runs, it ends quietly, and another one goes on', async ({ host }) => {
  const page = await host(widget('State.objects.count()') + widget('list(State.objects.all())'));
  const widgets = page.locator('outer-ref');
  const told = await widgets.first().evaluate(async (element) => {
    const running = (element as HTMLElement & { run: () => Promise<unknown> }).run();
    const events: string[] = [];
    for (const name of ['result', 'error']) element.addEventListener(name, () => events.push(name));
    element.remove();
    await running;
    return events;
  });
  expect(told).toEqual(['result']);
  await widgets.first().getByRole('button', { name: 'Run' }).click();
  await expect(widgets.first().getByRole('row', { name: /Mine/ })).toContainText('51');
});

test('a framework that renders again and again keeps what the reader wrote', async ({ host }) => {
  const page = await host(`<div id="app">${widget('State.objects.count()')}</div>`);
  const one = page.locator('outer-ref');
  await one.getByRole('region', { name: 'Code' }).click();
  await one.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('1 + 1');
  await page.evaluate(() => {
    const app = document.querySelector('#app');
    for (let index = 0; index < 3; index++) app?.replaceChildren(...app.children);
  });
  await expect(one.locator('.cm-content')).toContainText('1 + 1');
  await one.getByRole('button', { name: 'Run' }).click();
  await expect(one.locator('.sentence')).toContainText('The database was asked nothing.');
});

test('in a frame of a host that allows no script', async ({ page }) => {
  const html = `<!doctype html><html lang="en"><head><title>Host</title>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; frame-src 'self'"></head>
    <body><iframe title="Example" width="800" height="600" src="./embed.html?theme=dark#lesson=dashboard"></iframe></body></html>`;
  await page.route('**/host.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto('./host.html');
  const frame = page.frameLocator('iframe');
  const one = frame.locator('outer-ref');
  await one.getByRole('button', { name: 'Run' }).click();
  await expect(one.locator('.sentence')).toContainText('664 queries became');
  await expect(one).toHaveAttribute('theme', 'dark');
});

test('a frame whose address names nothing says so', async ({ page }) => {
  for (const [fragment, said] of [
    ['#lesson=nothing', 'There is no lesson "nothing"'],
    ['', 'names no lesson'],
    ['#w9.x', 'newer version'],
    ['#w1.%%%', 'damaged'],
  ]) {
    await page.goto('about:blank');
    await page.goto(`./embed.html${fragment}`);
    await expect(page.locator('body')).toContainText(said ?? '');
  }
});
