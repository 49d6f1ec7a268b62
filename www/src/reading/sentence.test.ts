import { describe, expect, it } from 'vitest';
import { LOOP, report } from '../../test/make.ts';
import { sentenceOf } from './sentence.ts';

const model = { roundTripMicros: 1000, bitsPerSecond: 1e9 };
const said = (sources: Record<string, string>) => sentenceOf(report(sources), model);

describe('the sentence', () => {
  it('says what became of the queries, and that the result is the same', () => {
    const sentence = said({ Loop: LOOP, One: 'State.objects.all()' });
    expect(sentence.main).toBe('103 queries became\u00a01. The same 51 rows.');
    expect(sentence.measured).toMatch(/^One is \d+× faster measured here$/);
    expect(sentence.modelled).toMatch(/faster modelled with the database 1.ms away$/);
  });

  it('names the line that most queries of a single approach come from', () => {
    expect(said({ Loop: LOOP }).main).toBe('103 queries. 51 of them come from line 2.');
  });

  it('says so when the database is asked nothing', () => {
    expect(said({ Nothing: '1 + 1' }).main).toBe('The database was asked nothing.');
  });

  it('puts a different result before any speed', () => {
    const sentence = said({ All: 'State.objects.all()', Some: 'State.objects.all()[:48]' });
    expect(sentence.main).toBe('Not the same answer: 51 rows against 48.');
    expect(sentence.tone).toBe('different');
  });

  it('says in few words where results of one size part', () => {
    const table = (...rows: string[]) => ({
      columns: ['n'],
      rows: rows.map((row) => [row]),
      totalRows: rows.length,
    });
    const against = (a: string[], b: string[], message = `Row 1 is ${'long '.repeat(40)}`) => {
      const made = report({ A: 'State.objects.all()', B: 'State.objects.all()' });
      made.sameResult = false;
      made.difference = { between: ['A', 'B'], message };
      made.approaches.forEach((each, index) => {
        each.resultTable = index === 0 ? table(...a) : table(...b);
      });
      return sentenceOf(made, model).main;
    };
    expect(against(['1', '2', '3'], ['1', '5', '3'])).toBe('Not the same answer: 1 of 3 rows differs.');
    expect(against(['1', '2'], ['2', '1'])).toBe('Not the same answer: the same rows in another order.');
    expect(against(['1'], ['1'])).toBe('Not the same answer.');
    expect(against(['1'], ['1'], '3 against null.')).toBe('Not the same answer: 3 against null.');
  });

  it('says what stands against rows where one result is no table', () => {
    const made = report({ A: 'State.objects.all()', B: 'State.objects.all()' });
    made.sameResult = false;
    made.difference = { between: ['A', 'B'], message: 'long '.repeat(40) };
    const [, other] = made.approaches;
    for (const [repr, told] of [
      ['45', '45'],
      ['x'.repeat(40), 'one value'],
      [null, 'no result'],
    ] as const) {
      if (other) Object.assign(other, { resultTable: null, resultRepr: repr });
      expect(sentenceOf(made, model).main).toBe(`Not the same answer: 51 rows against ${told}.`);
    }
  });

  it('names the approach that failed, its line, and those that ran', () => {
    const sentence = said({ Wrong: 'x = 1\nState.objects.filter(nmae=1)', Right: 'State.objects.all()' });
    expect(sentence.main).toBe('Wrong ended with FieldError at line 2. Right ran.');
  });

  it('names all that failed where several did', () => {
    const sentence = said({ A: 'nmae', B: 'nmae', Right: 'State.objects.all()' });
    expect(sentence.main).toBe('A and B ended with an error. Right ran.');
  });

  it('says that models which do not load keep everything from running', () => {
    const broken = report({ One: 'State.objects.all()' });
    const error = {
      type: 'SyntaxError',
      message: '',
      file: 'models.py',
      line: 3,
      column: 1,
      frames: [],
      traceback: '',
      hint: null,
    };
    expect(sentenceOf({ ...broken, approaches: [], setupError: error }, model).main).toBe(
      'models.py did not load, so nothing was run.',
    );
  });

  it('does not call a slower approach faster', () => {
    const slower = report({ Loop: LOOP, One: 'State.objects.all()' });
    const one = slower.approaches[1];
    if (one) one.timing.medianMicros *= 1e4;
    expect(sentenceOf(slower, model).measured).toMatch(/slower measured here$/);
  });

  it('does not say of another machine that it measured here', () => {
    const made = report({ A: LOOP, B: 'State.objects.all()' });
    expect(sentenceOf(made, model, false).measured).toMatch(/faster measured$/);
  });
});
