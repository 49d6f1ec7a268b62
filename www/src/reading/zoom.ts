/** The part of the time axis that is in view, in microseconds. */
export interface View {
  from: number;
  to: number;
}

/** No closer than this part of the whole. */
const CLOSEST = 1 / 20_000;

export function whole(end: number): View {
  return { from: 0, to: end };
}

/** Closer (`factor` below 1) or farther, keeping in place what lies at `at`, 0 to 1 of the width. */
export function zoomed(view: View, end: number, factor: number, at: number): View {
  const size = view.to - view.from;
  const next = Math.max(end * CLOSEST, Math.min(end, size * factor));
  return within(view.from + (size - next) * at, next, end);
}

/** Moved by a part of the width. */
export function panned(view: View, end: number, share: number): View {
  const size = view.to - view.from;
  return within(view.from + size * share, size, end);
}

export function isWhole(view: View, end: number): boolean {
  return view.to - view.from >= end * 0.999;
}

function within(from: number, size: number, end: number): View {
  const start = Math.max(0, Math.min(from, end - size));
  return { from: start, to: start + size };
}
