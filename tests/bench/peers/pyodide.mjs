// Starts Django in Pyodide, the same code in Node and in a browser, and gives the stages in milliseconds.
//
// "wheel": the wheels from PyPI as they are, unpacked. "tuned": one stored archive of the modules that the workloads
// import, compiled, read by zipimport: the quickest start that we know how to give it.

import { SOURCES } from "./outerref.mjs";

const FILES = [...SOURCES, "peers/django_host.py"];

export async function boot({ loadPyodide, options, bytes, variant, wheels }) {
  const stages = {};
  let last = performance.now();
  const stage = (name) => {
    const now = performance.now();
    stages[name] = now - last;
    last = now;
  };
  // The archives are fetched while Pyodide loads, as a good page would.
  const names = variant === "tuned" ? ["django-tuned.zip"] : wheels.map((wheel) => `wheels/${wheel}`);
  const fetched = Promise.all(names.map((name) => bytes(`cache/${name}`)));
  const sources = Promise.all(FILES.map((name) => bytes(`bench/${name}`)));
  const python = await loadPyodide(options);
  stage("pyodide");
  const archives = await fetched;
  const texts = await sources;
  stage("archives");
  python.FS.mkdirTree("/bench/geo");
  python.FS.mkdirTree("/bench/peers");
  FILES.forEach((name, i) => {
    python.FS.writeFile(`/bench/${name}`, texts[i]);
  });
  if (variant === "tuned") python.FS.writeFile("/bench/django.zip", archives[0]);
  else for (const archive of archives) python.unpackArchive(archive, "wheel");
  python.runPython('import json, sys; sys.path[:0] = ["/bench", "/bench/peers", "/bench/django.zip"]');
  python.runPython("import sqlite3, django_host");
  stage("unpack");
  python.runPython("django_host.configure()");
  stage("django");
  python.runPython("from geo import bulk, work; bulk.load()");
  stage("bulkCreate");
  stages.rows = python.runPython("len(work.w2_exists())");
  stage("query");
  return { python, stages };
}

/** All workloads, in a Pyodide that `boot` started. */
export function work(python, workloads, runs) {
  python.globals.set("wanted", JSON.stringify(workloads));
  return JSON.parse(python.runPython(`json.dumps(django_host.run(json.loads(wanted), ${runs}))`));
}
