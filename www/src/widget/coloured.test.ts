import { expect, it } from 'vitest';
import { coloured } from './coloured.ts';

const kinds = (code: string) =>
  coloured(code)
    .filter(({ kind }) => kind)
    .map(({ kind, text }) => `${kind} ${text}`);

it('keywords, strings, numbers and comments are told apart', () => {
  expect(kinds('for x in f(1_000, None):  # "no" string')).toEqual([
    'keyword for',
    'keyword in',
    'number 1_000',
    'number None',
    'comment # "no" string',
  ]);
  expect(kinds("a = f\"b # {c}\" + '\\'d' + buffer")).toEqual(['string f"b # {c}"', "string '\\'d'"]);
  expect(kinds('"""one\n"two"\n""" if inside else x.for_each')).toEqual([
    'string """one\n"two"\n"""',
    'keyword if',
    'keyword else',
  ]);
});

it.each(['', '"', "'''", 'x = "open\ny', '#', 'é = 1'])('nothing is lost of %j', (code) => {
  expect(
    coloured(code)
      .map(({ text }) => text)
      .join(''),
  ).toBe(code);
});
