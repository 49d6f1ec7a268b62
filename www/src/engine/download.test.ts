import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { downloadModule } from './download.ts';

const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const expected = {
  bytes: EMPTY.length,
  integrity: `sha256-${createHash('sha256').update(EMPTY).digest('base64')}`,
};
const answer = (body: Uint8Array<ArrayBuffer>, status = 200) =>
  new Response(body, { status, headers: { 'Content-Type': 'application/wasm' } });

afterEach(() => vi.unstubAllGlobals());

describe('the download', () => {
  it('tells its bytes and gives the module', async () => {
    vi.stubGlobal('fetch', async () => answer(EMPTY));
    const seen: number[][] = [];
    const module = await downloadModule('/e.wasm', expected, (loaded, total) => seen.push([loaded, total]));
    expect(module).toBeInstanceOf(WebAssembly.Module);
    expect(seen.at(-1)).toEqual([8, 8]);
  });

  it('tries again after a lost connection', async () => {
    const fetch = vi
      .fn()
      .mockRejectedValueOnce(new TypeError('network'))
      .mockResolvedValueOnce(answer(EMPTY));
    vi.stubGlobal('fetch', fetch);
    await downloadModule('/e.wasm', expected, () => {}, [0]);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('says what is wrong, and asks once, when the file is missing or damaged', async () => {
    const fetch = vi.fn(async () => answer(EMPTY, 404));
    vi.stubGlobal('fetch', fetch);
    await expect(downloadModule('/e.wasm', expected, () => {}, [0, 0])).rejects.toThrow('HTTP 404');
    expect(fetch).toHaveBeenCalledTimes(1);
    vi.stubGlobal('fetch', async () => answer(new Uint8Array([1, 2, 3, 4])));
    await expect(downloadModule('/e.wasm', expected, () => {}, [0])).rejects.toThrow('damaged');
  });

  it('refuses a module that is whole but another one, and has it sent anew when asked again', async () => {
    const other = new Uint8Array([...EMPTY, 0, 2, 1, 120]);
    const fetch = vi.fn(async (_url: string, _options: RequestInit) => answer(other));
    vi.stubGlobal('fetch', fetch);
    await expect(downloadModule('/other.wasm', expected, () => {}, [0])).rejects.toThrow('damaged');
    fetch.mockImplementation(async () => answer(EMPTY));
    await downloadModule('/other.wasm', expected, () => {}, [0]);
    expect(fetch.mock.calls.map(([, options]) => options.cache)).toEqual(['default', 'reload']);
  });

  it('says so where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    await expect(downloadModule('/e.wasm', expected, () => {})).rejects.toThrow('no WebAssembly');
  });
});
