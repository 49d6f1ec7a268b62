/** What the soak draws from: lessons, exercises, the snippets that Django recorded, and what goes wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readLessons } from '../../www/build/lessons.ts';
import { workbenchOf } from '../../www/src/exercises/attempt.ts';
import { loadPack } from '../../www/src/exercises/pack.ts';
import { requestOf } from '../../www/src/workbench/request.ts';
import { fromLesson } from '../../www/src/workbench/workbench.ts';
import type { RunRequest } from './engine.ts';
import { small } from './harness.ts';

export interface Snippet {
  name: string;
  request: RunRequest;
}

const ROOT = resolve(__dirname, '../..');

/** Code whose result depends on the moment, on chance, or on where an object lies. */
const VARIES = /\bNow\(|\bRandom\(|\brandom\b|order_by\("\?"\)|timezone\.now|\buuid4\b/;

const WRONG: Record<string, string> = {
  'a missing field': 'list(Item.objects.filter(nmae="x"))',
  'a syntax error': 'for item in Item.objects.all()\n    pass',
  'an exception': 'Item.objects.create(name="new")\nraise ValueError("on purpose")',
  'an exception in a transaction':
    'from django.db import transaction\nwith transaction.atomic():\n    Item.objects.all().delete()\n    raise ValueError("on purpose")',
  'a row too few': 'Item.objects.get(pk=0)',
  'no such table': 'from django.db import connection\nconnection.cursor().execute("SELECT * FROM nowhere")',
  'too many statements': 'while True:\n    Item.objects.count()',
  'deep recursion': 'def deeper(n):\n    return deeper(n + 1)\ndeeper(0)',
  'much output': 'for n in range(5000):\n    print("line", n)',
  'many rows': 'Item.objects.bulk_create([Item(name=str(n)) for n in range(2000)])\nlen(Item.objects.all())',
  'a large list': 'len([[n] for n in range(100_000)])',
  'a cycle of objects':
    'class Node:\n    pass\nfor n in range(5000):\n    a, b = Node(), Node()\n    a.other, b.other = b, a',
  'models of its own':
    'from django.db import models\nclass Later(models.Model):\n    class Meta:\n        app_label = "later"\nLater._meta.db_table',
  'settings of the connection':
    'from django.db import connection\nconnection.cursor().execute("PRAGMA reverse_unordered_selects = ON")\nlist(Item.objects.values_list("name")[:3])',
  'a temporary table':
    'from django.db import connection\nconnection.cursor().execute("CREATE TEMP TABLE kept (x)")',
  'the exit': 'import sys\nsys.exit(3)',
};

export async function snippets(): Promise<Snippet[]> {
  const all = [...(await lessons()), ...(await exercises()), ...corpus(), ...wrong()];
  return all.filter(({ request }) => !request.approaches.some(({ source }) => VARIES.test(source)));
}

async function lessons(): Promise<Snippet[]> {
  return readLessons(join(ROOT, 'www/lessons')).map((lesson) => ({
    name: `lesson ${lesson.slug}`,
    request: once(requestOf(fromLesson(lesson), false)),
  }));
}

async function exercises(): Promise<Snippet[]> {
  const reader = (folder: string) => async (path: string) => readFileSync(join(ROOT, folder, path), 'utf8');
  const { exercises } = await loadPack(reader('www/exercises'), reader('www/lessons'));
  return [...exercises.values()].flatMap((exercise) =>
    [{ name: 'starter', source: exercise.starter }, ...exercise.solutions].map(({ name, source }) => ({
      name: `exercise ${exercise.key}, ${name}`,
      request: once(requestOf(workbenchOf(exercise, source), false)),
    })),
  );
}

function corpus(): Snippet[] {
  const folder = join(ROOT, 'tests/golden');
  const files = readdirSync(join(folder, 'bookshop'))
    .filter((name) => name.endsWith('.py'))
    .map((name) => ({
      path: `bookshop/${name}`,
      text: readFileSync(join(folder, 'bookshop', name), 'utf8'),
    }));
  const recorded = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8')) as {
    id: string;
    code: string;
  }[];
  return recorded.map(({ id, code }) => ({
    name: `recorded ${id}`,
    request: {
      ...small(code),
      files,
      modelsModule: 'bookshop',
      dataFile: 'bookshop/data.py',
    },
  }));
}

function wrong(): Snippet[] {
  return Object.entries(WRONG).map(([name, source]) => ({ name: `wrong: ${name}`, request: small(source) }));
}

function once(request: RunRequest): RunRequest {
  return { ...request, budget: small('').budget, repeat: small('').repeat };
}
