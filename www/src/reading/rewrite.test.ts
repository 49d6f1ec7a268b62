import { describe, expect, it } from 'vitest';
import type { Finding } from '../engine/types.ts';
import { rewritten } from './rewrite.ts';

const finding = (rewrite: string | null, line: number | null, file = 'Loop'): Finding => ({
  code: 'n_plus_one',
  severity: 'high',
  file,
  line,
  title: '',
  explanation: '',
  suggestion: '',
  relation: null,
  rewrite,
  queries: [],
});
const SOURCE = 'for s in x:\n    s.cities.count()';

describe('a rewrite to try', () => {
  it('stands by itself where it is whole', () => {
    expect(rewritten(SOURCE, finding('State.objects.all()', 2), 'Loop')).toBe('State.objects.all()\n');
  });

  it('is a comment above its line where it is a piece', () => {
    expect(rewritten(SOURCE, finding('.annotate(n=1)', 2), 'Loop')).toBe(
      'for s in x:\n    # Try: .annotate(n=1)\n    s.cities.count()',
    );
  });

  it('stands at the top where its line is in another file, or beyond the end', () => {
    expect(rewritten('x', finding('.only()', 9, 'models.py'), 'Loop')).toBe('# Try: .only()\nx');
    expect(rewritten('x', finding('.only()', 99), 'Loop')).toBe('x\n# Try: .only()');
  });
});
