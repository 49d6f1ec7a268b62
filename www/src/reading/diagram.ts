/** Models as a diagram: what is drawn of each, and in which column it stands. Pure. */
import type { SchemaModel } from '../engine/types.ts';
import type { ModelSketch } from './models.ts';

export interface DiagramField {
  name: string;
  type: string;
  /** The name of the model that it leads to. */
  to: string | null;
  /** Facts of it in few words: "primary key", "unique", "index", "null". */
  facts: string[];
}

export interface DiagramModel {
  name: string;
  /** Its table; nothing where only the source is known. */
  table: string | null;
  rows: number | null;
  fields: DiagramField[];
  /** How it is reached from other models: `cities` of City. */
  reverse: { name: string; from: string }[];
}

/** As the engine knows them. Tables that Django makes for many-to-many relations are left to the relation. */
export function diagramOf(models: readonly SchemaModel[]): DiagramModel[] {
  const nameOf = new Map(models.map(({ label, name }) => [label, name] as const));
  return models
    .filter((model) => !model.autoCreated && model.proxyFor === null)
    .map((model) => ({
      name: model.name,
      table: model.table,
      rows: model.rows,
      fields: model.fields.map((field) => ({
        name: field.name,
        type: typeOf(field.kind, field.relation !== null),
        to: field.relation ? (nameOf.get(field.relation.to) ?? field.relation.to) : null,
        facts: [
          ...(field.primaryKey
            ? ['primary key']
            : field.unique
              ? ['unique']
              : field.indexed
                ? ['index']
                : []),
          ...(field.null ? ['null'] : []),
        ],
      })),
      reverse: model.reverse.flatMap(({ accessor, to }) =>
        accessor === null ? [] : [{ name: accessor, from: nameOf.get(to) ?? to }],
      ),
    }));
}

/** As their source says, before the engine has read them. */
export function diagramOfSource(models: readonly ModelSketch[]): DiagramModel[] {
  return models.map(({ name, fields }) => ({
    name,
    table: null,
    rows: null,
    fields: fields.map(({ name, type, to }) => ({ name, type: typeOf(type, to !== null), to, facts: [] })),
    reverse: [],
  }));
}

/** Of an ordinary relation the arrow says enough. */
function typeOf(kind: string, leads: boolean): string {
  return leads && kind === 'ForeignKey' ? '' : kind;
}

/** Columns of models: one stands right of all that it leads to. A circle is cut where it closes. */
export function columnsOf(models: readonly DiagramModel[]): DiagramModel[][] {
  const byName = new Map(models.map((model) => [model.name, model] as const));
  const depths = new Map<string, number>();
  const depthOf = (model: DiagramModel, above: ReadonlySet<string>): number => {
    const known = depths.get(model.name);
    if (known !== undefined) return known;
    const within = new Set(above).add(model.name);
    const targets = model.fields
      .map((field) => (field.to === null || within.has(field.to) ? undefined : byName.get(field.to)))
      .filter((target) => target !== undefined);
    const depth = Math.max(-1, ...targets.map((target) => depthOf(target, within))) + 1;
    depths.set(model.name, depth);
    return depth;
  };
  const columns: DiagramModel[][] = [];
  for (const model of models) {
    const depth = depthOf(model, new Set());
    while (columns.length <= depth) columns.push([]);
    columns[depth]?.push(model);
  }
  return columns.filter((column) => column.length > 0);
}
