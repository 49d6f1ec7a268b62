import { describe, expect, it } from 'vitest';
import { faultOf } from './fault.ts';

describe('a failure of the engine', () => {
  it('is told by its cause where one can be seen', () => {
    const trap = new WebAssembly.RuntimeError('unreachable');
    const deep = new RangeError('Maximum call stack size exceeded');
    expect(faultOf(deep, 0)).toContain('calls nested deeper than this browser allows');
    expect(faultOf(trap, 3000 * 2 ** 20)).toContain('the memory ran out at 3000 MB');
    expect(faultOf(trap, 0)).toBe('RuntimeError: unreachable');
    expect(faultOf('x', 0)).toBe('x');
  });
});
