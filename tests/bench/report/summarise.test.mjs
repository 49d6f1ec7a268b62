import assert from "node:assert/strict";
import { test } from "node:test";
import { summarise } from "./summarise.mjs";

const workload = (medianMicros, digest = "1:2:3") => ({ w2_exists: { medianMicros, spreadMicros: 10, queries: 1, digest, modelledDjangoMicros: 1500 } });
const round = (pyodide, outerref, digest) => ({
  load: "0.1",
  work: {
    cpython: { workloads: workload(1000), versions: { django: "6.1.3" } },
    outerrefNative: { workloads: workload(500) },
    pyodide: pyodide && { workloads: workload(pyodide), versions: { pyodide: "1" }, memoryAfter: 100 },
    outerref: { workloads: workload(outerref, digest), versions: { outerref: "0.1.0" }, memoryAfter: 40, secondRun: 20 },
  },
  first: { outerref: { cold: [{ firstResult: 400 }] }, tuned: { cold: [{ firstResult: 5000 }, { firstResult: 3000 }] } },
});
const summary = (rounds) =>
  summarise({
    machine: {},
    rounds,
    bytes: { outerref: { brotli: 2 }, tuned: { brotli: 4 } },
    widget: null,
    workloads: [{ name: "w2_exists", title: "one" }],
    failures: [],
  });
const aim = (result, name) => result.aims.find((one) => one.name.startsWith(name));

test("a ratio is taken within each round, and its median over the rounds", () => {
  // The medians of the times would give 4000 / 1000.
  const { ratios } = summary([round(2000, 1000), round(4000, 500), round(9000, 3000)]).workloads[0];
  assert.deepEqual(ratios.pyodideToOuterref, { median: 3, min: 2, max: 8, rounds: 3 });
});

test("an aim is met or missed by its median, and one that was not measured is neither", () => {
  const result = summary([round(2000, 1000)]);
  assert.equal(aim(result, "first result, cold").got.median, 10);
  assert.equal(aim(result, "first result, cold").met, true);
  assert.equal(aim(result, "bytes to the first").met, false);
  assert.equal(aim(result, "a second run").met, true);
  assert.equal(aim(result, "first result, warm").met, null);
  assert.match(aim(result, "first result, warm").missing, /not measured/);
});

test("hosts that gave another result are not the same work", () => {
  assert.equal(summary([round(2000, 1000)]).workloads[0].same, true);
  assert.equal(summary([round(2000, 1000, "1:2:4")]).workloads[0].same, false);
  assert.equal(summary([round(2000, 1000, "1:2:3.0")]).workloads[0].same, true);
});

test("a host that failed in a round is left out of it", () => {
  const result = summary([round(2000, 1000), round(null, 1000)]);
  assert.equal(result.workloads[0].millis.pyodide.rounds, 1);
  assert.equal(result.workloads[0].modelled.median, 1.5);
});
