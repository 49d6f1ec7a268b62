import { describe, expect, it } from 'vitest';
import { dedent } from './sources.ts';

describe('code in HTML', () => {
  it('loses the indent that all its lines share, and nothing else', () => {
    expect(dedent('\n    for x in y:\n        pass\n\n    z\n  ')).toBe('for x in y:\n    pass\n\nz');
  });

  it('may be a single line, or nothing', () => {
    expect(dedent('x = 1')).toBe('x = 1');
    expect(dedent('  \n ')).toBe('');
  });
});
