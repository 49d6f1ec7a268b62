import { expect, it } from 'vitest';
import { markdown } from './markdown.ts';

it('shows raw HTML as text, and follows no script link', () => {
  expect(markdown('a <img src=x onerror=alert(1)> b')).not.toContain('<img');
  expect(markdown('<script>alert(1)</script>')).not.toContain('<script');
  expect(markdown('[here](javascript:alert(1))')).toBe('<p>here</p>\n');
  expect(markdown('![x](http://a.test/i.png)')).not.toContain('<img');
  expect(markdown('[site](https://example.org/?a="b")')).toContain('<a href="https://example.org/');
});

it('shows code and emphasis', () => {
  expect(markdown('*one* `F("x")`')).toBe('<p><em>one</em> <code>F(&quot;x&quot;)</code></p>\n');
});
