/** A million rows: made in the engine with progress, kept apart for each approach, and asked. */

import type { RunRequest } from './engine.ts';
import { expect, readyWorkers, test } from './harness.ts';

const ROWS = 1_000_000;
const MOST_BYTES = 1.5e9;

const REQUEST: RunRequest = {
  files: [
    { path: 'shop/__init__.py', text: '' },
    {
      path: 'shop/models.py',
      text: `from django.db import models

class Author(models.Model):
    name = models.CharField(max_length=80)

class Book(models.Model):
    title = models.CharField(max_length=80)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    pages = models.PositiveIntegerField()
    rating = models.FloatField()
`,
    },
    {
      path: 'data.py',
      text: `import outerref
from shop.models import Author, Book
outerref.generate(Author, 100)
outerref.generate(Book, ${ROWS})
`,
    },
  ],
  modelsModule: 'shop',
  dataFile: 'data.py',
  approaches: [
    { name: 'Delete', source: 'from shop.models import Book\nBook.objects.filter(pk__gt=10).delete()[0]' },
    { name: 'Count', source: 'from shop.models import Book\nBook.objects.count()' },
    {
      name: 'Longest',
      source:
        'from shop.models import Author\nfrom django.db.models import Count\nlist(Author.objects.annotate(n=Count("books")).values_list("n", flat=True))',
    },
  ],
  scale: 1,
  dialect: 'sqlite',
  budget: { micros: 120e6, queries: 20_000, output: 100_000, rowsShown: 1_000, rowsFetched: 2_000_000 },
  repeat: { warmUp: 0, maxRuns: 1, enoughMicros: 0 },
};

test('a million rows are made with progress, restored for each approach, and asked, in less than 1.5 GB', async ({
  playground,
}) => {
  test.setTimeout(300_000);
  const { page } = playground;
  await expect.poll(async () => (await readyWorkers(page)).length).toBeGreaterThan(0);
  const [worker = 0] = await readyWorkers(page);
  const answer = await page.evaluate(([worker, request]) => globalThis.watched.run(worker, request), [
    worker,
    REQUEST,
  ] as const);
  if (answer.kind !== 'report') throw new Error(JSON.stringify(answer));
  const report = JSON.parse(answer.report);
  expect(report.setupError).toBeNull();
  const [deleted, count, longest] = report.approaches.map(({ result }: { result: unknown }) => result);
  expect(deleted).toBe(ROWS - 10);
  expect(count).toBe(ROWS);
  expect(longest.reduce((sum: number, n: number) => sum + n, 0)).toBe(ROWS);
  const told = await page.evaluate(
    () => globalThis.watched.heard.filter(({ stage }) => stage.includes('Book')).length,
  );
  expect(told).toBeGreaterThan(10);
  console.log(`    ${Math.round(answer.memory / 1e6)} MB after a million rows, progress told ${told} times`);
  expect(answer.memory).toBeLessThan(MOST_BYTES);
});
