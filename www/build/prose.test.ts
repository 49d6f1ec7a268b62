import { describe, expect, it } from 'vitest';
import { proseAround } from './prose.ts';

describe('a page of prose', () => {
  const html = proseAround('<!-- A note. -->\n<title>Guides</title>\n');

  it('has its own head, and no note', () => {
    expect(html).toMatch(/<head>[\s\S]*<title>Guides<\/title>\s*<\/head>/);
    expect(html).not.toContain('A note.');
  });

  it('leads to every page of the site, and leaves room for its body', () => {
    for (const path of ['./course.html', './exercises.html', './guides.html', './']) {
      expect(html).toContain(`href="${path}"`);
    }
    expect(html).toContain('<!-- body -->');
  });
});
