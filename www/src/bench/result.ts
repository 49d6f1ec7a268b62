/** What `./build.sh bench` writes: `tests/bench/report/summarise.mjs` makes it. */

/** Over the rounds. */
export interface Span {
  median: number;
  min: number;
  max: number;
  rounds: number;
}

export type Spans<Key extends string> = Record<Key, Span | null>;
export type Host = 'cpython' | 'outerrefNative' | 'pyodide' | 'outerref';
export type Peer = 'outerref' | 'tuned' | 'wheel';

export interface Aim {
  name: string;
  atLeast?: number;
  atMost?: number;
  unit: string;
  got: Span | null;
  met: boolean | null;
  missing?: string;
}

export interface Workload {
  name: string;
  title: string;
  same: boolean;
  millis: Spans<Host>;
  ratios: Spans<'pyodideToOuterref' | 'cpythonToNative' | 'cpythonToOuterref'>;
  modelled: Span | null;
}

export interface Bytes {
  raw: number;
  gzip: number;
  brotli: number;
}

export interface BenchResult {
  measured: string;
  machine: { cpu: string; cores: number; memoryGb: number; chromium: string; load: string[] };
  quick: boolean;
  rounds: number;
  versions: Record<string, string>;
  aims: Aim[];
  workloads: Workload[];
  first: Record<Peer, Spans<'cold' | 'warm' | 'slow'>>;
  bytes: Partial<Record<Peer, Bytes>>;
  widget: Bytes | null;
  /** Raw bytes of the engine, by crate. */
  engine: { code: number; data: number; crates: { crate: string; bytes: number }[] } | null;
  memory: Record<'outerref' | 'pyodide', Spans<'first' | 'after'>>;
  sql: {
    name: string;
    same: boolean;
    millis: Spans<'outerrefDatabase' | 'outerrefPython' | 'sqliteWasm' | 'sqlJs'>;
  }[];
  failures: { what: string; reason: string }[];
}
