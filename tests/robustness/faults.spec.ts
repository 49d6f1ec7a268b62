/** What breaks beneath the page is said; the page stays, the code is kept, the data is there again. */
import { expect, type Page, type Playground, setBudget, test } from './harness.ts';

const STARTED_AGAIN = 'The engine failed and was started again; your code is as you left it.';
const WHOLE = 'State.objects.count()';

/** Runs what ends the engine, and then what shows that the page, its code and its data are there. */
async function survives(playground: Playground, source: string, said: string | RegExp): Promise<void> {
  const { page } = playground;
  await playground.small(source);
  await playground.runButton.click();
  const results = page.locator('or-results');
  await expect(results).toContainText(STARTED_AGAIN, { timeout: 40_000 });
  await expect(results).toContainText(said);
  await expect(playground.code).toContainText(source.split('\n')[0] ?? '');
  await playground.write(WHOLE);
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
  await playground.detail('Result');
  await expect(page.locator('or-result')).toContainText('51');
}

const CRASHES = [
  {
    name: 'recursion in native code',
    source: 'import json\njson.loads("[" * 100_000)',
    said: 'While running Loop: calls nested deeper than this browser allows',
  },
  {
    name: 'memory that runs out',
    source: 'text = "x" * 100_000_000\nwhile True:\n    text = text + text',
    said: /While running Loop: the memory ran out at \d+ MB/,
  },
];

for (const { name, source, said } of CRASHES) {
  test(`${name} ends the engine, not the page`, async ({ playground }) => {
    await survives(playground, source, said);
  });
}

test('a failure in the models is said to be there', async ({ playground }) => {
  const { page } = playground;
  await playground.small(WHOLE);
  await playground.tab('geo/models.py').click();
  await playground.write('import json\njson.loads("[" * 100_000)');
  await playground.runButton.click();
  await expect(page.locator('or-results')).toContainText('While importing the models: calls nested deeper');
});

test('a worker that dies is replaced', async ({ playground }) => {
  await playground.small('while True:\n    pass');
  await playground.runButton.click();
  await expect(playground.runButton).toContainText('Stop');
  await playground.page.evaluate(() =>
    globalThis.watched.workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'killed' })),
  );
  await expect(playground.page.locator('or-results')).toContainText(`${STARTED_AGAIN} (`);
  await playground.write(WHOLE);
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
});

test('a worker that dies without a word is replaced by Stop', async ({ playground }) => {
  await playground.small('while True:\n    pass');
  await playground.runButton.click();
  await expect(playground.runButton).toContainText('Stop');
  await playground.page.evaluate(() => globalThis.watched.workers[0]?.terminate());
  await playground.runButton.click();
  await expect(playground.page.locator('or-results')).toContainText('Stopped.');
  await playground.write(WHOLE);
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
});

async function importTowns(page: Page): Promise<void> {
  await expect(page.locator('or-run-bar .status')).toHaveText('');
  await page.getByRole('button', { name: 'More' }).click();
  const picked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import data: SQLite or CSV' }).click();
  await (await picked).setFiles({
    name: 'towns.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('name,people\nAltena,17000\nBeckum,36000\nCoesfeld,37000\n'),
  });
  await expect(page.locator('or-notice')).toContainText('Imported towns.csv');
}

test('imported data is there again after the engine failed, without a place to keep it', async ({
  playground,
}) => {
  const { page } = playground;
  await page.evaluate(() =>
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    }),
  );
  await importTowns(page);
  await expect(playground.notice).toContainText('This browser does not keep it');
  await playground.run();
  await playground.write('import json\njson.loads("[" * 100_000)');
  await playground.runButton.click();
  await expect(page.locator('or-results')).toContainText(STARTED_AGAIN);
  await playground.page.keyboard.press('Control+z');
  await playground.run();
  await playground.detail('Result');
  await expect(page.locator('or-result')).toContainText('Coesfeld');
});

test('storage that is emptied while the page is open takes nothing from the page', async ({ playground }) => {
  const { page } = playground;
  await playground.small(WHOLE);
  await page.evaluate(async () => {
    localStorage.clear();
    sessionStorage.clear();
    indexedDB.deleteDatabase('outerref');
  });
  await expect(playground.code).toContainText(WHOLE);
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
  await playground.write('State.objects.first()');
  await page.reload();
  await expect(playground.code).toContainText('State.objects.first()');
});

/** Serves the file of this name as `change` makes it, until `mend` is called. */
async function damage(
  page: Page,
  name: string,
  change: (file: Buffer) => Buffer,
): Promise<{ mend: () => void }> {
  let broken = true;
  await page.route(name, async (route) => {
    if (!broken) return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, body: change(await response.body()) });
  });
  return {
    mend: () => {
      broken = false;
    },
  };
}

const DAMAGES = [
  {
    name: 'a byte of its text',
    change(file: Buffer) {
      const place = file.lastIndexOf('maximum recursion depth exceeded');
      expect(place).toBeGreaterThan(0);
      file[place] = 77;
      return file;
    },
  },
  {
    name: 'a byte in its middle',
    change(file: Buffer) {
      const middle = file.length >> 1;
      file[middle] = (file[middle] ?? 0) ^ 0xff;
      return file;
    },
  },
  { name: 'its second half', change: (file: Buffer) => file.subarray(0, file.length >> 1) },
  { name: 'everything: a page in its place', change: () => Buffer.from('<!doctype html><p>Sign in</p>') },
];

for (const { name, change } of DAMAGES) {
  test(`an engine whose file came damaged in ${name} is not started, and comes whole when asked again`, async ({
    page,
  }) => {
    const { mend } = await damage(page, '**/outerref_web_bg-*.wasm', change);
    await page.goto('./');
    const bar = page.locator('or-run-bar');
    await expect(bar).toContainText("The engine's file is damaged.");
    await page.locator('.cm-content').click();
    await page.keyboard.type('# still typing');
    await expect(page.locator('.cm-content')).toContainText('# still typing');
    mend();
    await bar.getByRole('button', { name: 'Try again' }).click();
    await expect(bar.locator('.status')).toHaveText('');
  });
}

test('after a run that took much memory, another worker goes on', async ({ playground }) => {
  const { page } = playground;
  await setBudget(page, { micros: 20e6 });
  await playground.small('kept = [bytes(200_000_000) for n in range(4)]\nlen(kept)');
  await playground.run();
  await expect.poll(() => page.evaluate(() => globalThis.watched.workers.length)).toBe(3);
  await playground.write(WHOLE);
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
});
