/** In the page, what typed code asks of the world is refused in the words of `sandbox.txt`; `native.mjs` asks the command. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, runIn, small, test } from './harness.ts';

const text = (name: string) => readFileSync(resolve(__dirname, name), 'utf8');

test('typed code has no files, no network, no processes, no page and no other database', async ({
  playground,
  context,
}) => {
  const asked: string[] = [];
  await playground.run();
  context.on('request', (request) => asked.push(request.url()));
  const report = await runIn(playground.page, small(text('sandbox.py')));
  const [approach] = report.approaches;
  expect(approach?.error).toBeNull();
  expect(approach?.stdout.split('\n')).toEqual(text('sandbox.txt').split('\n'));
  expect(asked).toEqual([]);
});

test('SQL loads no extension', async ({ playground }) => {
  await playground.run();
  const source =
    'from django.db import connection\nconnection.cursor().execute("SELECT load_extension(\'other\')")';
  const report = await runIn(playground.page, small(source));
  // The browser's SQLite is built without it; elsewhere it is refused (crate/lab/src/connection/tests.rs).
  expect(report.approaches[0]?.error?.message).toBe('no such function: load_extension');
});

test('what a run prints is text and nothing else', async ({ playground }) => {
  const { page } = playground;
  const evil = '<img src=x onerror="violated(1)"><script>violated(2)</script>';
  await playground.small(`print('${evil}')\nraise ValueError('${evil}')`);
  await playground.run();
  await expect(page.locator('or-errors')).toContainText(`ValueError: ${evil}`);
  await playground.detail('Result');
  await expect(page.locator('or-result')).toContainText(evil);
  expect(await page.locator('or-results img, or-results script').count()).toBe(0);
});
