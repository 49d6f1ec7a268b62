// What is aimed at, as ratios within one run. `value` takes a round; an aim without one needs what is not measured yet.

import { median } from "./statistics.mjs";

export const time = (round, peer, name) => round.work?.[peer]?.workloads[name]?.medianMicros;
export const first = (round, peer, how) => {
  const visits = round.first?.[peer]?.[how];
  return visits && median(visits.map(({ firstResult }) => firstResult));
};
const ratio = (name, slow, fast) => (round) => time(round, slow, name) / time(round, fast, name);
const sooner = (how) => (round) => first(round, "tuned", how) / first(round, "outerref", how);

/** OuterRef's time in the database over the quicker peer's, of the line where it does worst. */
function worstSql({ sql }) {
  if (!sql?.outerref || !sql.sqliteWasm || !sql.sqlJs) return undefined;
  const lines = Object.entries(sql.outerref.sql);
  return Math.max(
    ...lines.map(([name, mine]) => {
      const peers = [sql.sqliteWasm, sql.sqlJs].map((peer) => peer.sql[name].medianMicros);
      return mine.dbMedianMicros / Math.min(...peers);
    }),
  );
}

export const AIMS = [
  { name: "bytes to the first result, brotli, against tuned Pyodide", atMost: 1 / 3, bytes: ({ outerref, tuned }) => outerref?.brotli / tuned?.brotli },
  { name: "bytes of a widget before the click, brotli", atMost: 20_000, unit: "bytes", widget: (widget) => widget?.brotli },
  { name: "first result, cold: sooner than tuned Pyodide", atLeast: 10, value: sooner("cold") },
  { name: "first result, warm: sooner than tuned Pyodide", atLeast: 10, value: sooner("warm") },
  { name: "first result at 10 Mbit/s and 40 ms: sooner than tuned Pyodide", atLeast: 5, value: sooner("slow") },
  { name: "complex queryset built and compiled: faster than Pyodide", atLeast: 20, value: ratio("w9_compile_complex", "pyodide", "outerref") },
  { name: "complex queryset, natively: faster than CPython", atLeast: 30, value: ratio("w9_compile_complex", "cpython", "outerrefNative") },
  { name: "664-query dashboard: faster than Pyodide", atLeast: 10, value: ratio("w7_dashboard_loop", "pyodide", "outerref") },
  { name: "664-query dashboard in Chromium: faster than CPython", atLeast: 1, value: ratio("w7_dashboard_loop", "cpython", "outerref") },
  { name: "100,011 instances: faster than Pyodide", atLeast: 3, value: ratio("w10_instances", "pyodide", "outerref") },
  { name: "100,011 instances, one attribute read: faster than Pyodide", atLeast: 3, value: ratio("w10_instances_read", "pyodide", "outerref") },
  { name: "values_list of 100,011 in Chromium: against CPython", atLeast: 1, value: ratio("w10_values_list", "cpython", "outerref") },
  { name: "bulk_create of 6,630: faster than Pyodide", atLeast: 3, value: ratio("w0_bulk_create", "pyodide", "outerref") },
  { name: "the same rows made without Python objects: faster than Pyodide's bulk_create", atLeast: 20, value: (round) => time(round, "pyodide", "w0_bulk_create") / time(round, "outerref", "w0_generate") },
  { name: "SQLite, worst line: time in the database against the quicker of sqlite-wasm and sql.js", atMost: 1, value: worstSql },
  { name: "a second run on a page", atMost: 30, unit: "ms", value: (round) => round.work?.outerref?.secondRun },
  { name: "a second widget on a page, with models of its own", atMost: 30, unit: "ms", value: (round) => round.work?.outerref?.secondWidget },
  { name: "memory after the same work, against Pyodide", atMost: 1 / 2, value: ({ work }) => work?.outerref?.memoryAfter / work?.pyodide?.memoryAfter },
];
