import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLessons } from '../../build/lessons.ts';
import { parseLesson } from './parse.ts';

const shared = (name: string) => [
  { path: 'data.py', text: `# ${name}` },
  { path: 'geo/models.py', text: 'class City: ...' },
];

const TEXT = `---
title: "Two: \\"ways\\""
summary: Short.
shared: geo
models: geo
data: data.py
scale: 51
scales:
  - 10
  - 40
---

Prose.

\`\`\`python
not_run()
\`\`\`

\`\`\`python approach="The loop"
for x in y:
    pass
\`\`\`

\`\`\`\`python file=geo/extra.py hidden
FENCE = """
\`\`\`
"""
\`\`\`\`

\`\`\`python try="Another"
1
\`\`\`
`;

describe('a lesson', () => {
  const lesson = parseLesson('07-two-ways.md', TEXT, shared);

  it('has its front matter', () => {
    expect(lesson).toMatchObject({
      slug: 'two-ways',
      order: 7,
      title: 'Two: "ways"',
      modelsModule: 'geo',
      dataFile: 'data.py',
      scale: 51,
      scales: [10, 40],
    });
  });

  it('runs only what is marked, and keeps changes to try apart', () => {
    expect(lesson.approaches).toEqual([{ name: 'The loop', source: 'for x in y:\n    pass' }]);
    expect(lesson.tries).toEqual([{ name: 'Another', source: '1' }]);
  });

  it('has the models first, then the data, then the other files', () => {
    expect(lesson.files.map((file) => file.path)).toEqual(['geo/models.py', 'data.py', 'geo/extra.py']);
    expect(lesson.files[2]?.text).toContain('```');
  });
});

describe('the course', () => {
  const lessons = readLessons(resolve(import.meta.dirname, '../../lessons'));

  it('reads whole: each lesson has models, and approaches with names of their own', () => {
    expect(lessons.length).toBeGreaterThan(0);
    for (const { slug, files, modelsModule, approaches } of lessons) {
      expect(
        files.map((file) => file.path),
        slug,
      ).toContain(`${modelsModule}/models.py`);
      expect(approaches.length, slug).toBeGreaterThan(0);
      expect(new Set(approaches.map((each) => each.name)).size, slug).toBe(approaches.length);
    }
  });
});
