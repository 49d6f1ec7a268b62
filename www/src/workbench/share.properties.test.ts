import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkbench } from './saved.ts';
import { fromFragment, LinkError, toFragment } from './share.ts';
import type { Workbench } from './workbench.ts';

const RUNS = { numRuns: 200 };
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 80 }));
const word = fc.stringMatching(/^[\w-]{1,8}$/);
const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('/')}.py`);
const scale = fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 1e6 }), fc.double({ noNaN: true }));

/** Like a workbench, and not always one. */
const almost = fc.record(
  {
    title: fc.oneof(text, fc.jsonValue()),
    lesson: fc.oneof(text, fc.constant(null)),
    files: fc.array(fc.record({ path: fc.oneof(path, path, text), text }), { maxLength: 4 }),
    modelsModule: text,
    dataFile: fc.oneof(path, fc.constant(null)),
    imported: text,
    approaches: fc.array(
      fc.record({ id: fc.oneof(fc.stringMatching(/^\w{1,20}$/), text), name: text, source: text }),
      {
        maxLength: 4,
      },
    ),
    scale,
    scales: fc.array(scale, { maxLength: 10 }),
    dialect: fc.constantFrom('sqlite', 'postgresql', 'mysql', 'oracle'),
    more: fc.jsonValue(),
  },
  { requiredKeys: ['files', 'approaches'] },
);

const workbench = almost
  .map((value) => readWorkbench(value))
  .filter((value): value is Workbench => value !== null);

/** What a link gives: a workbench, nothing, or the text of a refusal. Any other error fails the test. */
async function opened(fragment: string): Promise<Workbench | null | string> {
  try {
    return await fromFragment(fragment);
  } catch (error) {
    if (error instanceof LinkError) return error.message;
    throw error;
  }
}

describe('whatever it is', () => {
  it('a workbench that was read reads the same again', () => {
    fc.assert(
      fc.property(workbench, (bench) => {
        expect(readWorkbench(structuredClone(bench))).toEqual(bench);
      }),
      RUNS,
    );
  });

  it('a value is a workbench or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue({ maxDepth: 5 }), almost), (value) => {
        const bench = readWorkbench(value);
        if (bench === null) return;
        expect(new Set(bench.approaches.map((each) => each.name)).size).toBe(bench.approaches.length);
        expect(new Set(bench.files.map((each) => each.path)).size).toBe(bench.files.length);
        expect([bench.scale, ...bench.scales].every((each) => each === null || each >= 1)).toBe(true);
      }),
      RUNS,
    );
  });

  it('a link opens what was shared', async () => {
    await fc.assert(
      fc.asyncProperty(workbench, async (bench) => {
        expect(await fromFragment(`#${await toFragment(bench)}`)).toEqual(bench);
      }),
      RUNS,
    );
  });

  it('a fragment is a workbench, none, or refused', async () => {
    const prefixed = fc
      .tuple(fc.constantFrom('w1.', '#w1.', 'w2.', 'w'), text)
      .map(([prefix, rest]) => prefix + rest);
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, prefixed), async (fragment) => {
        await opened(fragment);
      }),
      RUNS,
    );
  });

  it('a link that was changed is refused or gives a workbench of text', async () => {
    const change = fc.record({ at: fc.nat(), put: fc.stringMatching(/^[\w-]?$/), drop: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(workbench, change, async (bench, { at, put, drop }) => {
        const fragment = await toFragment(bench);
        const place = 3 + (at % (fragment.length - 3));
        const found = await opened(fragment.slice(0, place) + put + fragment.slice(place + drop));
        if (found !== null && typeof found !== 'string') expect(readWorkbench(found)).toEqual(found);
      }),
      RUNS,
    );
  });
});
