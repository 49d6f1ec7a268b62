/** Answers that look like the engine's, for tests without the engine. They are of one small world: states and cities. */
import type {
  Answer,
  Ask,
  BrowseColumn,
  Completion,
  ErrorCode,
  Import,
  RunRequest,
  SchemaField,
  SchemaModel,
  SchemaRelation,
} from '../../src/engine/types.ts';

type AskOf<Kind extends Ask['kind']> = Extract<Ask, { kind: Kind }>;

const STATES = ['Alabama', 'Alaska', 'Arizona', 'Arkansas', 'California', 'Colorado', 'Oregon', 'Texas'];
const DDL: Record<string, string[]> = {
  geo_state: [
    'CREATE TABLE "geo_state" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL)',
  ],
  geo_city: [
    'CREATE TABLE "geo_city" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL, "population" integer NOT NULL, "state_id" bigint NOT NULL REFERENCES "geo_state" ("id") DEFERRABLE INITIALLY DEFERRED)',
    'CREATE INDEX "geo_city_state_id_9e1e3a5b" ON "geo_city" ("state_id")',
  ],
};

const state: SchemaRelation = {
  kind: 'manyToOne',
  to: 'geo.State',
  queryName: null,
  accessor: null,
  through: null,
};
const cities: SchemaRelation = {
  kind: 'oneToMany',
  to: 'geo.City',
  queryName: 'cities',
  accessor: 'cities',
  through: null,
};

const MODELS: SchemaModel[] = [
  model('City', [field('name', 'CharField'), field('population', 'IntegerField'), relation('state', state)]),
  { ...model('State', [field('name', 'CharField')]), reverse: [cities], indexes: [] },
];

function field(name: string, kind: string): SchemaField {
  const dbType = kind === 'CharField' ? 'varchar(100)' : 'integer';
  const plain = { null: false, primaryKey: false, unique: false, indexed: false, relation: null };
  return { name, column: name, kind, dbType, ...plain };
}

function relation(name: string, to: SchemaRelation): SchemaField {
  return {
    ...field(name, 'ForeignKey'),
    column: `${name}_id`,
    dbType: 'bigint',
    indexed: true,
    relation: to,
  };
}

function model(name: string, fields: SchemaField[]): SchemaModel {
  const table = `geo_${name.toLowerCase()}`;
  const id = { ...field('id', 'BigAutoField'), primaryKey: true, unique: true };
  return {
    label: `geo.${name}`,
    name,
    table,
    rows: rowsOf(table).length,
    managed: true,
    proxyFor: null,
    parents: [],
    autoCreated: false,
    fields: [id, ...fields],
    reverse: [],
    indexes: [{ name: 'geo_city_state_id_9e1e3a5b', columns: ['state_id'], unique: false }],
  };
}

function rowsOf(table: string): string[][] {
  if (table === 'geo_state') return STATES.map((name, index) => [`${index + 1}`, name]);
  return Array.from({ length: 120 }, (_, index) => [
    `${index + 1}`,
    `City ${index + 1}`,
    `${((index * 7919) % 900) * 1000}`,
    `${(index % STATES.length) + 1}`,
  ]);
}

function columnsOf(table: string): BrowseColumn[] {
  const column = (name: string, declared: string, references: string | null = null): BrowseColumn => {
    return { name, declared, primaryKey: name === 'id', references, numeric: !declared.startsWith('v') };
  };
  const common = [column('id', 'integer'), column('name', 'varchar(100)')];
  if (table === 'geo_state') return common;
  return [...common, column('population', 'integer'), column('state_id', 'bigint', 'geo_state')];
}

const item = (label: string, kind: Completion['kind'], detail: string, documentation: string): Completion => {
  return { label, kind, detail, signature: null, documentation, insert: null };
};

const METHODS = [
  {
    ...item('annotate', 'method', 'QuerySet', 'Adds computed values to each row.'),
    signature: '(*args, **kwargs)',
  },
  { ...item('filter', 'method', 'QuerySet', 'Keeps the rows that match.'), signature: '(*args, **kwargs)' },
  { ...item('count', 'method', 'int', 'Counts the rows in the database.'), signature: '()' },
];
const FIELDS = [
  item('name', 'field', 'CharField', ''),
  item('population', 'field', 'IntegerField', ''),
  item('state', 'relation', 'ForeignKey to State', ''),
];
const LOOKUPS = [
  item('gte', 'lookup', 'lookup', 'Greater than or equal.'),
  item('lte', 'lookup', 'lookup', 'At most.'),
];
const NAMES = [item('City', 'model', 'geo.City', ''), item('State', 'model', 'geo.State', '')];

function complete({ source, position }: AskOf<'complete'>): Answer {
  const before = source.slice(0, position);
  const word = /\w*$/.exec(before)?.[0] ?? '';
  const last = word.split('__').at(-1) ?? word;
  const candidates = word.includes('__')
    ? LOOKUPS
    : before.at(-word.length - 1) === '.'
      ? METHODS
      : inCall(before);
  const items = candidates.filter(({ label }) => label.startsWith(last));
  return { kind: 'complete', from: position - last.length, to: position, items, call: null };
}

