/**
 * Takes pictures of the built page in its states: `npm run shots [-- DIST] [NAME...]`. They land in `www/shots`; the two
 * that the README shows, if the real engine made them, in `docs/images` too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { chromium } from '@playwright/test';

const here = import.meta.dirname;
const args = JSON.parse(readFileSync(resolve(here, '../../tests/chromium-flags.json'), 'utf8'));
const [dist = 'dist', ...wanted] = process.argv.slice(2);
const out = resolve(here, '../shots');

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const DARK = { ...DESK, colorScheme: 'dark' };

const tab = (page, name) => page.getByRole('tab', { name }).click();
const LONG = { timeout: 120_000 };

/** The engine is there: nothing is said of it any more. */
async function ready(page) {
  await page
    .locator('or-run-bar .status')
    .filter({ hasText: /^$/ })
    .waitFor({ state: 'attached', ...LONG });
}

/** Runs, and waits for a report that this browser made. */
async function run(page) {
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(300);
  await page
    .locator('or-sentence .origin')
    .filter({ hasText: /^$/ })
    .waitFor({ state: 'attached', ...LONG });
  await page.locator('or-run-bar .run').filter({ hasText: 'Run' }).waitFor(LONG);
  await page.waitForTimeout(700);
}

async function type(page, text) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

const shared = { title: 'Shared', files: [], approaches: [{ id: 'a1', name: 'One', source: '1 + 1' }] };
const LINK = `w1.${deflateRawSync(JSON.stringify(shared)).toString('base64url')}`;

/** A page of somebody's documentation with the widget in it, beside a lesson that the site has. */
const HOST = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Counting related rows</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>
  body { margin: 0; font: 16px/1.6 Georgia, serif; }
  main { max-width: 760px; margin: 0 auto; padding: 32px 16px; }
  code { font-size: 14px; }
