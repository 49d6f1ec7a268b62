/** The engine's own failures in words: not errors of the typed code, which are in a report. */

const MEGA = 2 ** 20;

/** Above this a failure without another reason is put down to memory: what a browser gives a module ends at 4 GB. */
const MUCH_BYTES = 1024 * MEGA;

/** A worker that holds more than this when its run is over gives its place to a fresh one: memory never shrinks. */
export const MOST_KEPT_BYTES = 512 * MEGA;

/** Says why the module ended, from what the browser threw and how much memory it then held. */
export function faultOf(error: unknown, memoryBytes: number): string {
  const thrown = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return `calls nested deeper than this browser allows (${thrown})`;
  }
  if (error instanceof WebAssembly.RuntimeError && memoryBytes > MUCH_BYTES) {
    return `the memory ran out at ${Math.round(memoryBytes / MEGA)} MB (${thrown})`;
  }
  return thrown;
}