function inCall(before: string): Completion[] {
  return /\((?:[^()]*[,(]\s*)?\w*$/.test(before) ? [...FIELDS, ...NAMES] : NAMES;
}

function browse({ table, filter, order, offset, limit }: AskOf<'browse'>): Answer {
  if (!(table in DDL)) return failed('notFound', `There is no table ${table}.`);
  const columns = columnsOf(table);
  const all = rowsOf(table);
  const rows = all.filter((row) => row.some((cell) => cell.toLowerCase().includes(filter.toLowerCase())));
  if (order) {
    const place = columns.findIndex(({ name }) => name === order.column);
    const sign = order.descending ? -1 : 1;
    const by = new Intl.Collator('en', { numeric: true });
    rows.sort((a, b) => sign * by.compare(a[place] ?? '', b[place] ?? ''));
  }
  const page = rows.slice(offset, offset + limit);
  return { kind: 'browse', table, columns, rows: page, matching: rows.length, total: all.length };
}

const failed = (code: ErrorCode, message: string): Answer => ({ kind: 'failed', code, message });
const scan = [{ detail: 'SCAN geo_city', words: 'reads all 120 rows of geo_city', children: [] }];
const search = [
  { detail: 'SEARCH geo_city', words: 'looks up geo_city by name with the new index', children: [] },
];

export class Services {
  #prepared = false;
  #imports: Import[] = [];

  prepare(_run: RunRequest): Answer {
    this.#prepared = true;
    const tables = MODELS.map(({ label, table, rows }) => ({ table, model: label, rows: rows ?? 0 }));
    return { kind: 'prepare', tables, stdout: '', error: null };
  }

  ask(ask: Ask): Answer {
    const free = ['prepare', 'complete', 'imports', 'forget', 'script'];
    if (!this.#prepared && !free.includes(ask.kind)) return failed('notPrepared', 'Run first.');
    switch (ask.kind) {
      case 'prepare':
        return this.prepare(ask.run);
      case 'complete':
        return complete(ask);
      case 'schema':
        return { kind: 'schema', models: MODELS };
      case 'ddl': {
        const wanted = Object.entries(DDL).filter(([table]) => ask.table === null || ask.table === table);
        if (wanted.length === 0) return failed('notFound', `There is no table ${ask.table}.`);
        const label = (name: string) => MODELS.find(({ table }) => table === name)?.label ?? null;
        const tables = wanted.map(([table, statements]) => ({ table, model: label(table), statements }));
        return { kind: 'ddl', tables };
      }
      case 'browse':
        return browse(ask);
      case 'whatIf': {
        const columns = ask.columns.map((name) => `"${name}"`).join(', ');
        const createIndex = `CREATE INDEX "${ask.table}_what_if" ON "${ask.table}" (${columns})`;
        const meta = `indexes = [models.Index(fields=[${columns}])]`;
        const sides = {
          before: { plan: scan, micros: 410, runs: 64 },
          with: { plan: search, micros: 22, runs: 1024 },
        };
        return { kind: 'whatIf', ...sides, buildMicros: 900, createIndex, meta, used: true };
      }
      case 'subquery': {
        const from = ask.sql.indexOf('(SELECT') + 1;
        if (from === 0) return failed('notFound', 'The statement has no subquery.');
        const sql = 'SELECT COUNT(*) AS "v" FROM "geo_city" U0 WHERE U0."state_id" = (%s)';
        const bound = [{ column: '"geo_state"."id"', value: ask.row + 1 }];
        const result = { columns: ['v'], rows: [['15']], totalRows: 1 };
        const span: [number, number] = [from, from + sql.length];
        return {
          kind: 'subquery',
          count: 1,
          span,
          sql,
          params: [ask.row + 1],
          bound,
          result,
          plan: scan,
          micros: 31,
          runs: 1024,
        };
      }
      case 'imports':
        return { kind: 'imports', imports: this.#imports };
      case 'forget':
        this.#imports = this.#imports.filter(({ name }) => name !== ask.name);
        return { kind: 'forget', imports: this.#imports };
      case 'script': {
        const files = [{ path: 'README.md', text: 'Run `python manage.py test`.' }, ...ask.run.files];
        return { kind: 'script', files, needsDatabase: false };
      }
      case 'repl':
        return repl(ask.line);
    }
  }

  importFile(name: string, bytes: Uint8Array, _into: string | null): Answer {
    const csv = name.endsWith('.csv');
    if (bytes.length === 0) return failed('badFile', `${name} is empty.`);
    if (!csv && !new TextDecoder().decode(bytes.slice(0, 15)).startsWith('SQLite format 3'))
      return failed('badFile', `${name} is not a SQLite database.`);
    const table = name.replace(/\W+/g, '_').toLowerCase();
    const models = `from django.db import models\n\n\nclass Imported(models.Model):\n    name = models.TextField()\n\n    class Meta:\n        managed = False\n        db_table = "${table}"\n`;
    const tables = [{ table, model: 'Imported', rows: 3, columns: 2 }];
    const source = csv ? 'csv' : 'sqlite';
    const imported: Import = { name, source, bytes: bytes.length, tables, models, notes: [] };
    this.#imports = [...this.#imports.filter((each) => each.name !== name), imported];
    return { kind: 'import', ...imported };
  }
}

function repl(line: string): Answer {
  while (line.includes('while True'));
  const answer = { stdout: '', table: null, micros: 180, error: null };
  if (line.includes('count()')) {
    const sql = 'SELECT COUNT(*) AS "__count" FROM "geo_city"';
    return { kind: 'repl', ...answer, repr: '120', queries: [{ sql, params: [], rows: 1, micros: 20 }] };
  }
  const assigns = /^\w+\s*=[^=]/.test(line);
  return { kind: 'repl', ...answer, repr: assigns ? null : line, queries: [] };
}