</style>
<script type="module" src="./widget/outer-ref.js"></script></head><body><main>
<h1>Counting related rows</h1>
<p>A template that shows <code>state.cities.count</code> asks the database once for each state. An annotation asks once for
all of them. Change the code and run it again.</p>
<outer-ref src="./lessons/04-is-there-one.md"></outer-ref>
<p>The next section counts with a condition.</p>
</main></body></html>`;

async function hostPage(page) {
  const address = new URL('host.html', page.url()).href;
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: HOST }));
  await page.goto(address);
  await page.locator('outer-ref').getByRole('button', { name: 'Run' }).click();
  await page.locator('outer-ref .sentence').filter({ hasText: /./ }).waitFor(LONG);
  await page.waitForTimeout(700);
}

/** Which states the README shows, and under which names: of runs that an idle machine made, whatever this one is at. */
const IN_README = { statement: 'dashboard', findings: 'findings' };

const STATES = {
  first: { options: DESK, go: async () => {} },
  statement: { options: DESK, go: (page) => page.locator('or-queries .row').nth(2).click() },
  results: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await page.locator('or-queries .row').nth(2).click();
    },
  },
  dark: {
    options: DARK,
    go: async (page) => {
      await run(page);
      await page.locator('or-queries .row').nth(2).click();
    },
  },
  modelled: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await page.getByRole('button', { name: 'Modelled' }).click();
    },
  },
  findings: { options: DESK, go: (page) => tab(page, 'Findings') },
  result: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await tab(page, 'Result');
    },
  },
  error: {
    options: DESK,
    go: async (page) => {
      await type(page, 'rows = State.objects.filter(nmae="x")\nrows');
      await run(page);
    },
  },
  different: {
    options: DESK,
    go: async (page) => {
      await type(page, 'State.objects.all()[:48]');
      await run(page);
      await tab(page, 'Result');
    },
  },
  running: {
    options: DESK,
    go: async (page) => {
      await type(page, 'while True: pass');
      await page.keyboard.press('Control+Enter');
      await page.waitForTimeout(900);
    },
  },
  growth: {
    options: DESK,
    go: async (page) => {
      await tab(page, 'Growth');
      await page.getByRole('table', { name: /grow/ }).waitFor();
      await page.waitForTimeout(300);
    },
  },
  schema: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await tab(page, 'Schema');
      await page.locator('or-diagram svg path').first().waitFor();
    },
  },
  rows: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await tab(page, 'Schema');
      await page.locator('or-diagram').getByRole('button', { name: /rows$/ }).last().click();
      await page.getByRole('region', { name: /^Rows of/ }).waitFor();
    },
  },
  tables: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await tab(page, 'Schema');
      await page.getByRole('button', { name: 'Tables as SQL' }).click();
      await page.locator('or-schema or-sql').first().waitFor();
      await page.waitForTimeout(300);
    },
  },
  console: {
    options: DESK,
    go: async (page) => {
      await tab(page, 'Console');
      for (const line of ['largest = City.objects.order_by("-population")', 'City.objects.count()']) {
        await page.getByLabel('A line of Python').fill(line);
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'Evaluate' }).waitFor(LONG);
      }
    },
  },
  compare: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await page.locator('or-queries').getByRole('button', { name: 'Compare' }).click();
      await page.locator('or-sql-diff ins').first().waitFor();
    },
  },
  'what-if': {
    options: DESK,
    go: async (page) => {
      await run(page);
      await page.locator('or-queries .row').nth(1).click();
      await page.getByText('What would an index do?').click();
      await page.getByLabel('state_id').check();
      await page.getByLabel('population').check();
      await page.getByRole('button', { name: 'Try the index' }).click();
      await page.locator('or-what-if .answer').waitFor();
      await page.locator('or-what-if').scrollIntoViewIfNeeded();
    },
  },
  'no-javascript': { options: { ...DESK, javaScriptEnabled: false }, go: async () => {}, plain: true },
  opening: {
    options: DESK,
    go: async (page) => {
      await type(page, '# my own work');
      const link = await page.evaluate(() => location.href);
      await page.goto('about:blank');
      await page.goto(`${link}#${LINK}`);
      await page.getByRole('dialog').waitFor();
    },
  },
  completion: {
    options: DESK,
    go: async (page) => {
      await type(page, 'City.objects.');
      await page.keyboard.press('Control+Space');
      await page.locator('.cm-tooltip-autocomplete').waitFor();
      await page.waitForTimeout(300);
    },
  },
  examples: {
    options: DESK,
    go: (page) => page.getByRole('button', { name: /^Examples: / }).click(),
  },
  data: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await page.getByRole('button', { name: /^Data: / }).click();
    },
  },
  baseline: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await type(
        page,
        'rows = []\nfor state in State.objects.all():\n    rows.append(state.cities.count())\nrows',
      );
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Enter');
      await page.waitForTimeout(1500);
      await tab(page, 'History');
      await page.locator('or-history li').nth(1).getByRole('button', { name: 'Compare' }).click();
    },
  },
  history: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await run(page);
      await tab(page, 'History');
    },
  },
  more: {
    options: DESK,
    go: async (page) => {
      await page.getByRole('button', { name: 'More' }).click();
    },
  },
  share: {
    options: DESK,
    go: async (page) => {
      await page.getByRole('button', { name: 'Share' }).click();
      await page.waitForTimeout(300);
    },
  },
  nothing: {
    options: DESK,
    go: async (page) => {
      await type(page, 'sum(range(10))');
      await run(page);
    },
  },
  'no-rows': {
    options: DESK,
    go: async (page) => {
      await type(page, 'list(State.objects.filter(name="Atlantis"))');
      await run(page);
      await tab(page, 'Result');
    },
  },
  models: {
    options: DESK,
    go: async (page) => {
      await page.getByRole('tab', { name: 'geo/models.py' }).click();
      await type(page, 'from django.db import models\n\n\nclass State(models.Model)\n    name = 1\n');
      await run(page);
    },
  },
  stopped: {
    options: DESK,
    go: async (page) => {
      await type(page, 'while True: pass');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: /Stop/ }).click();
      await page.locator('or-results .ended').waitFor(LONG);
    },
  },
  blank: {
    options: DESK,
    go: async (page) => {
      await page.getByRole('button', { name: /^Examples: / }).click();
      await page.getByRole('button', { name: /^Blank workbench/ }).click();
      await page.waitForTimeout(300);
    },
  },
  lost: {
    options: { ...DESK, serviceWorkers: 'block' },
    go: async (page) => {
      await page.route('**/*.wasm', (route) => route.abort('connectionreset'));
      await page.reload();
      await page.getByRole('button', { name: 'Try again' }).waitFor(LONG);
    },
  },
  course: {
    options: DESK,
    path: 'course.html',
    go: (page) => page.getByRole('link', { name: /dashboard/i }).click(),
  },
  figures: {
    options: DESK,
    path: 'course/the-dashboard.html',
    go: (page) => page.locator('table').first().scrollIntoViewIfNeeded(),
  },
  contents: { options: DESK, path: 'course.html', go: async () => {} },
  guides: { options: DESK, path: 'guides.html', go: async () => {} },
  guide: { options: DESK, path: 'guides/embed.html', go: async () => {} },
  compatibility: { options: DESK, path: 'guides/compatibility.html', go: async () => {} },
  bench: { options: DESK, path: 'bench.html', go: (page) => page.waitForTimeout(500) },
  widget: { options: DESK, path: 'embed.html', go: hostPage },
  'phone-widget': { options: PHONE, path: 'embed.html', go: hostPage },
  'phone-contents': { options: PHONE, path: 'course.html', go: async () => {} },
  'phone-exercises': { options: PHONE, path: 'exercises.html', go: (page) => page.waitForTimeout(400) },
  'phone-compatibility': { options: PHONE, path: 'guides/compatibility.html', go: async () => {} },
  'phone-bench': { options: PHONE, path: 'bench.html', go: (page) => page.waitForTimeout(500) },
  'phone-findings': {
    options: PHONE,
    go: async (page) => {
      await tab(page, 'Findings');
      await page.locator('or-findings').scrollIntoViewIfNeeded();
    },
  },
  'phone-more': { options: PHONE, go: (page) => page.getByRole('button', { name: 'More' }).click() },
  exercises: { options: DESK, path: 'exercises.html', go: (page) => page.waitForTimeout(400) },
  exercise: {
    options: DESK,
    path: 'exercises.html#debugging/01-asked-three-times',
    go: async (page) => {
      await page.getByRole('button', { name: /Hint/ }).click();
      await page.getByRole('button', { name: /Check/ }).click();
      await page.locator('.checks .seen').first().waitFor();
      await page.waitForTimeout(600);
    },
  },
  'phone-exercise': {
    options: PHONE,
    path: 'exercises.html#debugging/01-asked-three-times',
    go: (page) => page.waitForTimeout(600),
  },
  'phone-course': {
    options: PHONE,
    path: 'course.html',
    go: (page) => page.getByRole('link', { name: /dashboard/i }).click(),
  },
  tablet: { options: { viewport: { width: 834, height: 1112 } }, go: run },
  small: { options: { viewport: { width: 320, height: 640 } }, go: run },
  large: { options: { viewport: { width: 2560, height: 1440 } }, go: run },
  '4k': {
    options: { viewport: { width: 3840, height: 2160 } },
    go: async (page) => {
      await run(page);
      await page.locator('or-queries .row').nth(2).click();
    },
  },
  '4k-course': {
    options: { viewport: { width: 3840, height: 2160 } },
    path: 'course/the-dashboard.html',
    go: async () => {},
  },
  clauses: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await page.locator('or-queries .row').nth(1).click();
      await page.locator('or-query .calls button').last().hover();
    },
  },
  subquery: {
    options: DESK,
    go: async (page) => {
      await run(page);
      await page.locator('or-details').getByRole('button', { name: 'Subqueries', exact: true }).click();
      await page.getByText('The subquery alone').click();
      await page.locator('or-subquery or-sql').waitFor();
      await page.waitForTimeout(300);
      await page.locator('or-subquery').scrollIntoViewIfNeeded();
    },
  },
  phone: { options: PHONE, go: async () => {} },
  'phone-code': {
    options: PHONE,
    go: async (page) => {
      await page.getByRole('button', { name: 'Code', exact: true }).click();
      await page.waitForTimeout(400);
    },
  },
  'phone-data': {
    options: PHONE,
    go: async (page) => {
      await page.getByRole('button', { name: /^Data: / }).click();
    },
  },
  'phone-schema': {
    options: PHONE,
    go: async (page) => {
      await tab(page, 'Schema');
      await page.locator('or-diagram svg path').first().waitFor();
      await page.locator('or-diagram').scrollIntoViewIfNeeded();
    },
  },
  'phone-query': {
    options: PHONE,
    go: async (page) => {
      await page.locator('or-queries .row').nth(1).click();
      await page.locator('or-query').scrollIntoViewIfNeeded();
    },
  },
  'phone-examples': {
    options: PHONE,
    go: (page) => page.getByRole('button', { name: /^Examples: / }).click(),
  },
  'phone-dark': {
    options: { ...PHONE, colorScheme: 'dark' },
    go: async (page) => {
      await run(page);
    },
  },
};

