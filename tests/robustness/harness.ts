/** The page with its workers in view: their messages with times, their memory, and runs given to them directly. */

import { test as journey, type Page, type Playground } from '../e2e/harness.ts';
import type { Budget, FromWorker, Report, RunRequest, ToWorker } from './engine.ts';

export { expect, type Locator, type Page, Playground } from '../e2e/harness.ts';

export interface Heard {
  millis: number;
  worker: number;
  kind: (FromWorker | ToWorker)['kind'];
  /** What a progress tells of. */
  stage: string;
}

/** What `watch` puts into the page. */
interface Watched {
  workers: Worker[];
  heard: Heard[];
  /** Takes the place of the page's own budget. */
  budget: Partial<Budget>;
  run(worker: number, request: RunRequest): Promise<FromWorker>;
}

declare global {
  var watched: Watched;
}

function watch(): void {
  const heard: Heard[] = [];
  const workers: Worker[] = [];
  let next = 1_000_000;
  class WatchedWorker extends Worker {
    #number = workers.push(this) - 1;

    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.note(data));
    }

    note(message: FromWorker | ToWorker): void {
      const stage = message.kind === 'progress' ? message.stage : '';
      heard.push({ millis: performance.now(), worker: this.#number, kind: message.kind, stage });
    }

    override postMessage(
      message: ToWorker,
      transfer: Transferable[] | StructuredSerializeOptions = [],
    ): void {
      this.note(message);
      if (message.kind === 'run') {
        const request = JSON.parse(message.request) as RunRequest;
        request.budget = { ...request.budget, ...globalThis.watched.budget };
        super.postMessage({ ...message, request: JSON.stringify(request) });
      } else {
        super.postMessage(message, transfer as Transferable[]);
      }
    }
  }
  globalThis.Worker = WatchedWorker;
  globalThis.watched = {
    workers,
    heard,
    budget: {},
    run(number, request) {
      const worker = workers[number];
      if (!worker) throw new Error(`There is no worker ${number}.`);
      const id = next++;
      return new Promise((resolve) => {
        const listen = ({ data }: MessageEvent<FromWorker>) => {
          if (!('id' in data) || data.id !== id || data.kind === 'progress') return;
          worker.removeEventListener('message', listen);
          resolve(data);
        };
        worker.addEventListener('message', listen);
        worker.postMessage({ kind: 'run', id, request: JSON.stringify(request) });
      });
    },
  };
}

/** Journeys on a page whose workers are watched. */
export const test = journey.extend<{ watchedPage: undefined }>({
  watchedPage: [
    async ({ page }, use) => {
      await page.addInitScript(watch);
      await use(undefined);
    },
    { auto: true },
  ],
});

export async function setBudget(page: Page, budget: Partial<Budget>): Promise<void> {
  await page.evaluate((budget) => {
    globalThis.watched.budget = budget;
  }, budget);
}

/** The numbers of the workers that are ready. */
export function readyWorkers(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    globalThis.watched.heard.filter(({ kind }) => kind === 'ready').map(({ worker }) => worker),
  );
}

/** Milliseconds from a click to the moment at which `seen` says that its effect is there. */
export function untilSeen(playground: Playground, text: string): Promise<number> {
  return playground.page.evaluate(
    async ({ text }) => {
      const shadow = (selector: string, root: ParentNode = document): Element | null => {
        for (const element of root.querySelectorAll('*')) {
          if (element.matches(selector)) return element;
          const found = element.shadowRoot && shadow(selector, element.shadowRoot);
          if (found) return found;
        }
        return null;
      };
      const button = shadow('or-run-bar')?.shadowRoot?.querySelector<HTMLElement>('.run');
      const results = shadow('or-results')?.shadowRoot;
      if (!button || !results) throw new Error('The page is not there.');
      const began = performance.now();
      button.click();
      while (!results.textContent?.includes(text)) await new Promise((resolve) => setTimeout(resolve));
      return performance.now() - began;
    },
    { text },
  );
}

/** A request of one small approach. */
export function small(source: string, budget: Partial<Budget> = {}): RunRequest {
  return {
    files: [
      {
        path: 'shop.py',
        text: 'from django.db import models\n\nclass Item(models.Model):\n    name = models.CharField(max_length=50)\n',
      },
      {
        path: 'data.py',
        text: 'from shop import Item\nItem.objects.bulk_create([Item(name=f"item {n}") for n in range(50)])\n',
      },
    ],
    modelsModule: 'shop',
    dataFile: 'data.py',
    approaches: [{ name: 'Only', source }],
    scale: null,
    dialect: 'sqlite',
    repeat: { warmUp: 0, maxRuns: 1, enoughMicros: 0 },
    budget: { micros: 20e6, queries: 1000, output: 100_000, rowsShown: 100, rowsFetched: 100_000, ...budget },
  };
}

/** Runs a request in the page's first worker. */
export async function runIn(page: Page, request: RunRequest, worker = 0): Promise<Report> {
  const answer = await page.evaluate(([worker, request]) => globalThis.watched.run(worker, request), [
    worker,
    request,
  ] as const);
  if (answer.kind !== 'report') throw new Error(JSON.stringify(answer));
  return JSON.parse(answer.report) as Report;
}
