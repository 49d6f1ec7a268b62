// The result as tables on a terminal.

const number = (value, digits = 3) => (value === null || value === undefined ? "-" : Number(value.toPrecision(digits)).toLocaleString("en"));
const span = (got) => (got ? `${number(got.median)} (${number(got.min)}-${number(got.max)})` : "-");

function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join("  ");
  console.log(`\n${all.map(line).join("\n")}`);
}

export function print(result) {
  const { machine } = result;
  console.log(`\n${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Chromium ${machine.chromium}, Node ${machine.node}`);
  console.log(`rounds: ${result.rounds}${result.quick ? " (quick: few runs, figures are rough)" : ""}, load at their start: ${machine.load.join(", ")}`);
  table(
    ["median over rounds (least-most)", "aim", "measured", ""],
    result.aims.map(({ name, atLeast, atMost, unit, got, met, missing }) => {
      const wanted = atLeast === undefined ? `<= ${number(atMost)} ${unit}` : `>= ${number(atLeast)} ${unit}`;
      return [name, wanted, got ? span(got) : missing, met === null ? "" : met ? "met" : "missed"];
    }),
  );
  table(
    ["ms", "CPython", "native", "Pyodide", "OuterRef", "Pyodide/OuterRef", "CPython/native", "model/CPython", "same"],
    result.workloads.map(({ title, millis, ratios, modelled, same }) => [
      title, span(millis.cpython), span(millis.outerrefNative), span(millis.pyodide), span(millis.outerref),
      span(ratios.pyodideToOuterref), span(ratios.cpythonToNative), span(modelled), same ? "yes" : "NO",
    ]),
  );
  table(
    ["first result, ms", "cold", "warm", "10 Mbit/s"],
    Object.entries(result.first).map(([name, { cold, warm, slow }]) => [name, span(cold), span(warm), span(slow)]),
  );
  const bytes = Object.entries({ ...result.bytes, ...(result.widget && { "widget before the click": result.widget }) });
  table(["bytes", "raw", "gzip 9", "brotli 11"], bytes.map(([name, { raw, gzip, brotli }]) => [name, ...[raw, gzip, brotli].map((value) => number(value, 9))]));
  if (result.engine) {
    const { code, data, crates } = result.engine;
    const rows = [["all code", code], ["all data", data], ...crates.map(({ crate, bytes }) => [crate, bytes])];
    table(["the engine's raw bytes, by crate", "bytes"], rows.map(([name, size]) => [name, number(size, 9)]));
  }
  table(
    ["memory, MB", "first result", "after the work"],
    Object.entries(result.memory).map(([name, { first, after }]) => [name, ...[first, after].map((got) => number(got && got.median / 1e6))]),
  );
  table(
    ["SQL, ms", "OuterRef, database", "OuterRef, with Python", "sqlite-wasm", "sql.js", "same"],
    result.sql.map(({ name, millis, same }) => [
      name, span(millis.outerrefDatabase), span(millis.outerrefPython), span(millis.sqliteWasm), span(millis.sqlJs), same ? "yes" : "NO",
    ]),
  );
  for (const { what, reason } of result.failures) console.log(`\nfailed: ${what}\n${reason}`);
}
