/**
 * Reports that look like the engine's, for tests without the engine. What an approach "does" is read off
 * its source by a few words: see `simulate`.
 */
import type {
  Approach,
  ApproachSource,
  ChecklistItem,
  Finding,
  Group,
  Growth,
  GrowthMeasure,
  GrowthRow,
  Query,
  Report,
  RunError,
  RunRequest,
} from '../../src/engine/types.ts';
import { clausesIn } from './clauses.ts';

const OUTER = 51;

const SHAPES: [RegExp, string][] = [
  [/\.exists\(\)/, 'SELECT 1 AS "a" FROM "geo_city" WHERE "geo_city"."state_id" = %s LIMIT 1'],
  [/\.count\(\)/, 'SELECT COUNT(*) AS "__count" FROM "geo_city" WHERE "geo_city"."state_id" = %s'],
  [
    /\.aggregate\(\w+=(\w+)\("(\w+)"\)/,
    'SELECT $1("geo_city"."$2") AS "v" FROM "geo_city" WHERE "geo_city"."state_id" = %s',
  ],
  [
    /\.first\(\)/,
    'SELECT "geo_city"."id", "geo_city"."name", "geo_city"."state_id", "geo_city"."population", "geo_city"."area" FROM "geo_city" WHERE "geo_city"."state_id" = %s ORDER BY "geo_city"."population" DESC, "geo_city"."id" ASC LIMIT 1',
  ],
];

const STATES = 'SELECT "geo_state"."id", "geo_state"."name", "geo_state"."abbreviation" FROM "geo_state"';
const NESTED =
  'SELECT "geo_state"."name" AS "state", COALESCE((SELECT COUNT(*) AS "v" FROM "geo_city" U0 WHERE U0."state_id" = ("geo_state"."id") GROUP BY U0."state_id"), %s) AS "cities", EXISTS(SELECT 1 AS "a" FROM "geo_city" U0 WHERE (((U0."population" * 1.0) / U0."area") > %s AND U0."state_id" = ("geo_state"."id")) LIMIT 1) AS "any_dense", (SELECT MAX(U0."population") AS "v" FROM "geo_city" U0 WHERE U0."state_id" = ("geo_state"."id") GROUP BY U0."state_id") AS "largest_population" FROM "geo_state"';

export function simulate(request: RunRequest): Report {
  const broken = request.files.find((file) => /^\s*class .*[^:]$/m.test(file.text));
  const approaches = broken ? [] : request.approaches.map((each, index) => approachOf(each, index, request));
  const ended = approaches.filter((each) => !each.error);
  const results = new Set(ended.map((each) => JSON.stringify(each.resultTable)));
  const same = ended.length < 2 ? null : results.size === 1;
  const [a, b] = ended;
  return {
    version: 1,
    approaches,
    sameResult: same,
    difference:
      same === false && a && b
        ? {
            between: [a.name, b.name],
            message: `${a.resultTable?.totalRows ?? 0} rows against ${b.resultTable?.totalRows ?? 0}`,
          }
        : null,
    dialect: request.dialect,
    scale: request.scale,
    setupError: broken ? errorAt('SyntaxError', "expected ':'", broken.path, 5) : null,
    setupStdout: '',
    tables: [
      { table: 'geo_state', model: 'geo.State', rows: OUTER },
      { table: 'geo_city', model: 'geo.City', rows: OUTER * (request.scale ?? 130) },
    ],
    clockMicros: 5,
  };
}

function approachOf({ name, source }: ApproachSource, seed: number, request: RunRequest): Approach {
  const lines = source.split('\n');
  const error = errorIn(name, lines);
  const plan = error && error.type === 'SyntaxError' ? [] : planOf(lines, request);
  const queries: Query[] = [];
  let clock = 210;
  plan.forEach(({ sql, line, params, rows, columns }, index) => {
    const micros = 14 + ((index * 7919 + seed) % 11) + rows * 0.4;
    clock += 38 + ((index * 104729) % 17);
    const query = queryOf(name, sql, line, params, rows, columns, clock, micros);
    // Told once for statements of one shape from one line, as the engine does.
    const first = !queries.some((each) => each.sql === sql && each.line === line);
    const clauses = clausesIn(name, line, lines[line - 1] ?? '', sql);
    queries.push(first && clauses.length > 0 ? Object.assign(query, { clauses }) : query);
    clock += micros;
  });
  const groups = groupsOf(name, queries);
  const db = queries.reduce((sum, each) => sum + each.micros, 0);
  const whole = clock + 180 + seed * 40;
  const sum = (value: (query: Query) => number) => queries.reduce((all, each) => all + value(each), 0);
  const growth = growthOf(
    queries.length,
    sum((query) => query.rows),
    whole,
    request,
  );
  const rows = error ? null : Number(/\[\d*:(\d+)\]\)?\s*$/.exec(source)?.[1] ?? OUTER);
  return {
    name,
    result: error ? null : table(rows ?? 0).rows,
    resultRepr: error ? null : "[{'state': 'State 000', 'cities': 130, ...}, ...]",
    resultTable: error || source.trim() === '' ? null : table(rows ?? 0),
    stdout: /print\(/.test(source) ? 'hello <b>from</b> print\n' : '',
    stdoutCut: 0,
    error,
    queries,
    totals: {
      queries: queries.length,
      rowsFetched: sum((each) => each.rows),
      columnsFetched: sum((each) => each.columns),
      cellsFetched: sum((each) => each.rows * each.columns),
      cellsUsed: sum((each) => each.cellsUsed),
      bytes: sum((each) => each.bytes),
      instances: queries.length > 1 ? OUTER : 0,
      dbMicros: db,
      pythonMicros: whole - db,
    },
    timing: {
      runs: error ? 0 : 7,
      medianMicros: whole,
      spreadMicros: whole * 0.04,
      minMicros: whole * 0.95,
      maxMicros: whole * 1.2,
      dbMedianMicros: db,
    },
    groups,
    findings: findingsOf(name, queries, groups),
    growth,
    checklist: checklistOf(queries, groups, growth),
  };
}

/** A loop over the states asks once for each; nothing else grows. */
function growthOf(queries: number, rows: number, micros: number, request: RunRequest): Growth | null {
  const own = request.scale ?? 100;
  if (!request.growth) return null;
  const scales = [...new Set([...request.growth.scales, own])].sort((a, b) => a - b);
  const at = (whole: number) =>
    scales.map((scale) => (queries > 1 ? Math.round(1 + (whole - 1) * (scale / own)) : whole));
  const words = queries > 1 ? 'grows linearly with State' : 'constant';
  const row = (measure: GrowthMeasure): GrowthRow => ({
    measure,
    class: queries > 1 ? 'linear' : 'constant',
    words,
    slope: queries > 1 ? 1 : null,
    exponent: null,
    rSquared: 1,
  });
  const table = [row('queries'), row('rows'), row('time')];
  return { scales, queries: at(queries), rows: at(rows), micros: at(micros), verdict: words, table };
}

function checklistOf(queries: Query[], groups: Group[], growth: Growth | null): ChecklistItem[] {
  const looped = groups.length > 0;
  const measured = growth ? `${growth.verdict}: ${growth.queries.join(', ')}` : null;
  return [
    {
      question: 'constantQueries',
      text: 'Does the number of queries stay the same when the data grows?',
      verdict: looped ? 'no' : growth ? 'yes' : 'open',
      because: measured ?? (looped ? 'One query for each State' : `${queries.length} query in this run`),
      findings: looped ? [0] : [],
    },
    {
      question: 'onlyNeededData',
      text: 'Is only the data fetched that is needed?',
      verdict: looped ? 'no' : 'yes',
      because: looped ? 'Four of five columns are never read' : 'all cells fetched were read',
      findings: looped ? [1] : [],
    },
    {
      question: 'noLoopOverModels',
      text: 'Is the only loop over models where the result is shown?',
      verdict: looped ? 'no' : 'yes',
      because: looped ? 'One query for each State' : 'no model instance was made',
      findings: looped ? [0] : [],
    },
  ];
}

function planOf(lines: string[], request: RunRequest) {
  const plan: { sql: string; line: number; params: unknown[]; rows: number; columns: number }[] = [];
  const many = /many\((\d+)\)/.exec(lines.join('\n'));
  if (many) {
    for (let i = 0; i < Number(many[1]); i++) {
      plan.push({ sql: SHAPES[1]?.[1] ?? '', line: 1, params: [i], rows: 1, columns: 1 });
    }
    return plan;
  }
  const loop = lines.findIndex((line) => /^\s*for .* in .*objects/.test(line));
  if (loop < 0) {
    const last = lines.findLastIndex((line) => /objects/.test(line) && !/=\s*\w+\.objects/.test(line)) + 1;
    if (last > 0) plan.push({ sql: NESTED, line: last, params: [0, 4000], rows: OUTER, columns: 14 });
    return plan;
  }
  plan.push({ sql: STATES, line: loop + 1, params: [], rows: OUTER, columns: 3 });
  for (let outer = 1; outer <= OUTER; outer++) {
    lines.forEach((line, index) => {
      for (const [pattern, sql] of SHAPES) {
        const match = index > loop ? pattern.exec(line) : null;
        if (!match) continue;
        const named = sql.replace('$1', (match[1] ?? '').toUpperCase()).replace('$2', match[2] ?? '');
        const columns = sql.includes('"geo_city"."id",') ? 5 : 1;
        plan.push({ sql: named, line: index + 1, params: [outer], rows: 1, columns });
        break;
      }
    });
  }
  return plan.slice(0, request.budget.queries);
}

function queryOf(
  file: string,
  sql: string,
  line: number,
  params: unknown[],
  rows: number,
  columns: number,
  start: number,
  micros: number,
): Query {
  return {
    sql,
    params,
    kind: 'select',
    rows,
    columns,
    cellsUsed: columns > 3 && rows === 1 ? 1 : Math.min(rows * columns, rows * 14),
    bytes: rows * columns * 9,
    startMicros: start,
    micros,
    line,
    file,
    stack: [{ file, line, function: '<module>' }],
    similarGroup: null,
    duplicateGroup: null,
    plan: [
      {
        detail: 'SEARCH geo_city USING INDEX geo_city_state_id (state_id=?)',
        words: 'Looks up geo_city by state_id through an index.',
        children: [],
      },
    ],
  };
}

function groupsOf(file: string, queries: Query[]): Group[] {
  const shapes = new Map<string, Query[]>();
  for (const query of queries) {
    const key = `${query.sql}:${query.line}`;
    shapes.set(key, [...(shapes.get(key) ?? []), query].slice(-20_000));
  }
  const groups: Group[] = [];
  for (const members of shapes.values()) {
    const [first] = members;
    if (!first || members.length < 2) continue;
    const id = groups.length;
    for (const member of members) member.similarGroup = id;
    groups.push({
      id,
      duplicate: false,
      sql: first.sql,
      count: members.length,
      micros: members.reduce((all, each) => all + each.micros, 0),
      lines: [[{ file, line: first.line ?? 1, function: '<module>' }, members.length]],
    });
  }
  return groups;
}

function findingsOf(file: string, queries: Query[], groups: Group[]): Finding[] {
  const [group] = groups;
  if (!group) return [];
  const line = group.lines[0]?.[0].line ?? 1;
  return [
    {
      code: 'n_plus_one',
      severity: 'high',
      file,
      line,
      title: `${group.count} queries of one shape come from line ${line}, one for each State.`,
      explanation: 'Each turn of the loop goes to the database again. With more states there are more trips.',
      suggestion: 'Annotate the outer queryset with a subquery, and the loop needs no query of its own.',
      relation: 'state.cities',
      rewrite:
        'State.objects.annotate(\n    n=Subquery(City.objects.filter(state_id=OuterRef("id")).values("state_id").annotate(v=Count("*")).values("v")),\n)',
      queries: queries.flatMap((each, index) => (each.similarGroup === group.id ? [index] : [])),
    },
    {
      code: 'unused_columns',
      severity: 'low',
      file,
      line: 13,
      title: 'Four of five columns fetched in line 13 are never read.',
      explanation: 'The whole instance is loaded for its name.',
      suggestion: 'Ask for the name only: values_list("name", flat=True).',
      relation: null,
      rewrite: null,
      queries: [],
    },
  ];
}

function errorIn(name: string, lines: string[]): RunError | null {
  const raised = lines.findIndex((line) => /nmae/.test(line));
  if (raised >= 0) {
    const message = "Cannot resolve keyword 'nmae' into field. Choices are: abbreviation, cities, id, name";
    return { ...errorAt('FieldError', message, name, raised + 1), hint: 'name is the closest field.' };
  }
  const open = lines.findIndex((line) => /^for [^:]*$/.test(line));
  if (open >= 0) return { ...errorAt('SyntaxError', "expected ':'", name, open + 1), column: 10 };
  return null;
}

function errorAt(type: string, message: string, file: string, line: number): RunError {
  return {
    type,
    message,
    file,
    line,
    column: null,
    frames: [{ file, line, function: '<module>' }],
    traceback: `Traceback (most recent call last):\n  File "${file}", line ${line}, in <module>\n${type}: ${message}`,
    hint: null,
  };
}

function table(rows: number) {
  const columns = ['state', 'cities', 'any_dense', 'dense', 'largest_population', 'population', 'largest'];
  return {
    columns,
    rows: Array.from({ length: Math.min(rows, 500) }, (_, s) => [
      `State ${String(s).padStart(3, '0')}`,
      '130',
      s % 9 ? 'True' : 'False',
      String(s % 9),
      String(399_000 - s * 311),
      String(26_000_000 + s * 7919),
      s === 7 ? null : `City ${String(s).padStart(3, '0')}-000${10 + (s % 90)}`,
    ]),
    totalRows: rows,
  };
}
