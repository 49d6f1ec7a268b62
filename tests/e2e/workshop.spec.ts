import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, type Page, test } from './harness.ts';

/** A pack as a teacher writes it; `outerref check` runs it too. */
const PACK = resolve(__dirname, '../lessons/pack');
const SOLUTION = 'list(Item.objects.filter(price__lt=10).order_by("name").values_list("name", flat=True))';

// The pack's files are given by the test, past which a service worker would go.
test.use({ serviceWorkers: 'block' });

const check = (page: Page) => page.getByRole('button', { name: /Check/ });
const task = (page: Page) => page.locator('or-exercise-task');

async function write(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Escape');
}

/** The pack in a folder of the site, as `./build.sh bundle --pack` lays it there. */
async function laidOnTheSite(page: Page): Promise<void> {
  await page.route('**/packs/ours/**', (route) => {
    const path = new URL(route.request().url()).pathname.split('/packs/ours/')[1] ?? '';
    return route.fulfill({ path: resolve(PACK, path) });
  });
}

async function openFolder(page: Page): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a pack' }).click();
  await (await choosing).setFiles(PACK);
  await expect(
    page.getByRole('heading', { name: 'A teacher’s pack' }).or(page.getByText("A teacher's pack")),
  ).toBeVisible();
}

// The stand-in engine knows no shop.
test('a workshop: a pack of the site, a wrong attempt, a hint, a reload, on; taken to another machine', {
  tag: '@real',
}, async ({ page, browser, baseURL }) => {
  await laidOnTheSite(page);
  await page.goto('./exercises.html?pack=packs/ours');
  await page.getByRole('link', { name: 'The cheap items' }).click();
  await check(page).click();
  await expect(task(page)).toContainText(/At most 1 query: failed\s+\d+ were made/);
  await page.getByRole('button', { name: 'Hint 1 of 2' }).click();
  await expect(task(page)).toContainText('Begin with Item');

  await write(page, SOLUTION);
  await page.reload();
  await expect(page.locator('.cm-content')).toContainText('Item.objects.filter');
  await expect(task(page).locator('.hint')).toHaveCount(1);
  await check(page).click();
  await expect(task(page)).toContainText('✓ solved');
  await expect(task(page)).toContainText('The database did both');

  await page.getByRole('link', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'What is there' })).toBeVisible();
  await page.getByRole('link', { name: 'All exercises' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save progress' }).click();
  const file = await (await saving).path();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    exercises: { 'first/01-cheap': { solved: true, attempts: 2, hints: 1 } },
  });

  // Elsewhere the pack comes from a disk: a machine without the teacher's server.
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(new URL('exercises.html', baseURL).href);
  await openFolder(elsewhere);
  const choosing = elsewhere.waitForEvent('filechooser');
  await elsewhere.getByRole('button', { name: 'Load progress' }).click();
  await (await choosing).setFiles(file);
  await expect(elsewhere.getByRole('link', { name: 'The cheap items (solved)' })).toBeVisible();
});

test('a pack from a disk has its own files, and those of the course', async ({ page }) => {
  await page.goto('./exercises.html');
  await openFolder(page);
  await page.getByRole('link', { name: 'How many states' }).click();
  await expect(page.getByRole('tab', { name: 'geo/models.py' })).toBeVisible();
  await page.getByRole('link', { name: 'All exercises' }).click();
  await page.getByRole('link', { name: 'What is there' }).click();
  await expect(page.getByRole('tab', { name: 'shop/models.py' })).toBeVisible();
});

test('a folder without a pack is refused, and the exercises stay', async ({ page }) => {
  await page.goto('./exercises.html');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a pack' }).click();
  await (await choosing).setFiles(resolve(PACK, '_shared'));
  await expect(page.locator('or-notice')).toContainText('No pack.md lies in that folder.');
  await expect(page.locator('or-exercise-list')).toContainText('Querying');
});

test('where nothing can be kept, the learner is told, and progress can be saved to a file', async ({
  page,
}) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    }
  });
  await page.goto('./exercises.html#querying/01-the-largest-cities');
  await write(page, '1 + 1');
  await expect(page.locator('or-notice')).toContainText('This browser keeps nothing');
  await page.getByRole('link', { name: 'All exercises' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save progress' }).click();
  expect(readFileSync(await (await saving).path(), 'utf8')).toContain('1 + 1');
});

test('in a room over plain http: no service worker, no clipboard, and exercises run', async ({
  playwright,
  launchOptions,
  baseURL,
}) => {
  // Only localhost and https are secure to a browser; a teacher's machine is neither.
  const args = [...(launchOptions.args ?? []), '--host-resolver-rules=MAP workshop.test 127.0.0.1'];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const page = await browser.newPage();
  const room = new URL('exercises.html', baseURL);
  room.hostname = 'workshop.test';
  await page.goto(room.href);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await page.getByRole('link', { name: 'The largest cities' }).click();
  await check(page).click();
  await expect(task(page)).toContainText(/: (passed|failed)/);
  await browser.close();
});
