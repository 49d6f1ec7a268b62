import { expect, test } from './harness.ts';

test('approaches can be added, renamed, duplicated, moved, removed and had back', async ({ playground }) => {
  const { page } = playground;
  const before = await playground.approachNames();
  await page.getByRole('button', { name: 'Add an approach' }).click();
  await playground.menu('Rename');
  await page.getByLabel('Name of the approach').fill('Mine');
  await page.keyboard.press('Enter');
  await playground.menu('Duplicate');
  expect(await playground.approachNames()).toEqual([...before, 'Mine', 'Mine 2']);
  await playground.menu('Move left');
  expect(await playground.approachNames()).toEqual([...before, 'Mine 2', 'Mine']);
  await playground.menu('Remove');
  expect(await playground.approachNames()).toEqual([...before, 'Mine']);
  await playground.notice.getByRole('button', { name: 'Undo' }).click();
  expect(await playground.approachNames()).toEqual([...before, 'Mine 2', 'Mine']);
});

test('files can be added, renamed, removed and had back, and approaches import from them', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.menu('Add a file');
  await page.getByLabel('Name of the file').fill('shop/words.py');
  await page.keyboard.press('Enter');
  await expect(playground.tab('shop/words.py')).toHaveAttribute('aria-selected', 'true');
  await playground.write('WORD = "here"');
  await playground.menu('Rename');
  await page.getByLabel('Name of the file').fill('no name');
  await page.keyboard.press('Enter');
  await expect(playground.notice).toContainText('letters, digits and _');
  await playground.tab('shop/words.py').click();
  await playground.menu('Remove');
  await expect(playground.tab('shop/words.py')).toHaveCount(0);
  await playground.notice.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.code).toContainText('WORD = "here"');
  await playground.tab('geo/models.py').click();
  await page.getByRole('button', { name: 'Change geo/models.py' }).click();
  await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(playground.tab('shop/words.py')).toBeVisible();
  await playground.small('from shop.words import WORD\nprint(WORD)\nlist(State.objects.all())');
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
});

test('imports follow a file to its new name, and Undo brings both back', async ({ playground }) => {
  const { page } = playground;
  await playground.menu('Add a file');
  await page.getByLabel('Name of the file').fill('words.py');
  await page.keyboard.press('Enter');
  await playground.write('WORD = "here"');
  await playground.small('from words import WORD\nprint(WORD)\nlist(State.objects.all())');
  await playground.tab('words.py').click();
  await playground.menu('Rename');
  await page.getByLabel('Name of the file').fill('shop/terms.py');
  await page.keyboard.press('Enter');
  await expect(playground.notice).toContainText('its imports in Loop');
  await playground.tab('Loop').click();
  await expect(playground.code).toContainText('from shop.terms import WORD');
  await playground.run();
  expect(await playground.queries('Loop')).toBe('1');
  await playground.tab('shop/terms.py').click();
  await playground.menu('Rename');
  await page.getByLabel('Name of the file').fill('terms.py');
  await page.keyboard.press('Enter');
  await playground.notice.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.tab('shop/terms.py')).toBeVisible();
  await playground.tab('Loop').click();
  await expect(playground.code).toContainText('from shop.terms import WORD');
});

test('what was typed survives a reload', async ({ playground }) => {
  await playground.tab('Loop').click();
  await playground.write('# typed just now');
  await playground.page.reload();
  await expect(playground.code).toContainText('# typed just now');
});

test('two tabs of the browser keep their own work', async ({ playground, context }) => {
  await playground.tab('Loop').click();
  await playground.write('# in the first tab');
  const other = await context.newPage();
  await other.goto(playground.page.url());
  await other.locator('.cm-content').click();
  await other.keyboard.press('Control+a');
  await other.keyboard.insertText('# in the second tab');
  await playground.page.reload();
  await expect(playground.code).toContainText('# in the first tab');
  await other.reload();
  await expect(other.locator('.cm-content')).toContainText('# in the second tab');
});

test('an example opens from the gallery, and Undo brings back what was there', async ({ playground }) => {
  const { page } = playground;
  await playground.tab('Loop').click();
  await playground.write('# mine');
  await page.getByRole('button', { name: /^Examples: / }).click();
  const gallery = page.getByRole('dialog', { name: 'Examples' });
  await gallery.getByLabel('Find an example').fill('no such thing at all');
  await expect(gallery).toContainText('No example speaks of that.');
  await gallery.getByLabel('Find an example').fill('dens');
  await gallery.getByRole('listitem').last().getByRole('button').click();
  await expect(gallery).toBeHidden();
  await expect(playground.notice).toContainText('Opened');
  await playground.notice.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.code).toContainText('# mine');
});

