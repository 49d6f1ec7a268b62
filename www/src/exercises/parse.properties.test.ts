import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLesson, readAttributes, unquoted } from '../lessons/parse.ts';
import { PackError, parseExercise, parsePack } from './parse.ts';

const RUNS = { numRuns: 200 };
const here = import.meta.dirname;
const read = (path: string) => readFileSync(resolve(here, '../..', path), 'utf8');
const pack = read('exercises/pack.md');
const lesson = read('lessons/01-what-is-a-query.md');
const first = /^ {2}- ([\w-]+\/\d\d-.*\.md)$/m.exec(pack)?.[1] ?? '';
const exercise = read(`exercises/${first}`);

/** A text with some of its pieces dropped, doubled or replaced. */
function damaged(text: string): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('---\n', '```', '````python ', '\n', '## Hint\n', '  - ', 'checks:\n', '"', '\\', '='),
  );
  const change = fc.record({ at: fc.nat(text.length), drop: fc.nat(60), put: piece });
  return fc
    .array(change, { maxLength: 4 })
    .map((changes) =>
      changes.reduce((now, { at, drop, put }) => now.slice(0, at) + put + now.slice(at + drop), text),
    );
}

/** Nothing but the documented refusal may be thrown. */
function tolerates(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
  }
}

describe('whatever is in the file', () => {
  it('a pack is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged(pack)), (text) => tolerates(() => parsePack(text))),
      RUNS,
    );
  });

  it('an exercise is read or refused', () => {
    expect(parseExercise(first.replace(/\.md$/, ''), exercise).solutions.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged(exercise)), (text) =>
        tolerates(() => parseExercise('set/01-one', text)),
      ),
      RUNS,
    );
  });

  it('a lesson is read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged(lesson)), (text) => {
        const read = parseLesson('01-what-is-a-query.md', text, () => []);
        expect(read.slug).toBe('what-is-a-query');
      }),
      RUNS,
    );
  });

  it('a quoted text is read as what was quoted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
        expect(unquoted(quoted)).toBe(text);
        if (!text.includes('\n')) expect(readAttributes(`name=${quoted}`).get('name')).toBe(text);
      }),
      RUNS,
    );
  });
});
