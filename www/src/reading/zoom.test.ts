import { describe, expect, it } from 'vitest';
import { isWhole, panned, whole, zoomed } from './zoom.ts';

describe('the view of the trace', () => {
  it('keeps in place what is zoomed into', () => {
    expect(zoomed(whole(1000), 1000, 0.5, 0.5)).toEqual({ from: 250, to: 750 });
    expect(zoomed(whole(1000), 1000, 0.5, 0)).toEqual({ from: 0, to: 500 });
  });

  it('never leaves the run, nor shows more than it', () => {
    expect(panned({ from: 800, to: 1000 }, 1000, 3)).toEqual({ from: 800, to: 1000 });
    expect(zoomed({ from: 800, to: 1000 }, 1000, 100, 0.9)).toEqual(whole(1000));
    expect(isWhole(whole(1000), 1000)).toBe(true);
  });

  it('has a closest', () => {
    const { from, to } = zoomed(whole(1000), 1000, 1e-9, 0.5);
    expect(to - from).toBeCloseTo(0.05, 9);
  });
});
