/** Fetches and compiles the engine's module once, with progress in bytes and a few retries. */

export type DownloadProgress = (loaded: number, total: number) => void;

const PAUSES_MILLIS = [500, 1500, 4000];

export class DownloadError extends Error {
  override name = 'DownloadError';
}

export async function downloadModule(
  url: string,
  totalBytes: number,
  onProgress: DownloadProgress,
  pauses: readonly number[] = PAUSES_MILLIS,
): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== 'object') {
    throw new DownloadError('This browser has no WebAssembly, which the engine needs.');
  }
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptDownload(url, totalBytes, onProgress);
    } catch (error) {
      const pause = pauses[attempt];
      if (pause === undefined || isFinal(error)) throw describe(error);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

async function attemptDownload(url: string, totalBytes: number, onProgress: DownloadProgress) {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new DownloadError(`The engine's file could not be had (HTTP ${response.status}).`);
  if (!response.body) throw new DownloadError("The engine's file came without contents.");
  let loaded = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        onProgress(loaded, Math.max(totalBytes, loaded));
        controller.enqueue(chunk);
      },
    }),
  );
  const headers = { 'Content-Type': 'application/wasm' };
  return await WebAssembly.compileStreaming(new Response(counted, { headers }));
}

/** A file that is not there, or is not a module, will not become one by asking again. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof WebAssembly.CompileError ||
    (error instanceof DownloadError && / 4\d\d/.test(error.message))
  );
}

function describe(error: unknown): DownloadError {
  if (error instanceof DownloadError) return error;
  if (error instanceof WebAssembly.CompileError) return new DownloadError("The engine's file is damaged.");
  return new DownloadError('The connection was lost while the engine was being downloaded.');
}
