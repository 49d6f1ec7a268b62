// The same SQL through the engine's cursor. Two figures a line: the whole, with Python objects made of every cell, and
// what the engine measured in the database alone, which is the one to hold against sqlite-wasm and sql.js: they hand
// out JavaScript values, it hands out Rust's.

import { reportOf, request } from "../peers/outerref.mjs";

const BEGIN = `import json
from django.db import connection, transaction
from geo.rows import cities, states
from geo.statements import SQL
cursor = connection.cursor()
def rows(sql, params=()):
    cursor.execute(sql, params)
    return cursor.fetchall()
`;
const CHECKSUM = `
def walk(cells):
    count, total = 0, 0.0
    for cell in cells:
        if isinstance(cell, (tuple, list)):
            more, sum = walk(cell)
            count, total = count + more, total + sum
        else:
            count, total = count + 1, total + (len(cell) if isinstance(cell, str) else cell)
    return count, total
walk(result)
`;
const DASHBOARD = `result = []
for state in rows(SQL["states"]["sql"]):
    for one in SQL["per_state"]:
        result.append(rows(one["sql"], [state[0] if param is None else param for param in one["params"]]))
`;
const INSERT = `result = [(c, name, s + 1, people, area) for c, (name, s, people, area) in enumerate(cities(51, 1961), 1)]
with transaction.atomic():
    cursor.executemany(SQL["insert_state"], [(s, name, short) for s, (name, short) in enumerate(states(51), 1)])
    cursor.executemany(SQL["insert_city"], result)
`;
const SINGLE = `result = rows(SQL["single"]["sql"], SQL["single"]["params"])\n`;

/** Placeholders as Django's cursor takes them. */
const forDjango = (value) =>
  JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each === "string" ? each.replaceAll("%", "%%").replaceAll("?", "%s") : each,
  );

export function sql(engine, sources, statements, runs) {
  const python = `import json\nSQL = json.loads(${JSON.stringify(JSON.stringify(forDjango(statements)))})\n`;
  const files = [...sources, { path: "geo/statements.py", text: python }];
  const out = {};
  const ask = (scale, lines) => {
    const approaches = Object.entries(lines).map(([name, text]) => ({ name, source: `${BEGIN}${text}` }));
    const timed = approaches.map(({ name, source }) => ({ name, source: `${source}len(result)\n` }));
    const checked = approaches.map(({ name, source }) => ({ name, source: source + CHECKSUM }));
    const report = reportOf(engine.run(request(files, timed, { scale, runs }), () => {}));
    const checks = reportOf(engine.run(request(files, checked, { scale, warmUp: 0 }), () => {}));
    report.approaches.forEach(({ name, timing }, i) => {
      const [cells, total] = checks.approaches[i].result;
      out[name] = { ...timing, check: `${cells}:${total.toPrecision(9)}` };
    });
  };
  ask(0, { insert_100k: INSERT });
  out.insert_100k.check = String(statements.large[0] * statements.large[1]);
  const analytic = Object.entries(statements.analytic);
  const large = analytic.map(([name, text]) => [`${name}_100k`, `result = rows(${JSON.stringify(text)})\n`]);
  ask(100011, {
    ...Object.fromEntries(large),
    select_all_100k: `result = rows(SQL["select_all"])\n`,
    queries_664_100k: DASHBOARD,
    single_100k: SINGLE,
  });
  ask(6630, { queries_664_6630: DASHBOARD, single_6630: SINGLE });
  return out;
}
