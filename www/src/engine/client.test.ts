import { beforeEach, describe, expect, it } from 'vitest';
import { requestOf } from '../workbench/request.ts';
import { emptyWorkbench } from '../workbench/workbench.ts';
import { EngineClient, type EngineStatus } from './client.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import type { Answer } from './types.ts';

/** A worker that starts at once and answers when the test says so. */
class TestWorker {
  static all: TestWorker[] = [];
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  asked: number[] = [];
  heard: Exclude<ToWorker, { kind: 'start' }>[] = [];
  ended = false;

  constructor() {
    TestWorker.all.push(this);
  }

  postMessage(message: ToWorker): void {
    if (message.kind === 'start') {
      queueMicrotask(() => this.tell({ kind: 'ready', version: '1' }));
      return;
    }
    this.heard.push(message);
    if (message.kind === 'run') this.asked.push(message.id);
  }

  /** Answers what was asked last. */
  answer(answer: Answer): void {
    const id = this.heard.at(-1)?.id ?? 0;
    this.tell({ kind: 'answer', id, answer: JSON.stringify(answer) });
  }

  get lastAsked(): string | undefined {
    const last = this.heard.at(-1);
    return last?.kind === 'ask' ? (JSON.parse(last.request) as { kind: string }).kind : last?.kind;
  }

  tell(data: FromWorker): void {
    if (!this.ended) this.onmessage?.({ data });
  }

  terminate(): void {
    this.ended = true;
  }
}

const REPORT = '{"version":1,"approaches":[]}';
const request = requestOf(emptyWorkbench());
const settle = () => new Promise((resolve) => setTimeout(resolve));
const worker = (index: number) => {
  const found = TestWorker.all[index];
  if (!found) throw new Error(`There is no worker ${index}.`);
  return found;
};

function client(download: () => Promise<WebAssembly.Module> = async () => ({}) as WebAssembly.Module) {
  const phases: EngineStatus['phase'][] = [];
  const engine = new EngineClient({
    download,
    createWorker: () => new TestWorker() as unknown as Worker,
    onStatus: (status) => phases.push(status.phase),
  });
  return { engine, phases };
}

