import workerUrl from './worker.ts?worker&url';

const KEPT_MILLIS = 60_000;

/**
 * A worker with the engine's script. One of another origin, as in somebody else's documentation, may not
 * be started directly; a local one that imports it may.
 */
export function startWorker(): Worker {
  const url = new URL(workerUrl, import.meta.url);
  if (url.origin === location.origin) return new Worker(url, { type: 'module' });
  const text = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const local = URL.createObjectURL(text);
  setTimeout(() => URL.revokeObjectURL(local), KEPT_MILLIS);
  return new Worker(local, { type: 'module' });
}
