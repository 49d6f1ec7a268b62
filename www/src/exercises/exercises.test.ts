import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOOP, report } from '../../test/make.ts';
import { type Evidence, judge, readCheck, wordsOf } from './checks.ts';
import { fromFolder, loadPack } from './pack.ts';
import { parseExercise } from './parse.ts';
import { merge, readProgress } from './progress.ts';
import { sameValue } from './same.ts';
import { wordsIn } from './words.ts';

const WWW = resolve(import.meta.dirname, '../..');
const read = (folder: string) => async (path: string) => readFileSync(resolve(WWW, folder, path), 'utf8');

describe('the pack', () => {
  it('loads whole, each exercise with models, a starter, a solution and known checks', async () => {
    const { pack, exercises, broken } = await loadPack(read('exercises'), read('lessons'));
    expect([...broken]).toEqual([]);
    expect(exercises.size).toBe(pack.exercises.length);
    const files = readdirSync(resolve(WWW, 'exercises'), { recursive: true }).filter((name) =>
      /\d+-.*\.md$/.test(String(name)),
    );
    expect(exercises.size).toBe(files.length);
    for (const [key, exercise] of exercises) {
      expect(
        exercise.files.map((file) => file.path),
        key,
      ).toContain(`${exercise.modelsModule}/models.py`);
      expect(
        exercise.checks.map((check) => check.kind),
        key,
      ).not.toContain('unknown');
      expect(
        pack.sets.map((set) => set.folder),
        key,
      ).toContain(key.split('/')[0]);
    }
  });

  it('keeps what is right where one exercise is broken', async () => {
    const files: Record<string, string> = {
      'pack.md': '---\ntitle: T\nexercises:\n  - a/01-good.md\n  - a/02-bad.md\n---\n',
      'a/01-good.md':
        '---\ntitle: Good\nchecks:\n  - same result\n---\nDo.\n\n```python starter\n1\n```\n\n```python solution="S"\n2\n```\n\n## Hint\n\nOne.\n\n## Hint\n\nTwo.\n',
      'a/02-bad.md': '---\ntitle: Bad\n---\nNo starter.\n',
    };
    const { exercises, broken } = await loadPack(async (path) => files[path] ?? '', read('lessons'));
    expect(exercises.get('a/01-good')).toMatchObject({ task: 'Do.', starter: '1', hints: ['One.', 'Two.'] });
    expect(broken.get('a/02-bad')).toBe('a/02-bad.md, line 1: there is no starter.');
  });

  it.each([
    ['---\ntitle: T\n---\n```python starter\n1\n```\n## Hnit\n', 'line 7: the heading "Hnit"'],
    ['---\nchecks:\n  - same result\n  - be nice\n---\nDo.\n', 'line 4: "be nice" is no check.'],
    ['---\ntitle: T\n---\nDo.\n\n```python starter\n1\n', 'line 6: this fence is not closed.'],
    ['title: T\n', 'line 1: there is no front matter.'],
  ])('names the line of what is broken', (text, said) => {
    expect(() => parseExercise('x', text)).toThrow(said);
  });

  it('loads from a folder of the disk, wherever in it the pack lies', async () => {
    const file = (path: string, text: string) =>
      Object.assign(new File([text], 'x'), { webkitRelativePath: path });
    const read = fromFolder([
      file('ours/pack.md', 'A'),
      file('ours/a/01-x.md', 'B'),
      file('ours/old/pack.md', 'C'),
    ]);
    expect(await read('pack.md')).toBe('A');
    expect(await read('a/01-x.md')).toBe('B');
    await expect(read('a/02-y.md')).rejects.toThrow('There is no a/02-y.md.');
  });
});