const DARK_TOO = [
  ...['findings', 'result', 'growth', 'schema', 'error', 'different', 'compare', 'examples', 'share'],
  ...['exercise', 'exercises', 'course', 'contents', 'compatibility', 'bench', 'widget'],
];
for (const name of DARK_TOO) {
  const { options, ...rest } = STATES[name];
  STATES[`${name}-dark`] = { ...rest, options: { ...options, colorScheme: 'dark' } };
}

mkdirSync(out, { recursive: true });
const port = process.env.OUTERREF_PORT ?? '8031';
const server = spawn('node', [
  resolve(here, '../../tools/serve.mjs'),
  resolve(here, '..', dist),
  '--port',
  port,
]);
process.on('exit', () => server.kill());
const url = `http://127.0.0.1:${port}/`;
await once(server.stdout, 'data');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args,
});
for (const [name, { options, go, path: under = '', plain = false }] of Object.entries(STATES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('console', (message) => {
    // Chromium keeps the colour of text that a script replaces, which the page's policy stops.
    if (message.type() !== 'error' || message.text().startsWith('Applying inline style')) return;
    console.error(`${name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
  await page.goto(url + under);
  if (!under && !plain) await ready(page);
  await page.waitForTimeout(500);
  try {
    await go(page);
  } catch (error) {
    console.error(`${name}: ${String(error).split('\n')[0]}`);
    process.exitCode = 1;
  }
  const path = resolve(out, `${name}.png`);
  await page.screenshot({ path });
  const told = IN_README[name];
  if (told && dist === 'dist') copyFileSync(path, resolve(here, '../../docs/images', `${told}.png`));
  await context.close();
  console.log(`shots/${name}.png`);
}
await browser.close();
process.exit();