describe('the engine', () => {
  beforeEach(() => {
    TestWorker.all = [];
  });

  it('boots once and keeps a spare', async () => {
    const { engine, phases } = client();
    await Promise.all([engine.boot(), engine.boot()]);
    expect(phases).toEqual(['loading', 'starting', 'ready']);
    expect(TestWorker.all).toHaveLength(2);
  });

  it('gives the report of a run, and its progress', async () => {
    const { engine } = client();
    const stages: string[] = [];
    const run = engine.run(request, (stage) => stages.push(stage));
    await settle();
    const [id = 0] = worker(0).asked;
    worker(0).tell({ kind: 'progress', id, stage: 'Loading data', done: 0, total: 1 });
    worker(0).tell({ kind: 'report', id, report: REPORT, memory: 0 });
    expect(await run).toEqual(JSON.parse(REPORT));
    expect(stages).toEqual(['Loading data']);
  });

  it('on Stop ends the worker, rejects the run, and lets the spare take the next one', async () => {
    const { engine } = client();
    const run = engine.run(request, () => {});
    await settle();
    engine.stop();
    await expect(run).rejects.toMatchObject({ name: 'Stopped' });
    const next = engine.run(request, () => {});
    await settle();
    expect(worker(0).ended).toBe(true);
    const [id = 0] = worker(1).asked;
    worker(1).tell({ kind: 'report', id, report: REPORT, memory: 0 });
    expect(await next).toEqual(JSON.parse(REPORT));
    expect(TestWorker.all).toHaveLength(3);
  });

  it('after a crash rejects the run and starts again', async () => {
    const { engine } = client();
    const run = engine.run(request, () => {});
    await settle();
    worker(0).onerror?.({ message: 'unreachable' });
    await expect(run).rejects.toMatchObject({ name: 'EngineFault', message: 'unreachable' });
    expect(worker(0).ended).toBe(true);
    void engine.run(request, () => {}).catch(() => {});
    await settle();
    expect(worker(1).asked).toHaveLength(1);
  });

  it('says what was running when the engine failed', async () => {
    const { engine } = client();
    const approaches = [{ name: 'Loop', source: '' }];
    const run = engine.run({ ...request, approaches }, () => {});
    await settle();
    const [id = 0] = worker(0).asked;
    worker(0).tell({ kind: 'progress', id, stage: 'approach', done: 2, total: 3 });
    worker(0).tell({ kind: 'failed', id, message: 'RuntimeError: unreachable' });
    await expect(run).rejects.toThrow('While running Loop: RuntimeError: unreachable');
  });

  it('gives the place of a worker that grew large to the spare, when nothing more is asked of it', async () => {
    const { engine } = client();
    const run = engine.run(request, () => {});
    await settle();
    const [id = 0] = worker(0).asked;
    worker(0).tell({ kind: 'report', id, report: REPORT, memory: 2 ** 30 });
    expect(await run).toEqual(JSON.parse(REPORT));
    await settle();
    expect(worker(0).ended).toBe(true);
    const next = engine.run(request, () => {});
    await settle();
    worker(1).tell({ kind: 'report', id: worker(1).asked[0] ?? 0, report: REPORT, memory: 2 ** 25 });
    await next;
    await settle();
    expect(worker(1).ended).toBe(false);
    expect(TestWorker.all).toHaveLength(3);
  });

  it('ignores what a stopped run still says', async () => {
    const { engine } = client();
    const run = engine.run(request, () => {});
    await settle();
    const [id = 0] = worker(0).asked;
    worker(0).tell({ kind: 'report', id: id + 7, report: '{"late":true}', memory: 0 });
    worker(0).tell({ kind: 'report', id, report: REPORT, memory: 0 });
    expect(await run).toEqual(JSON.parse(REPORT));
  });

  it('refuses a report of a later version', async () => {
    const { engine } = client();
    const run = engine.run(request, () => {});
    await settle();
    const [id = 0] = worker(0).asked;
    worker(0).tell({ kind: 'report', id, report: '{"version":2,"approaches":[]}', memory: 0 });
    await expect(run).rejects.toThrow('different versions');
  });

  it('tries a failed download again when asked to', async () => {
    let attempts = 0;
    const { engine, phases } = client(async () => {
      attempts++;
      if (attempts === 1) throw new Error('no connection');
      return {} as WebAssembly.Module;
    });
    await expect(engine.boot()).rejects.toThrow('no connection');
    await engine.boot();
    expect(phases).toEqual(['loading', 'failed', 'loading', 'starting', 'ready']);
  });

  it('gives the answer to what is asked', async () => {
    const { engine } = client();
    const asked = engine.ask({ kind: 'schema' });
    await settle();
    expect(worker(0).lastAsked).toBe('schema');
    worker(0).answer({ kind: 'schema', models: [] });
    expect(await asked).toEqual({ kind: 'schema', models: [] });
  });

  it('tells why something could not be done, and goes on', async () => {
    const { engine } = client();
    const asked = engine.ask({ kind: 'forget', name: 'x' });
    await settle();
    worker(0).answer({ kind: 'failed', code: 'notFound', message: 'There is no import x.' });
    await expect(asked).rejects.toMatchObject({ code: 'notFound', message: 'There is no import x.' });
    expect(worker(0).ended).toBe(false);
  });

  it('prepares the models again for a worker that holds none', async () => {
    const { engine } = client();
    const run = engine.run(request, () => {});
    await settle();
    worker(0).tell({ kind: 'report', id: worker(0).asked[0] ?? 0, report: REPORT, memory: 0 });
    await run;
    const asked = engine.ask({ kind: 'schema' });
    await settle();
    worker(0).answer({ kind: 'failed', code: 'notPrepared', message: 'Run first.' });
    await settle();
    expect(worker(0).lastAsked).toBe('prepare');
    worker(0).answer({ kind: 'prepare', tables: [], stdout: '', error: null });
    await settle();
    worker(0).answer({ kind: 'schema', models: [] });
    expect((await asked).models).toEqual([]);
  });

  it('completes with the spare while a run goes on', async () => {
    const { engine } = client();
    const run = engine.run(request, () => {});
    await settle();
    const place = { files: [], modelsModule: 'models', file: 'a', source: '', position: 0 };
    const asked = engine.ask({ kind: 'complete', ...place });
    await settle();
    expect(worker(1).lastAsked).toBe('complete');
    worker(1).answer({ kind: 'complete', from: 0, to: 0, items: [], call: null });
    expect((await asked).items).toEqual([]);
    engine.stop();
    await expect(run).rejects.toMatchObject({ name: 'Stopped' });
  });

  const imported: Answer = {
    kind: 'import',
    name: 'a.csv',
    source: 'csv',
    bytes: 4,
    tables: [],
    models: '',
    notes: [],
  };

  it('gives an import again to the worker that takes over', async () => {
    const { engine } = client();
    const importing = engine.importFile('a.csv', new Blob(['a\n1\n']));
    await settle();
    await settle();
    worker(0).answer(imported);
    expect((await importing).name).toBe('a.csv');
    const run = engine.run(request, () => {});
    await settle();
    engine.stop();
    await expect(run).rejects.toMatchObject({ name: 'Stopped' });
    const asked = engine.ask({ kind: 'imports' });
    await settle();
    await settle();
    expect(worker(1).lastAsked).toBe('import');
    worker(1).answer(imported);
    await settle();
    worker(1).answer({ kind: 'imports', imports: [] });
    await asked;
  });

  it('refuses a file that is too large before it reads it', async () => {
    const { engine } = client();
    const large = { size: 300e6 } as Blob;
    const importing = engine.importFile('large.sqlite3', large);
    await expect(importing).rejects.toThrow('large.sqlite3 has 300 MB. At most 200 MB can be imported.');
  });
});
