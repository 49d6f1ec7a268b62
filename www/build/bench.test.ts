import { expect, it } from 'vitest';
import type { BenchResult } from '../src/bench/result.ts';
import { benchBody } from './bench.ts';

const span = { median: 2, min: 1, max: 4, rounds: 3 };
const none = { cold: null, warm: null, slow: null };
const result: BenchResult = {
  measured: '2026-01-01 00:00',
  machine: { cpu: 'A <processor>', cores: 2, memoryGb: 4, chromium: '1', load: ['0.1'] },
  quick: false,
  rounds: 3,
  versions: { django: '6.1.3' },
  aims: [
    { name: 'sooner', atLeast: 10, unit: 'x', got: span, met: false },
    {
      name: 'smaller',
      atMost: 20_000,
      unit: 'bytes',
      got: null,
      met: null,
      missing: 'not measured in this run',
    },
  ],
  workloads: [],
  first: { outerref: { cold: span, warm: null, slow: null }, tuned: none, wheel: none },
  bytes: { outerref: { raw: 3_000_000, gzip: 2_000_000, brotli: 1_000_000 } },
  widget: null,
  engine: { code: 2000, data: 500, crates: [{ crate: 'outerref_orm', bytes: 1500 }] },
  memory: { outerref: { first: null, after: null }, pyodide: { first: null, after: null } },
  sql: [],
  failures: [{ what: 'SQL', reason: 'a < b' }],
};

it('says that nothing was measured before anything was', () => {
  expect(benchBody(null)).toContain('Nothing has been measured');
});

it('says a missed aim, an unmeasured one and a failure as they are', () => {
  const body = benchBody(result);
  expect(body).toContain(
    '<th scope="row">sooner</th><td>≥ 10×</td><td>2\u00a0(1\u2060–\u20604)</td><td>missed</td>',
  );
  expect(body).toContain(
    '<th scope="row">smaller</th><td>≤ 20,000 bytes</td><td>not measured in this run</td><td></td>',
  );
  expect(body).toContain('Failed: SQL: a &lt; b');
  expect(body).toContain('A &lt;processor&gt;');
  expect(body).toContain('<th scope="row">outerref_orm</th><td>1,500</td>');
});
