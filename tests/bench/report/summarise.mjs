// The rounds as one result: what www/public/bench.json holds.

import { AIMS, first, time } from "./aims.mjs";
import { over } from "./statistics.mjs";

const PEERS = ["cpython", "outerrefNative", "pyodide", "outerref"];
const HOW = ["cold", "warm", "slow"];

const entries = (keys, value) => Object.fromEntries(keys.map((key) => [key, value(key)]));
const millis = (rounds, value) => over(rounds, (round) => value(round) / 1e3);

function workload({ name, title }, rounds) {
  const told = rounds.flatMap(({ work }) => PEERS.map((peer) => work?.[peer]?.workloads[name])).filter(Boolean);
  if (!told.length) return null;
  const counts = new Set(told.map(({ queries }) => queries));
  // Python and JavaScript may print the same float with another last digit.
  const digests = new Set(told.map(({ digest }) => digest.split(":").map((part) => Number(part).toPrecision(9)).join(":")));
  const ratio = (slow, fast) => over(rounds, (round) => time(round, slow, name) / time(round, fast, name));
  return {
    name,
    title,
    queries: counts.size === 1 ? [...counts][0] : null,
    same: counts.size === 1 && digests.size === 1,
    millis: entries(PEERS, (peer) => millis(rounds, (round) => time(round, peer, name))),
    /** Half the distance between the quartiles within a round. */
    spread: entries(PEERS, (peer) => millis(rounds, ({ work }) => work?.[peer]?.workloads[name]?.spreadMicros)),
    ratios: { pyodideToOuterref: ratio("pyodide", "outerref"), cpythonToNative: ratio("cpython", "outerrefNative"), cpythonToOuterref: ratio("cpython", "outerref") },
    modelled: over(rounds, ({ work }) => work?.outerrefNative?.workloads[name]?.modelledDjangoMicros / work?.cpython?.workloads[name]?.medianMicros),
  };
}

function sql(rounds) {
  const names = Object.keys(rounds.find((round) => round.sql?.sqliteWasm)?.sql.sqliteWasm.sql ?? {});
  return names.map((name) => {
    const of = (peer, key = "medianMicros") => millis(rounds, (round) => round.sql?.[peer]?.sql[name]?.[key]);
    const checks = new Set(rounds.flatMap((round) => Object.values(round.sql ?? {}).map((peer) => peer?.sql[name]?.check)).filter(Boolean));
    return {
      name,
      same: checks.size === 1,
      millis: { outerrefDatabase: of("outerref", "dbMedianMicros"), outerrefPython: of("outerref"), sqliteWasm: of("sqliteWasm"), sqlJs: of("sqlJs") },
    };
  });
}

function aim({ name, atLeast, atMost, unit = "x", value, bytes: ofBytes, widget: ofWidget, missing }, { rounds, bytes, widget }) {
  const one = ofBytes ? ofBytes(bytes) : ofWidget?.(widget);
  const got = value ? over(rounds, value) : over([one], (number) => number);
  const met = got && (atLeast === undefined ? got.median <= atMost : got.median >= atLeast);
  return { name, atLeast, atMost, unit, got, met, missing: got ? undefined : (missing ?? "not measured in this run") };
}

export function summarise(all) {
  const { machine, quick, runs, rounds, bytes, widget, engine, workloads, failures } = all;
  const versions = Object.assign({}, ...rounds.flatMap(({ work }) => [work?.cpython?.versions, work?.pyodide && { pyodide: work.pyodide.versions.pyodide }, work?.outerref?.versions]));
  const memory = (peer, key) => over(rounds, ({ work }) => work?.[peer]?.[key]);
  return {
    measured: new Date().toISOString().slice(0, 16).replace("T", " "),
    machine: { ...machine, load: rounds.map(({ load }) => load) },
    quick,
    rounds: rounds.length,
    runs,
    versions,
    aims: AIMS.map((one) => aim(one, all)),
    workloads: workloads.map((one) => workload(one, rounds)).filter(Boolean),
    first: entries(["outerref", "tuned", "wheel"], (peer) => entries(HOW, (how) => over(rounds, (round) => first(round, peer, how)))),
    bytes,
    widget,
    engine,
    memory: entries(["outerref", "pyodide"], (peer) => ({ first: memory(peer, "memory"), after: memory(peer, "memoryAfter") })),
    sql: sql(rounds),
    failures,
  };
}