describe('checks', () => {
  const evidence = (source: string, change: Partial<Evidence> = {}): Evidence => {
    const { approaches } = report({ Yours: source, Reference: 'State.objects.all()' });
    const [yours, reference] = approaches;
    if (!yours || !reference) throw new Error('The report is empty.');
    Object.assign(yours, { result: [1, 2] });
    Object.assign(reference, { result: [2, 1] });
    return {
      yours,
      result: { yours, reference },
      tables: null,
      growth: [],
      words: wordsIn(source),
      ...change,
    };
  };
  const verdict = (text: string, found: Evidence) => {
    const [only] = judge([readCheck(text)], found);
    return only?.passed ? 'passed' : only?.seen;
  };

  it.each([
    ['at most 1 query', 'At most 1 query', '103 were made.'],
    ['exactly 103 queries', 'Exactly 103 queries', 'passed'],
    ['at most 10 rows', 'At most 10 rows', '153 were fetched.'],
    ['same result', 'The same result', 'The items are right, their order is not.'],
    ['same result, any order', 'The same result, in any order', 'passed'],
    ['uses count', 'Uses count', 'passed'],
    ['avoids for', 'Does without for', 'for occurs in the code.'],
    [
      'no finding n_plus_one',
      'No finding n_plus_one',
      '51 queries of one shape come from line 2, one for each State.',
    ],
    ['be nice', 'be nice', 'This page does not know this check.'],
  ])('%s', (text, asked, seen) => {
    expect(wordsOf(readCheck(text))).toBe(asked);
    expect(verdict(text, evidence(LOOP))).toBe(seen);
  });

  it('constant queries compares all scales', () => {
    const growth = (...queries: number[]) => ({
      growth: queries.map((each, index) => ({ scale: 10 * (index + 1), queries: each })),
    });
    expect(verdict('constant queries', evidence(LOOP, growth(3, 3, 3)))).toBe('passed');
    expect(verdict('constant queries', evidence(LOOP, growth(11, 21)))).toBe('11 at 10, 21 at 20');
  });

  it('an error fails all but what is read off the code', () => {
    const found = evidence('x = 1\nnmae');
    expect(verdict('at most 9 queries', found)).toBe('It ended with FieldError at line 2.');
    expect(verdict('avoids for', found)).toBe('passed');
  });
});

describe('words of the code', () => {
  it('are names and keywords, not what stands in comments and strings', () => {
    const words = wordsIn('# Exists\nfor x in y:\n    print("Subquery", f.Count)');
    expect([...words]).toEqual(expect.arrayContaining(['for', 'x', 'in', 'y', 'print', 'f', 'Count']));
    expect(words.has('Exists') || words.has('Subquery')).toBe(false);
  });
});

describe('equal results', () => {
  it('allow a part in a billion between numbers, and no truth for one', () => {
    expect(sameValue([0.1 + 0.2], [0.3], false)).toBe(true);
    expect(sameValue([1], [1.00001], false)).toBe(false);
    expect(sameValue([true], [1], false)).toBe(false);
  });

  it('ignore the order of keys, and of items only where asked', () => {
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 }, false)).toBe(true);
    expect(sameValue([1, 2, 2], [2, 1, 2], true)).toBe(true);
    expect(sameValue([1, 1, 2], [2, 1, 2], true)).toBe(false);
  });
});

describe('progress', () => {
  it('from elsewhere keeps what is solved on either side', () => {
    const mine = readProgress({ exercises: { 'a/1': { code: 'mine', attempts: 3, solved: true } } });
    const theirs = readProgress({
      exercises: {
        'a/1': { code: 'theirs', attempts: 9, solved: false, hints: 2 },
        'a/2': { code: 'new', attempts: 1 },
        '../x y': {},
      },
    });
    const { exercises } = merge(mine, theirs);
    expect(exercises['a/1']).toMatchObject({ code: 'mine', solved: true, hints: 2 });
    expect(exercises['a/2']?.code).toBe('new');
    expect(Object.keys(exercises)).toHaveLength(2);
  });

  it('of another shape is no progress, and no fault', () => {
    for (const value of [null, 7, 'x', { exercises: [] }, { exercises: { a: 1 } }]) {
      expect(readProgress(value).exercises).toEqual({});
    }
  });
});
