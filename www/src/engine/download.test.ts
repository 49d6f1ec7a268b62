import { afterEach, describe, expect, it, vi } from 'vitest';
import { downloadModule } from './download.ts';

const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const answer = (body: Uint8Array<ArrayBuffer>, status = 200) =>
  new Response(body, { status, headers: { 'Content-Type': 'application/wasm' } });

afterEach(() => vi.unstubAllGlobals());

describe('the download', () => {
  it('tells its bytes and gives the module', async () => {
    vi.stubGlobal('fetch', async () => answer(EMPTY));
    const seen: number[][] = [];
    const module = await downloadModule('/e.wasm', 8, (loaded, total) => seen.push([loaded, total]));
    expect(module).toBeInstanceOf(WebAssembly.Module);
    expect(seen.at(-1)).toEqual([8, 8]);
  });

  it('tries again after a lost connection', async () => {
    const fetch = vi
      .fn()
      .mockRejectedValueOnce(new TypeError('network'))
      .mockResolvedValueOnce(answer(EMPTY));
    vi.stubGlobal('fetch', fetch);
    await downloadModule('/e.wasm', 8, () => {}, [0]);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('says what is wrong, and asks once, when the file is missing or damaged', async () => {
    const fetch = vi.fn(async () => answer(EMPTY, 404));
    vi.stubGlobal('fetch', fetch);
    await expect(downloadModule('/e.wasm', 8, () => {}, [0, 0])).rejects.toThrow('HTTP 404');
    expect(fetch).toHaveBeenCalledTimes(1);
    vi.stubGlobal('fetch', async () => answer(new Uint8Array([1, 2, 3, 4])));
    await expect(downloadModule('/e.wasm', 4, () => {}, [0])).rejects.toThrow('damaged');
  });

  it('says so where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    await expect(downloadModule('/e.wasm', 8, () => {})).rejects.toThrow('no WebAssembly');
  });
});
