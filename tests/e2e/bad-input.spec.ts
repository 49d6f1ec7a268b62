import { deflateRawSync } from 'node:zlib';
import { expect, Playground, standIn, test } from './harness.ts';

const link = (workbench: unknown) => `#w1.${deflateRawSync(JSON.stringify(workbench)).toString('base64url')}`;

test('a hostile link shows its names as text and runs nothing by itself', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  const evil = '<img src=x onerror=alert(1)>';
  const workbench = {
    title: evil,
    files: [{ path: 'models.py', text: `# ${evil}` }],
    modelsModule: 'models',
    approaches: [{ id: 'a1', name: evil, source: `print("${evil}")\n"${evil}"` }],
  };
  const playground = new Playground(page);
  await page.goto(`./${link(workbench)}`);
  await expect(playground.tab(evil)).toBeVisible();
  await expect(page.locator('or-results')).toContainText(/Nothing has run yet|The code has changed/);
  await playground.run();
  await expect(playground.scoreboard).toContainText(evil);
  for (const detail of ['Queries', 'Findings', 'Result', 'Growth', 'Schema', 'Console', 'History']) {
    await playground.detail(detail);
  }
  await playground.detail('Result');
  await expect(page.locator('or-result')).toContainText(standIn ? '<b>from</b>' : evil);
  expect(dialogs).toEqual([]);
});

test('a link with a path that leaves the folder, or with a thousand tabs, is refused', async ({ page }) => {
  const playground = new Playground(page);
  const file = (path: string) => ({
    files: [{ path, text: '' }],
    approaches: [{ id: 'a1', name: 'A', source: '' }],
  });
  await page.goto(`./${link(file('../../etc/passwd.py'))}`);
  await expect(playground.notice).toContainText('holds no workbench');
  const many = Array.from({ length: 1000 }, (_, index) => ({
    id: `a${index}`,
    name: `A${index}`,
    source: '',
  }));
  await page.goto('about:blank');
  await page.goto(`./${link({ files: [], approaches: many })}`);
  await expect(playground.notice).toContainText('holds no workbench');
});

test('a browser that keeps nothing says so once, and works', async ({ page }) => {
  await page.addInitScript(() => {
    const denied = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'localStorage', { get: denied });
    Object.defineProperty(globalThis, 'sessionStorage', { get: denied });
  });
  const playground = new Playground(page);
  await playground.open();
  await playground.code.click();
  await page.keyboard.type('# x');
  await expect(playground.notice).toContainText('This browser keeps nothing');
  await playground.small('1 + 1');
  await playground.run();
  await expect(playground.sentence).toContainText('asked nothing');
});

test('a browser without WebAssembly shows the code and says what is missing', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, 'WebAssembly', { value: undefined }));
  const playground = new Playground(page);
  await playground.open();
  await expect(page.locator('or-run-bar')).toContainText('no WebAssembly');
  await expect(playground.code).toBeVisible();
});

test('a text of five megabytes can be pasted, and typing goes on', async ({ playground }) => {
  const { page } = playground;
  await playground.small('');
  await playground.code.click();
  await playground.code.evaluate((element) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '# long\n'.repeat(700_000));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  const began = Date.now();
  await page.keyboard.type('abc');
  expect(Date.now() - began).toBeLessThan(5000);
  await expect(playground.code).toContainText('abc');
});

test('a page that is closed in the middle of a run opens again with its code', async ({
  playground,
  context,
}) => {
  await playground.small('while True: pass');
  await playground.runButton.click();
  await expect(playground.runButton).toContainText('Stop');
  await playground.page.close();
  const again = new Playground(await context.newPage());
  await again.open();
  await expect(again.code).toContainText('while True: pass');
  await again.small('1 + 1');
  await again.run();
  await expect(again.sentence).toContainText('asked nothing');
});

test('ten thousand queries are listed without ten thousand rows in the page', async ({ playground }) => {
  test.slow();
  await playground.small(
    'for number in range(10_000):  # many(10000)\n    State.objects.filter(pk=number).count()',
  );
  await playground.run();
  expect(await playground.queries('Loop')).toBe('10,000');
  await playground.page.locator('or-queries').getByRole('button', { name: 'In order' }).click();
  await expect(playground.page.locator('or-queries [aria-setsize="10000"]').first()).toBeVisible();
  expect(await playground.page.locator('or-queries [role=listitem]').count()).toBeLessThan(200);
});

test('a small link that unfolds to a huge text is refused', async ({ page }) => {
  const playground = new Playground(page);
  const source = ' '.repeat(8_000_000);
  await page.goto(`./${link({ files: [], approaches: [{ id: 'a1', name: 'A', source }] })}`);
  await expect(playground.notice).toContainText('holds more than this page takes');
});

test('a full storage is said once, and typing goes on', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  const playground = new Playground(page);
  await playground.open();
  await playground.code.click();
  await page.keyboard.type('# x');
  await expect(playground.notice).toContainText('This browser keeps nothing');
  await playground.notice.getByRole('button', { name: 'Dismiss' }).click();
  await playground.code.focus();
  await page.keyboard.type('# y');
  await expect(playground.code).toContainText('# y');
  await expect(playground.notice).not.toContainText('This browser keeps nothing');
});

test('characters that turn the direction of text are shown in code and kept in their place in results', async ({
  playground,
}) => {
  const { page } = playground;
  const turned = 'access = "\u202Eresu\u202C"';
  await playground.small(`${turned}\nprint("\u202Eabc")\nlist(State.objects.all())`);
  await expect(playground.code.locator('.cm-specialChar')).toHaveCount(3);
  await playground.run();
  await playground.detail('Result');
  const printed = page.getByRole('region', { name: 'Printed output' });
  await expect(printed).toHaveCSS('unicode-bidi', 'isolate');
  await expect(page.locator('or-result-table td').first()).toHaveCSS('unicode-bidi', 'isolate');
});

test.describe('before the page is kept for use without a network', () => {
  // Afterwards the service worker has the engine, and no connection is needed.
  test.use({ serviceWorkers: 'block' });

  test('a connection that is lost during the download is tried again', async ({ page }) => {
    let asked = 0;
    await page.route('**/*.wasm', (route) =>
      ++asked < 3 ? route.abort('connectionreset') : route.continue(),
    );
    const playground = new Playground(page);
    await playground.open();
    await expect(page.locator('or-run-bar .status')).toHaveText('');
    expect(asked).toBe(3);
    await playground.run();
    expect(await playground.queries('Loop')).toBe('664');
  });

  test('a connection that stays lost is said, with a way to try again', async ({ page }) => {
    await page.route('**/*.wasm', (route) => route.abort('connectionreset'));
    await page.goto('./');
    const bar = page.locator('or-run-bar');
    await expect(bar).toContainText('The connection was lost while the engine was being downloaded.');
    await page.unroute('**/*.wasm');
    await bar.getByRole('button', { name: 'Try again' }).click();
    await expect(bar.locator('.status')).toHaveText('');
    const playground = new Playground(page);
    await playground.run();
    expect(await playground.queries('Loop')).toBe('664');
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what it is, shows the figures and the code, and leads to the course', async ({
    page,
  }) => {
    await page.goto('./');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('OuterRef');
    await expect(page.getByRole('table')).toContainText('664');
    await expect(page.locator('pre').first()).toContainText('for state in State.objects');
    await expect(page.locator('noscript')).toBeVisible();
    await page.locator('noscript a').click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('course');
  });
});
