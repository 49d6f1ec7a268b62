import type { ReactiveControllerHost } from 'lit';
import type { EngineStatus } from '../engine/client.ts';
import type { ReplAnswer, Report, SchemaModel } from '../engine/types.ts';
import type { TimeModel } from '../reading/modelled.ts';
import type { TabId, Workbench } from '../workbench/workbench.ts';
import { emptyWorkbench } from '../workbench/workbench.ts';
import { Selected, Store } from './store.ts';

/** A Report with what it is a report of. */
export interface Shown {
  report: Report;
  workbench: Workbench;
  /** Made when the site was built, not by this browser. */
  prerendered: boolean;
  /** Milliseconds since 1970. */
  at: number;
}

export type RunStatus =
  | { phase: 'idle' }
  | { phase: 'running'; since: number; stage: string; done: number; total: number };

/** The statements that are pointed at, wherever the pointer is. */
export interface Pointed {
  approach: number;
  queries: ReadonlySet<number>;
}

export type DetailTab = 'queries' | 'findings' | 'result' | 'growth' | 'schema' | 'console' | 'history';
export type Theme = 'system' | 'light' | 'dark';
export type TimeMode = 'measured' | 'modelled';

/** A message that passes, with one thing that can be done about it. */
export interface Notice {
  text: string;
  action?: { label: string; run: () => void };
}

export type Dialog =
  | { kind: 'examples' }
  | { kind: 'share'; link: string | null }
  | { kind: 'more' }
  | { kind: 'keys' }
  | { kind: 'opening'; workbench: Workbench };

/** A line of the console and what it gave. Nothing yet while the engine is at it. */
export interface ConsoleEntry {
  line: string;
  answer: ReplAnswer | null;
  /** Why the engine could not answer. */
  failure: string | null;
}

/** A run at several scales, of the workbench of the run that is shown. */
export interface GrowthRun {
  of: Workbench;
  report: Report;
}

export interface PageState {
  workbench: Workbench;
  /** Rises when the workbench is replaced from outside the editor. */
  revision: number;
  activeTab: TabId;
  /** Paths of files that have no tab. */
  hiddenFiles: ReadonlySet<string>;
  engine: EngineStatus;
  run: RunStatus;
  /** A fault of the engine or a stop: what ended the last run, if not its own end. */
  ended: { kind: 'stopped' | 'fault'; message: string } | null;
  shown: Shown | null;
  growth: GrowthRun | null;
  /** The models as the engine knows them, and of which workbench. */
  schema: { of: Workbench; models: SchemaModel[] } | null;
  console: ConsoleEntry[];
  history: Shown[];
  /** The earlier run whose figures stand beside those of the shown one. */
  baseline: Shown | null;
  timeModel: TimeModel;
  timeMode: TimeMode;
  detail: DetailTab;
  /** The approach whose queries, findings and result are shown. */
  approach: number;
  pointed: Pointed | null;
  /** The statement that was clicked. */
  chosen: { approach: number; query: number } | null;
  /** The call of the open statement that is pointed at, in the code or in the SQL. */
  call: number | null;
  theme: Theme;
  pane: 'code' | 'results';
  notice: Notice | null;
  dialog: Dialog | null;
}

export const store = new Store<PageState>({
  workbench: emptyWorkbench(),
  revision: 0,
  activeTab: 'approach:a1',
  hiddenFiles: new Set(),
  engine: { phase: 'idle' },
  run: { phase: 'idle' },
  ended: null,
  shown: null,
  growth: null,
  schema: null,
  console: [],
  history: [],
  baseline: null,
  timeModel: { roundTripMicros: 1000, bitsPerSecond: 1e9 },
  timeMode: 'measured',
  detail: 'queries',
  approach: 0,
  pointed: null,
  chosen: null,
  call: null,
  theme: 'system',
  pane: 'results',
  notice: null,
  dialog: null,
});

/** The statement that lies open among the approach's queries; -1 for none. A single one is open from the start. */
export function openQuery({ shown, chosen, approach, detail }: PageState): number {
  const queries = shown?.report.approaches[approach]?.queries ?? [];
  if (detail !== 'queries') return -1;
  if (chosen) return chosen.approach === approach ? chosen.query : -1;
  return queries.length === 1 ? 0 : -1;
}

/** What a browser's clock is rounded to where the page is not isolated from others. */
const BROWSER_CLOCK_MICROS = 100;

/** The smallest step of the clock that this browser's engine measures with. */
export function clockOf({ shown }: PageState): number {
  return shown && !shown.prerendered ? shown.report.clockMicros : BROWSER_CLOCK_MICROS;
}

/** The value of the page's store that an element shows. */
export function select<T>(
  host: ReactiveControllerHost,
  pick: (state: PageState) => T,
): Selected<PageState, T> {
  return new Selected(host, store, pick);
}

/** The report that says what grows: of the run at several scales, if there was one. */
export function grownReport({ growth, shown }: PageState): Report | null {
  return growth && growth.of === shown?.workbench ? growth.report : (shown?.report ?? null);
}
