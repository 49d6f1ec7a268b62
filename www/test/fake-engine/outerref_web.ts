/** A stand-in with the engine's surface, for building and testing the page without WebAssembly. */
import type { Ask, RunRequest } from '../../src/engine/types.ts';
import { simulate } from './report.ts';
import { Services } from './services.ts';

export default async function init(_options: unknown): Promise<{ memory: WebAssembly.Memory }> {
  return { memory: new WebAssembly.Memory({ initial: 1 }) };
}

export function provideCold(_source: () => WebAssembly.Module): void {}

function wait(millis: number): void {
  const until = performance.now() + millis;
  while (performance.now() < until);
}

export class Engine {
  #services = new Services();

  run(text: string, onProgress: (stage: string, done: number, total: number) => void): string {
    const request = JSON.parse(text) as RunRequest;
    const sources = request.approaches.map((each) => each.source).join('\n');
    if (sources.includes('while True')) {
      onProgress('Running', 0, 2);
      while (true) wait(1000);
    }
    if (sources.includes('crash()')) throw new WebAssembly.RuntimeError('unreachable');
    onProgress('Loading data', 0, 1);
    wait(sources.includes('slow()') ? 800 : 20);
    const { length } = request.approaches;
    for (let index = 0; index < length; index++) onProgress('Running', index, length);
    this.#services.prepare(request);
    return JSON.stringify(simulate(request));
  }

  ask(text: string, _onProgress: (stage: string, done: number, total: number) => void): string {
    return JSON.stringify(this.#services.ask(JSON.parse(text) as Ask));
  }

  importFile(name: string, bytes: Uint8Array, into?: string): string {
    return JSON.stringify(this.#services.importFile(name, bytes, into ?? null));
  }

  exportDatabase(): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode('SQLite format 3\0');
  }

  version(): string {
    return 'fake';
  }

  free(): void {}
}
