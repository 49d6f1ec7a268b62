/**
 * A sketch of the models as their source says: names, fields, relations. It is for the diagram only, and
 * reads no more than the ordinary form `name = models.SomeField(...)`.
 */
export interface ModelSketch {
  name: string;
  fields: { name: string; type: string; to: string | null; line: number }[];
  line: number;
}

const CLASS = /^class\s+(\w+)\s*\(([^)]*)\)\s*:/;
const FIELD =
  /^ {4}(\w+)\s*=\s*(?:models\.)?(\w+(?:Field|Key))\s*\(\s*(?:to\s*=\s*)?(?:["']([\w.]+)["']|([A-Z]\w*))?/;
const RELATION = /^(ForeignKey|OneToOneField|ManyToManyField)$/;

export function sketchModels(source: string): ModelSketch[] {
  const models: ModelSketch[] = [];
  let current: ModelSketch | null = null;
  source.split('\n').forEach((text, index) => {
    const line = index + 1;
    const found = CLASS.exec(text);
    if (found) {
      current = { name: found[1] ?? '', fields: [], line };
      // Managers and querysets are classes too, but no tables.
      if (!/Manager|QuerySet/.test(found[2] ?? '')) models.push(current);
      return;
    }
    const field = FIELD.exec(text);
    if (!field || !current) return;
    const type = field[2] ?? '';
    const target = (field[3] ?? field[4] ?? '').split('.').at(-1) || null;
    current.fields.push({ name: field[1] ?? '', type, to: RELATION.test(type) ? target : null, line });
  });
  return models.filter((model) => model.fields.length > 0);
}
