import { describe, expect, it } from 'vitest';
import { figureOf, readPlaceholder } from '../src/lessons/figures.ts';
import { parseLesson } from '../src/lessons/parse.ts';
import { LOOP, report } from '../test/make.ts';
import { page } from './course.ts';

const TEXT = `---
title: "A <title>"
summary: Short.
models: geo
predict: How many?
answer: queries "Loop"
---

It took {{queries "Loop"}} where a < b, of {{table geo_city}} rows. \`{{queries "Loop"}}\` stays.

\`\`\`python approach="Loop"
for state in State.objects.all():
    pass
\`\`\`

\`\`\`python file=setup.py hidden
secret = 1
\`\`\`

{{sql "Loop" 2}}
`;

const lesson = parseLesson('03-a.md', TEXT, () => []);
const run = report({ Loop: LOOP, One: 'State.objects.all()' });

describe('a page of the course', () => {
  const html = page(lesson, run, undefined, lesson);

  it('has the figures of the report in the text, and none in code', () => {
    expect(html).toContain('It took <span class="measured">103</span> where a &lt; b');
    expect(html).toContain('<code>{{queries &quot;Loop&quot;}}</code> stays');
  });

  it('shows the code of an approach under its name, and no hidden code', () => {
    expect(html).toContain('<figcaption>Loop</figcaption>');
    expect(html).not.toContain('secret');
  });

  it('shows a statement laid out', () => {
    expect(html).toMatch(/<code class="sql"><span class="keyword">SELECT<\/span>/);
  });

  it('asks before it tells', () => {
    expect(html).toMatch(
      /How many\?<\/p>\s*<details><summary>The answer<\/summary><p><span class="measured">103/,
    );
  });

  it('escapes the title, and links on', () => {
    expect(html).toContain('<h1>A &lt;title&gt;</h1>');
    expect(html).toContain('href="./course/a.html"');
  });

  it('answers the article’s three questions for each approach', () => {
    expect(html).toContain('<th scope="col">Is only the data fetched that is needed?</th>');
    expect(html).toContain('<td><strong class="no">✗ no</strong> One query for each State</td>');
  });

  it('says where a figure was not measured, rather than invent one', () => {
    expect(page(lesson, null)).toContain('Not measured in this build');
  });
});

describe('figures', () => {
  const figure = (inside: string) => {
    const placeholder = readPlaceholder(inside);
    return placeholder && figureOf(run, placeholder)?.text.replaceAll('\u202f', ' ');
  };

  it('are read from the report by name', () => {
    expect(figure('rows "Loop"')).toBe('153');
    expect(figure('length "One"')).toBe('51');
    expect(figure('ratio queries "Loop" "One"')).toBe('103');
    expect(figure('modelled "One" 1')).toMatch(/^1\.\d+ ms$/);
    expect(figure('table geo_state')).toBe('51');
  });

  it('are nothing where the report has none', () => {
    expect(figure('queries "Nobody"')).toBeUndefined();
    expect(figure('sql "One" 2')).toBeUndefined();
    expect(figure('nonsense "Loop"')).toBeUndefined();
  });
});
