// Writes the archive of the variant "tuned": node tune_pyodide.mjs CACHE

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { boot, work } from "./pyodide.mjs";

// A stack trace through Pyodide quotes a megabyte of its code.
process.on("uncaughtException", (error) => {
  console.error(String(error.message ?? error).slice(-2000));
  process.exit(1);
});
const BENCH = join(dirname(fileURLToPath(import.meta.url)), "..");
const cache = resolve(process.argv[2]);
const archive = join(cache, "django-tuned.zip");
if (existsSync(archive)) process.exit(0);

const { loadPyodide } = await import(pathToFileURL(join(cache, "node_modules/pyodide/pyodide.mjs")));
const wheels = readdirSync(join(cache, "wheels"));
const folders = { cache, bench: BENCH };
const bytes = async (name) => {
  const [folder, ...rest] = name.split("/");
  return new Uint8Array(readFileSync(join(folders[folder], ...rest)));
};
const { python } = await boot({ loadPyodide, options: {}, bytes, variant: "wheel", wheels });
const workloads = JSON.parse(readFileSync(join(BENCH, "workloads.json"), "utf8"));
work(python, workloads.filter(({ scale }) => scale < 100_000), 1);
python.runPython(`
import importlib._bootstrap_external as external, importlib.util, io, zipfile, django
site = django.__file__.removesuffix("django/__init__.py")
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
    for name, module in sorted(sys.modules.items()):
        path = getattr(module, "__file__", None) or ""
        if name.split(".")[0] in ("django", "asgiref", "sqlparse") and path.startswith(site) and path.endswith(".py"):
            source = open(path, "rb").read()
            code = compile(source, path[len(site):], "exec", dont_inherit=True, optimize=2)
            compiled = external._code_to_hash_pyc(code, importlib.util.source_hash(source), False)
            archive.writestr(zipfile.ZipInfo(path[len(site):] + "c"), bytes(compiled))
open("/bench/out.zip", "wb").write(out.getvalue())
`);
writeFileSync(archive, python.FS.readFile("/bench/out.zip"));
