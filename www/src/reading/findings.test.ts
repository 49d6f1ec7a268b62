import { expect, it } from 'vitest';
import type { Finding } from '../engine/types.ts';
import { groupsOfFindings } from './findings.ts';

const finding = (line: number, more: Partial<Finding> = {}): Finding => ({
  code: 'n_plus_one',
  severity: 'high',
  title: '51 queries',
  file: 'Loop',
  line,
  queries: [line, line + 1],
  relation: 'State.cities',
  explanation: 'A loop asks.',
  suggestion: 'Use Exists.',
  rewrite: null,
  ...more,
});

it('what is said of several places is said once, in the order of the first', () => {
  const groups = groupsOfFindings([
    finding(6),
    finding(7, { code: 'unused_annotation' }),
    finding(7, { suggestion: 'Use Count.' }),
  ]);
  expect(groups.map(({ first, places }) => [first.code, places.map((each) => each.line)])).toEqual([
    ['n_plus_one', [6, 7]],
    ['unused_annotation', [7]],
  ]);
  expect(groups.map((each) => each.suggestion)).toEqual([null, 'Use Exists.']);
  expect(groups[0]?.queries).toEqual([6, 7, 8]);
});
