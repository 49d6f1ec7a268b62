// Requests to the engine, the same natively and in a browser. An approach's result is a number or a short text, so that
// showing it costs nothing; what is timed is the workload and the two lines that call it.

export const SOURCES = ["__init__", "models", "rows", "data", "bulk", "work"].map((name) => `geo/${name}.py`);

/** The workloads by the data that they need. */
export function byScale(workloads) {
  const scales = new Map();
  for (const one of workloads) scales.set(one.scale, [...(scales.get(one.scale) ?? []), one]);
  return scales;
}

export const timed = ({ name }) => `from geo import work\nrows = work.${name}()\nlen(rows)\n`;
export const digested = ({ name }) => `from geo import work\nwork.digest(work.${name}())\n`;

const PLENTY = { micros: 300e6, queries: 1_000_000, output: 1000, rowsShown: 60, rowsFetched: 2_000_000 };

export function request(files, approaches, { scale = null, data = "geo/data.py", runs = 1, warmUp = 1, enoughMicros = 4e6 }) {
  const repeat = { warmUp, maxRuns: runs, enoughMicros };
  return JSON.stringify({ files, modelsModule: "geo", dataFile: data, approaches, scale, dialect: "sqlite", repeat, budget: PLENTY });
}

const OTHER_MODELS = `from django.db import models

class Author(models.Model):
    name = models.CharField(max_length=100)

class Book(models.Model):
    title = models.CharField(max_length=100)
    pages = models.IntegerField()
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
`;
const OTHER_DATA = `from models import Author, Book

def load():
    authors = Author.objects.bulk_create([Author(name=f"Author {n}") for n in range(5)])
    Book.objects.bulk_create([Book(title=f"Book {n}", pages=50 + n, author=authors[n % 5]) for n in range(50)])
`;
const OTHER_SOURCE = `from django.db.models import Exists, OuterRef
from models import Author, Book

long = Book.objects.filter(author_id=OuterRef("pk"), pages__gt=80)
[(author.name, author.long) for author in Author.objects.annotate(long=Exists(long))]
`;

/** What another widget of the same page asks: its own models, 55 rows, one approach. */
export function otherWidget() {
  const files = [{ path: "models.py", text: OTHER_MODELS }, { path: "data.py", text: OTHER_DATA }];
  const approaches = [{ name: "other", source: OTHER_SOURCE }];
  return JSON.stringify({ files, modelsModule: "models", dataFile: "data.py", approaches, repeat: { warmUp: 0, maxRuns: 1 } });
}

/** The Report, or the error that the person would see. */
export function reportOf(text) {
  const report = JSON.parse(text);
  const failed = report.setupError ?? report.approaches.find(({ error }) => error)?.error;
  if (failed) throw new Error(failed.traceback);
  return report;
}

/** The rows of W0 made without Python objects; only this engine can. */
const GENERATED = `import outerref
from geo.models import City, State
outerref.generate(State, 51) + outerref.generate(City, 6630)
`;

/** One workload's figures from an approach that was timed and one that gave the digest. */
export function figures({ timing, totals }, digest) {
  return { ...timing, queries: totals.queries, dbMicros: totals.dbMicros, modelledDjangoMicros: totals.djangoMicros ?? null, digest };
}

/** All workloads on an engine in this very thread. */
export function work(engine, files, workloads, runs) {
  const out = {};
  const ask = (approaches, options) => reportOf(engine.run(request(files, approaches, options), () => {}));
  for (const [scale, group] of byScale(workloads)) {
    const digests = ask(group.map((one) => ({ name: one.name, source: digested(one) })), { scale, warmUp: 0 });
    const report = ask(group.map((one) => ({ name: one.name, source: timed(one) })), { scale, runs });
    group.forEach(({ name }, i) => {
      out[name] = figures(report.approaches[i], digests.approaches[i].result);
    });
  }
  const [generated] = ask([{ name: "w0_generate", source: GENERATED }], { scale: 0, runs }).approaches;
  out.w0_generate = figures(generated, null);
  return out;
}