test('a link opens the same workbench elsewhere', async ({ playground, browser }) => {
  await playground.tab('Loop').click();
  await playground.write('# shared <b>code</b>');
  await playground.page.getByRole('button', { name: 'Share' }).click();
  const link = await playground.page.getByLabel('Link', { exact: true }).inputValue();
  expect(new URL(link).hash).toMatch(/^#w1\./);
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(link);
  await expect(elsewhere.locator('.cm-content')).toContainText('# shared <b>code</b>');
  await expect(elsewhere).toHaveURL(/path\/$/);
});

test('a link asks before it takes the place of unsaved work', async ({ playground }) => {
  const { page } = playground;
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  await playground.tab('Loop').click();
  await playground.write('# my own work');
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Open the shared workbench?' })).toBeVisible();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await expect(playground.code).toContainText('# my own work');
});

test('a damaged link and one of a later version say so', async ({ playground }) => {
  const { page } = playground;
  await page.goto('./#w1.broken');
  await expect(playground.notice).toContainText('damaged or incomplete');
  await page.goto('./#w7.abc');
  await expect(playground.notice).toContainText('newer version');
});

/** Links as each format wrote them. One is added with a new format; none is ever changed. */
const RECORDED = [
  '#w1.LZBNawIxEIb_yvD2ohCWeihCwFPBS_HSHquUMRnd2GySJllQxP9esi5zmA9m5n1m7qiueoHGp5iYrVgoeCklBugweq9wcl4K9PcdiWsPjSFa8aVLNyhUuVZonHIcyF44nGNnj-SGFHOlZ-M-NDOeS6GvylUW84Jdc0u9D0REgQehzTzSvfect068XQx8_fESzrXfvL0u9wGPg5oJdtGOE_ozhYLlylvXak90TilHNv3M7yw0eAWFpgaND0kVCiWO2bR8wuvi8SKmls7EMdTFkuiFpvs4kHD2N_Iu_E4cxXATW89RU1mp9UHBOvZi2mdSLPWcpfx5PP4B',
];

test('links of every format so far still open', async ({ playground }) => {
  const { page } = playground;
  for (const link of RECORDED) {
    await page.goto('about:blank');
    await page.goto(`./${link}`);
    await expect(playground.code).toContainText('# from an early link');
    await expect(playground.tab('Kept')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Examples: / })).toContainText('Recorded');
  }
});

test('what is too long for a link can be sent as a file', async ({ playground }) => {
  const { page } = playground;
  await playground.tab('Loop').click();
  const noise = Array.from({ length: 12_000 }, (_, index) =>
    ((index * 2_654_435_761) % 4_294_967_296).toString(36),
  );
  await playground.write(`# ${noise.join('')}`);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog', { name: 'Share' })).toContainText('too much for a link');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.outerref\.json$/);
});

test('a blank workbench opens from the gallery', async ({ playground }) => {
  const { page } = playground;
  await page.getByRole('button', { name: /^Examples: / }).click();
  await page.getByRole('button', { name: /^Blank workbench/ }).click();
  await expect(playground.code).toContainText('Book.objects.all()');
  await expect(page.getByRole('button', { name: /^Examples: / })).toContainText('Untitled');
});

test('an earlier run stands beside the shown one, figure by figure', async ({ playground }) => {
  await playground.small('for state in State.objects.all():\n    state.cities.count()');
  await playground.run();
  await playground.write('list(State.objects.all())');
  await playground.run();
  await playground.detail('History');
  const runs = playground.page.locator('or-history li');
  await runs.nth(1).getByRole('button', { name: 'Compare' }).click();
  expect(await playground.queries('Loop')).toBe('1 was 52');
  await expect(playground.scoreboard).toContainText('The second line of a row is the run of');
  await playground.scoreboard.getByRole('button', { name: 'Stop comparing' }).click();
  expect(await playground.queries('Loop')).toBe('1');
});

test('a run can be shown again from the history, and its code taken back', async ({ playground }) => {
  await playground.small('list(State.objects.all())');
  await playground.run();
  await playground.write('1 + 1');
  await playground.run();
  await playground.detail('History');
  const runs = playground.page.locator('or-history li');
  await expect(runs).toHaveCount(2);
  await runs.nth(1).getByRole('button', { name: 'Take its code' }).click();
  await expect(playground.code).toContainText('list(State.objects.all())');
});
