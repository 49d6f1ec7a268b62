// The engine in a worker: the first result at once, then, when asked, the workloads and the SQL.

import * as engineOf from "/engine/outerref_web.js";
import { otherWidget, reportOf, request, SOURCES, work } from "../peers/outerref.mjs";
import { sql } from "../sql/outerref.mjs";

const text = async (path) => (await fetch(path)).text();
const json = async (path) => (await fetch(path)).json();
// Asked for while the engine arrives.
const sources = Promise.all(SOURCES.map(async (path) => ({ path, text: await text(`../${path}`) })));
const FIRST = [{ name: "first", source: "from geo import work\nwork.w2_exists()\n" }];

/** The second half of the engine is fetched when code is called that only it has. */
function cold() {
  const asked = new XMLHttpRequest();
  asked.open("GET", "/engine/outerref_web_cold.wasm", false);
  asked.responseType = "arraybuffer";
  asked.send();
  return new WebAssembly.Module(asked.response);
}

async function serve({ module, runs, sql: sqlRuns, only }) {
  const begin = performance.now();
  const { memory } = await engineOf.default({ module_or_path: module });
  engineOf.provideCold?.(cold);
  const engine = new engineOf.Engine();
  const started = performance.now();
  const files = await sources;
  const ask = (options) => reportOf(engine.run(request(files, FIRST, options), () => {}));
  const once = { data: "geo/bulk.py", warmUp: 0, runs: 1 };
  self.postMessage({ rows: ask(once).approaches[0].result.length });
  const stages = { start: started - begin, models_data_query: performance.now() - started };
  const out = { stages, memory: memory.buffer.byteLength };
  if (runs) {
    const again = performance.now();
    ask({ ...once, data: null });
    out.secondRun = performance.now() - again;
    // The widgets of a page share its engine: the second brings other models.
    const other = performance.now();
    reportOf(engine.run(otherWidget(), () => {}));
    out.secondWidget = performance.now() - other;
    const workloads = (await json("../workloads.json")).filter(({ name }) => name.match(only));
    out.workloads = work(engine, files, workloads, runs);
    out.versions = { outerref: engine.version() };
    out.memoryAfter = memory.buffer.byteLength;
  }
  if (sqlRuns) out.sql = sql(engine, files, await json("../sql/workload.json"), sqlRuns);
  self.postMessage(out);
}

self.onmessage = ({ data }) => {
  serve(data).catch((error) => self.postMessage({ error: String(error.stack ?? error).slice(-2000) }));
};
