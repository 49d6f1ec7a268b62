/** Fetches, checks and compiles the engine's module once, with progress in bytes and a few retries. */

export type DownloadProgress = (loaded: number, total: number) => void;

const PAUSES_MILLIS = [500, 1500, 4000];
const DAMAGED = "The engine's file is damaged.";

export class DownloadError extends Error {
  override name = 'DownloadError';
}

/** What is known of the file before it comes. */
export interface Expected {
  bytes: number;
  /** Its SHA-256, as Subresource Integrity writes it. */
  integrity: string;
}

export async function downloadModule(
  url: string,
  expected: Expected,
  onProgress: DownloadProgress,
  pauses: readonly number[] = PAUSES_MILLIS,
): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== 'object') {
    throw new DownloadError('This browser has no WebAssembly, which the engine needs.');
  }
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptDownload(url, expected, onProgress);
    } catch (error) {
      const pause = pauses[attempt];
      if (pause === undefined || isFinal(error)) throw describe(error);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Addresses whose file came damaged. What keeps files would give the same one again. */
const damaged = new Set<string>();

async function attemptDownload(url: string, { bytes, integrity }: Expected, onProgress: DownloadProgress) {
  const cache = damaged.has(url) ? 'reload' : 'default';
  const response = await fetch(url, { credentials: 'same-origin', cache });
  if (!response.ok) throw new DownloadError(`The engine's file could not be had (HTTP ${response.status}).`);
  if (!response.body) throw new DownloadError("The engine's file came without contents.");
  let loaded = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        onProgress(loaded, Math.max(bytes, loaded));
        controller.enqueue(chunk);
      },
    }),
  );
  const [compiled, checked] = counted.tee();
  const headers = { 'Content-Type': 'application/wasm' };
  try {
    const [module, found] = await Promise.all([
      WebAssembly.compileStreaming(new Response(compiled, { headers })),
      integrityOf(new Response(checked)),
    ]);
    if (found !== null && found !== integrity) throw new DownloadError(DAMAGED);
    return module;
  } catch (error) {
    if (isDamage(error)) damaged.add(url);
    throw error;
  }
}

/** What Subresource Integrity would compare; null on a page without encryption, where browsers cannot say. */
async function integrityOf(response: Response): Promise<string | null> {
  const contents = await response.arrayBuffer();
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', contents));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

function isDamage(error: unknown): boolean {
  return (
    error instanceof WebAssembly.CompileError || (error instanceof DownloadError && error.message === DAMAGED)
  );
}

/** A file that is not there, or is not a module, will not become one by asking again. */
function isFinal(error: unknown): boolean {
  return isDamage(error) || (error instanceof DownloadError && / 4\d\d/.test(error.message));
}

function describe(error: unknown): DownloadError {
  if (error instanceof DownloadError) return error;
  if (isDamage(error)) return new DownloadError(DAMAGED);
  return new DownloadError('The connection was lost while the engine was being downloaded.');
}
