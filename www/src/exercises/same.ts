/** Whether two results are the same, as lessons and exercises compare them. */

/** Numbers are equal when they differ by less than this part. */
const NEAR = 1e-9;

export function sameValue(a: unknown, b: unknown, anyOrder: boolean): boolean {
  if (anyOrder && Array.isArray(a) && Array.isArray(b)) return sameItems(a, b);
  if (typeof a === 'number' && typeof b === 'number') return nearly(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index], false));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => key in b && sameValue(a[key], b[key], false))
    );
  }
  return Object.is(a, b);
}

function nearly(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < NEAR * Math.max(Math.abs(a), Math.abs(b));
}

/** The same items, each as often. */
function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((item) => {
    const at = left.findIndex((other) => sameValue(item, other, false));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
