// The peers of workload.mjs. Both take what the caller imported.

function adapter({ name, version, database, bind, get, free }) {
  return {
    name,
    version,
    open() {
      const open = database();
      return {
        exec: (sql) => open.exec(sql),
        close: () => open.close(),
        prepare(sql) {
          const statement = open.prepare(sql);
          return {
            run: (params) => bind(statement, params),
            all(params) {
              if (params.length) statement.bind(params);
              const rows = [];
              while (statement.step()) rows.push(get(statement));
              statement.reset();
              return rows;
            },
            finalize: () => free(statement),
          };
        },
      };
    },
  };
}

export async function sqliteWasm(init) {
  const sqlite3 = await init({ print: () => {}, printErr: () => {} });
  return adapter({
    name: "sqlite-wasm",
    version: sqlite3.version.libVersion,
    database: () => new sqlite3.oo1.DB(":memory:", "c"),
    bind: (statement, params) => statement.bind(params).stepReset(),
    get: (statement) => statement.get([]),
    free: (statement) => statement.finalize(),
  });
}

export async function sqlJs(init, options) {
  const SQL = await init(options);
  const probe = new SQL.Database();
  const version = probe.exec("SELECT sqlite_version()")[0].values[0][0];
  probe.close();
  return adapter({
    name: "sql.js",
    version,
    database: () => new SQL.Database(),
    bind: (statement, params) => statement.run(params),
    get: (statement) => statement.get(),
    free: (statement) => statement.free(),
  });
}
