// The SQL of the workloads on a SQLite with a JavaScript interface. A peer is {name, version, open()}; open() gives
// {exec(sql), prepare(sql) -> {run(params), all(params) -> rows as arrays, finalize()}, close()}.

function* numbers() {
  let x = 2463534242;
  for (;;) {
    x ^= x << 13;
    x >>>= 0;
    x ^= x >>> 17;
    x ^= x << 5;
    x >>>= 0;
    yield x;
  }
}
const padded = (number, width) => String(number).padStart(width, "0");

/** The rows of geo/rows.py. */
function rowsOf([count, each]) {
  const number = numbers();
  const next = () => number.next().value;
  const states = [];
  const cities = [];
  for (let s = 0; s < count; s++) {
    states.push([s + 1, `State ${padded(s, 3)}`, String.fromCharCode(65 + (Math.floor(s / 26) % 26), 65 + (s % 26))]);
    for (let c = 0; c < each; c++) {
      const population = 100 + (next() % 400000);
      cities.push([cities.length + 1, `City ${padded(s, 3)}-${padded(c, 5)}`, s + 1, population, (100 + (next() % 40000)) / 100]);
    }
  }
  return { states, cities };
}

/** How many cells, and what they add up to: equal in every SQLite, up to the order in which floats are added. */
export function checksum(rows) {
  let cells = 0;
  let total = 0;
  const walk = (cell) => {
    if (Array.isArray(cell)) return cell.forEach(walk);
    cells++;
    total += typeof cell === "string" ? cell.length : Number(cell);
  };
  walk(rows);
  return `${cells}:${total.toPrecision(9)}`;
}

export function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share) => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)];
    return low + ((sorted[Math.ceil(place)] ?? low) - low) * (place % 1);
  };
  const [low, middle, high] = [0.25, 0.5, 0.75].map(at);
  return { medianMicros: middle, spreadMicros: (high - low) / 2, minMicros: sorted[0], maxMicros: sorted.at(-1), runs: sorted.length };
}

function timed(runs, work) {
  let result = work();
  const samples = [];
  for (let i = 0; i < runs; i++) {
    const begin = performance.now();
    result = work();
    samples.push((performance.now() - begin) * 1e3);
  }
  return { ...summary(samples), check: checksum(result) };
}

function filled(peer, statements, { states, cities }) {
  const database = peer.open();
  for (const sql of statements.schema) database.exec(sql);
  const begin = performance.now();
  database.exec("BEGIN");
  for (const [sql, rows] of [[statements.insert_state, states], [statements.insert_city, cities]]) {
    const statement = database.prepare(sql);
    for (const row of rows) statement.run(row);
    statement.finalize();
  }
  database.exec("COMMIT");
  return { database, micros: (performance.now() - begin) * 1e3 };
}

export function measure(peer, statements, runs) {
  const out = {};
  const large = rowsOf(statements.large);
  const inserts = [];
  let database;
  for (let i = 0; i <= runs; i++) {
    database?.close();
    const made = filled(peer, statements, large);
    database = made.database;
    if (i) inserts.push(made.micros);
  }
  out.insert_100k = { ...summary(inserts), check: String(large.cities.length) };
  const all = (sql, params = []) => {
    const statement = database.prepare(sql);
    const rows = statement.all(params);
    statement.finalize();
    return rows;
  };
  // Thirteen statements, prepared once, for each state; null stands for its id.
  const dashboard = () => {
    const prepared = statements.per_state.map(({ sql }) => database.prepare(sql));
    const rows = all(statements.states.sql).map(([id]) =>
      prepared.map((statement, i) => statement.all(statements.per_state[i].params.map((param) => param ?? id))),
    );
    for (const statement of prepared) statement.finalize();
    return rows;
  };
  const both = (size) => {
    out[`queries_664_${size}`] = timed(runs, dashboard);
    out[`single_${size}`] = timed(runs, () => all(statements.single.sql, statements.single.params));
  };
  for (const [name, sql] of Object.entries(statements.analytic)) out[`${name}_100k`] = timed(runs, () => all(sql));
  out.select_all_100k = timed(runs, () => all(statements.select_all));
  both("100k");
  database.close();
  database = filled(peer, statements, rowsOf(statements.small)).database;
  both("6630");
  database.close();
  return out;
}
