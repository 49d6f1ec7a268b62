import { afterEach, describe, expect, it, vi } from 'vitest';
import { SecondHalf } from './second-half.ts';

const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** What a worker would be answered when it waits for the file. */
function answering(status: number): void {
  vi.stubGlobal(
    'XMLHttpRequest',
    class {
      status = status;
      response = EMPTY.buffer;
      responseType = '';
      open(): void {}
      send(): void {}
    },
  );
}

afterEach(() => vi.unstubAllGlobals());

describe('the second half of the engine', () => {
  it('is fetched once in the background, and compared with what was built', async () => {
    const headers = { 'Content-Type': 'application/wasm' };
    const fetch = vi.fn(async (_url: string, _options: RequestInit) => new Response(EMPTY, { headers }));
    vi.stubGlobal('fetch', fetch);
    const half = new SecondHalf('/cold.wasm', 'sha256-x');
    await Promise.all([half.soon(), half.soon()]);
    expect(half.now()).toBeInstanceOf(WebAssembly.Module);
    expect(fetch.mock.calls.map(([, options]) => options.integrity)).toEqual(['sha256-x']);
  });

  it('that could not be fetched is asked for again when a run needs it, and then said to be missing', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
    answering(404);
    const half = new SecondHalf('/cold.wasm', 'sha256-x');
    await half.soon();
    expect(() => half.now()).toThrow(
      'A part of the engine could not be had (HTTP 404). Is the connection there?',
    );
    answering(200);
    expect(half.now()).toBeInstanceOf(WebAssembly.Module);
  });
});
