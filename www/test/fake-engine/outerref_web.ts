/** A stand-in with the engine's surface, for building and testing the page without WebAssembly. */
import type { RunRequest } from '../../src/engine/types.ts';
import { simulate } from './report.ts';

export default async function init(_options: unknown): Promise<void> {}

function wait(millis: number): void {
  const until = performance.now() + millis;
  while (performance.now() < until);
}

export class Engine {
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
    return JSON.stringify(simulate(request));
  }

  version(): string {
    return 'fake';
  }

  free(): void {}
}
