import { describe, expect, it } from 'vitest';
import { columnsOf, type DiagramModel } from './diagram.ts';

const model = (name: string, ...to: string[]): DiagramModel => ({
  name,
  table: null,
  rows: null,
  fields: to.map((target) => ({ name: target.toLowerCase(), type: 'ForeignKey', to: target, facts: [] })),
  reverse: [],
});
const names = (models: DiagramModel[]) => columnsOf(models).map((column) => column.map((each) => each.name));

describe('columns of the diagram', () => {
  it('put a model right of what it leads to', () => {
    expect(names([model('Park', 'City'), model('City', 'State'), model('State')])).toEqual([
      ['State'],
      ['City'],
      ['Park'],
    ]);
  });

  it('end although models lead to each other or to themselves', () => {
    expect(
      names([model('A', 'B'), model('B', 'A')])
        .flat()
        .sort(),
    ).toEqual(['A', 'B']);
    expect(names([model('Node', 'Node')])).toEqual([['Node']]);
  });

  it('do without a model that is not there', () => {
    expect(names([model('Book', 'auth.User')])).toEqual([['Book']]);
  });
});
