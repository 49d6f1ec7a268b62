import { readFileSync } from 'node:fs';
import { expect, type Page, test } from './harness.ts';

const CSV = { name: 'towns.csv', mimeType: 'text/csv', buffer: Buffer.from('name,people\nSalem,175000\n') };

async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text ?? ''], name ?? ''));
      for (const kind of ['dragover', 'drop']) {
        dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    [name, text],
  );
}

test('a CSV file becomes a model and a table; it survives a reload and can be undone', async ({
  playground,
}) => {
  const { page } = playground;
  await expect(page.locator('or-run-bar .status')).toHaveText('');
  await page.getByRole('button', { name: 'More' }).click();
  const picked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import data: SQLite or CSV' }).click();
  await (await picked).setFiles(CSV);
  await expect(playground.notice).toContainText('Imported towns.csv');
  await expect(playground.code).toContainText('.objects.all()');
  await playground.tab('models.py').click();
  await expect(playground.code).toContainText('models.Model');
  await page.reload();
  await expect(playground.code).toBeVisible();
  await expect(page.getByRole('button', { name: /^Examples: / })).toContainText('towns.csv');
  await playground.run();
  expect(await playground.queries('First')).toBe('1');
});

test('a file can be dropped; one that is no database is refused and nothing changes', async ({
  playground,
}) => {
  const { page } = playground;
  await expect(page.locator('or-run-bar .status')).toHaveText('');
  await drop(page, 'broken.sqlite3', 'this is no database');
  await expect(playground.notice).toContainText('broken.sqlite3');
  await expect(playground.tab('Subqueries')).toBeVisible();
  await drop(page, 'towns.csv', 'name,people\nSalem,175000\n');
  await expect(playground.notice).toContainText('Imported towns.csv');
  await playground.notice.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.tab('Subqueries')).toBeVisible();
});

test('the workbench goes out as a Django project and comes back as a file', async ({ playground }) => {
  const { page } = playground;
  await playground.tab('Loop').click();
  await playground.write('# to be kept');
  await page.getByRole('button', { name: 'More' }).click();
  const project = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Django project with a test' }).click();
  const archive = await project;
  expect(archive.suggestedFilename()).toMatch(/\.zip$/);
  expect(
    readFileSync(await archive.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  await page.getByRole('button', { name: 'More' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Workbench', exact: true }).click();
  const file = await (await saved).path();
  await page.getByRole('button', { name: 'Everything' }).click();
  await expect(playground.code).not.toContainText('# to be kept');
  await page.getByRole('button', { name: 'More' }).click();
  const picked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a workbench' }).click();
  await (await picked).setFiles({
    name: 'kept.outerref.json',
    mimeType: 'application/json',
    buffer: readFileSync(file),
  });
  await expect(playground.code).toContainText('# to be kept');
});

test('the data goes out as a SQLite database', async ({ playground }) => {
  const { page } = playground;
  await expect(page.locator('or-run-bar .status')).toHaveText('');
  await page.getByRole('button', { name: 'More' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Database', exact: true }).click();
  expect(
    readFileSync(await (await saved).path())
      .subarray(0, 13)
      .toString(),
  ).toBe('SQLite format');
});

test('the approaches go back to the example, and the data stays as it was changed', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.tab('data.py').click();
  await playground.write('# other data');
  await playground.tab('Loop').click();
  await playground.write('# other code');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Its approaches' }).click();
  await expect(playground.code).not.toContainText('# other code');
  await playground.tab('data.py').click();
  await expect(playground.code).toContainText('# other data');
});

test('how much data there is and which is chosen behind one button', async ({ playground }) => {
  const { page } = playground;
  const open = () => page.getByRole('button', { name: /^Data: / }).click();
  const data = page.getByRole('dialog', { name: 'Data' });
  await open();
  await data.getByRole('button', { name: '40', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Data: scale 40' })).toBeVisible();
  await playground.run();
  await expect(page.getByRole('button', { name: /^Data: [\d,]+ rows/ })).toBeVisible();
  await open();
  await data.getByLabel('Data set').selectOption('library');
  await expect(playground.notice).toContainText('those of library');
  await expect(playground.tab('library/models.py')).toBeVisible();
  await expect(playground.code).toContainText('State.objects');
  await playground.notice.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.tab('geo/models.py')).toBeVisible();
});
