import { expect, it } from 'vitest';
import { curled } from './quotes.ts';

it.each([
  ["<p>Kyle's &quot;article&quot; (2017)</p>", '<p>Kyle’s “article” (2017)</p>'],
  ['<p>the "<code>pk</code>", and (\'so\')</p>', '<p>the “<code>pk</code>”, and (‘so’)</p>'],
  ['<p>"<em>One</em>" isn&#39;t</p><p>"Two"</p>', '<p>“<em>One</em>” isn’t</p><p>“Two”</p>'],
  [
    '<pre><code>F("x") &#39;y&#39;</code></pre><a href="a">"b"</a>',
    '<pre><code>F("x") &#39;y&#39;</code></pre><a href="a">“b”</a>',
  ],
])('%s', (html, expected) => {
  expect(curled(html)).toBe(expected);
});
