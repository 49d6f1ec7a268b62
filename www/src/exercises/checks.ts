/** What an exercise asks for, and how it is judged. Pure: evidence in, verdicts out. */
import type { Approach } from '../engine/types.ts';
import { count, plural } from '../reading/figures.ts';
import { sameValue } from './same.ts';

type Unit = 'queries' | 'rows' | 'cells' | 'instances';

export type Check =
  | { kind: 'same result'; anyOrder: boolean }
  | { kind: 'same tables' }
  | { kind: 'at most' | 'exactly'; number: number; unit: Unit }
  | { kind: 'constant queries' }
  | { kind: 'no finding'; code: string | null }
  | { kind: 'uses' | 'avoids'; name: string }
  | { kind: 'unknown'; text: string };

/** What the runs showed. */
export interface Evidence {
  yours: Approach;
  /** What is compared: the results of the run, or of the second run with the read-back code. */
  result: { yours: Approach; reference: Approach };
  /** Every table after the run, of both; only where it is asked for. */
  tables: { yours: Approach; reference: Approach } | null;
  /** Queries at each scale; only where it is asked for. */
  growth: { scale: number; queries: number | null }[];
  /** The names and keywords of the code. */
  words: ReadonlySet<string>;
}

export interface Verdict {
  asked: string;
  passed: boolean;
  /** What was seen, where it failed. */
  seen: string;
}

export function readCheck(text: string): Check {
  const number = /^(at most|exactly) ([\d,_]+) (quer(?:y|ies)|rows?|cells?|instances?)$/.exec(text);
  if (number) {
    const unit =
      ({ q: 'queries', r: 'rows', c: 'cells', i: 'instances' } as const)[number[3]?.[0] ?? 'q'] ?? 'queries';
    const kind = number[1] === 'exactly' ? 'exactly' : 'at most';
    return { kind, number: Number(number[2]?.replace(/[,_]/g, '')), unit };
  }
  const word = /^(uses|avoids) (\w+)$/.exec(text);
  if (word) return { kind: word[1] === 'uses' ? 'uses' : 'avoids', name: word[2] ?? '' };
  const finding = /^no finding (\w+)$/.exec(text);
  if (finding) return { kind: 'no finding', code: finding[1] ?? null };
  if (text === 'no findings') return { kind: 'no finding', code: null };
  if (text === 'same result') return { kind: 'same result', anyOrder: false };
  if (text === 'same result, any order') return { kind: 'same result', anyOrder: true };
  if (text === 'same tables' || text === 'constant queries') return { kind: text };
  return { kind: 'unknown', text };
}

export function wordsOf(check: Check): string {
  switch (check.kind) {
    case 'same result':
      return check.anyOrder ? 'The same result, in any order' : 'The same result';
    case 'same tables':
      return 'The same rows in every table afterwards';
    case 'at most':
    case 'exactly':
      return `${check.kind === 'exactly' ? 'Exactly' : 'At most'} ${amount(check.number, check.unit)}`;
    case 'constant queries':
      return 'The same number of queries at every scale';
    case 'no finding':
      return check.code === null ? 'No findings' : `No finding ${check.code}`;
    case 'uses':
      return `Uses ${check.name}`;
    case 'avoids':
      return `Does without ${check.name}`;
    case 'unknown':
      return check.text;
  }
}

export function judge(checks: readonly Check[], evidence: Evidence): Verdict[] {
  return checks.map((check) => {
    const seen = problemOf(check, evidence);
    return { asked: wordsOf(check), passed: seen === null, seen: seen ?? '' };
  });
}

/** What was seen instead, or nothing where the check passes. */
function problemOf(check: Check, evidence: Evidence): string | null {
  const { words, yours } = evidence;
  if (check.kind === 'uses')
    return words.has(check.name) ? null : `${check.name} does not occur in the code.`;
  if (check.kind === 'avoids') return words.has(check.name) ? `${check.name} occurs in the code.` : null;
  if (check.kind === 'unknown') return 'This page does not know this check.';
  const failed = [yours, evidence.result.yours].find((each) => each.error)?.error;
  if (failed) return `It ended with ${failed.type}${failed.line === null ? '' : ` at line ${failed.line}`}.`;
  switch (check.kind) {
    case 'same result':
      return resultProblem(evidence.result.yours, evidence.result.reference, check.anyOrder);
    case 'same tables':
      return evidence.tables
        ? tablesProblem(evidence.tables.yours, evidence.tables.reference)
        : 'The tables were not read.';
    case 'at most':
    case 'exactly':
      return amountProblem(check.kind, check.number, check.unit, yours);
    case 'constant queries':
      return growthProblem(evidence.growth);
    case 'no finding': {
      const found = yours.findings.filter((each) => check.code === null || each.code === check.code);
      return found[0] ? found[0].title : null;
    }
  }
}

function resultProblem(yours: Approach, reference: Approach, anyOrder: boolean): string | null {
  if (reference.error) return `The reference itself ended with ${reference.error.type}.`;
  if (yours.resultRepr === null) return 'There is no result: the last line is no expression.';
  if (yours.result === null && yours.resultRepr !== 'None') {
    return `The result is not made of plain values, so it cannot be compared: ${yours.resultRepr.slice(0, 80)}`;
  }
  if (sameValue(yours.result, reference.result, anyOrder)) return null;
  const [a, b] = [yours.result, reference.result];
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length)
      return `${plural(a.length, 'item')} where ${count(b.length)} ${b.length === 1 ? 'is' : 'are'} right.`;
    if (!anyOrder && sameValue(a, b, true)) return 'The items are right, their order is not.';
    const at = a.findIndex((item, index) => !sameValue(item, b[index], false));
    return `Item ${count(at + 1)} is ${brief(a[at])} where ${brief(b[at])} is right.`;
  }
  return `${brief(a)} where ${brief(b)} is right.`;
}

function tablesProblem(yours: Approach, reference: Approach): string | null {
  const error = yours.error ?? reference.error;
  if (error) return `The tables could not be read: ${error.type}.`;
  return sameValue(yours.result, reference.result, false)
    ? null
    : 'The rows are not those that the reference leaves.';
}

function amountProblem(
  kind: 'at most' | 'exactly',
  number: number,
  unit: Unit,
  yours: Approach,
): string | null {
  const { totals } = yours;
  const made = {
    queries: totals.queries,
    rows: totals.rowsFetched,
    cells: totals.cellsFetched,
    instances: totals.instances,
  }[unit];
  const passes = kind === 'exactly' ? made === number : made <= number;
  const verb = unit === 'rows' || unit === 'cells' ? 'fetched' : 'made';
  return passes ? null : `${count(made)} ${made === 1 ? 'was' : 'were'} ${verb}.`;
}

function growthProblem(growth: Evidence['growth']): string | null {
  if (growth.length === 0) return 'It was not run at other scales.';
  const first = growth[0]?.queries;
  if (growth.every((each) => each.queries !== null && each.queries === first)) return null;
  return growth
    .map(({ scale, queries }) => `${queries === null ? 'an error' : count(queries)} at ${count(scale)}`)
    .join(', ');
}

function amount(number: number, unit: Unit): string {
  const one = { queries: 'query', rows: 'row', cells: 'cell', instances: 'instance' }[unit];
  return plural(number, one, unit);
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
