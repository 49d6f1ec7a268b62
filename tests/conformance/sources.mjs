// Django's tests as texts: what a test consists of, and which classes it names.
//
// Django's source is formatted by one tool, so indentation tells where a class and a method begin and end.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The classes of an app of Django's tests. */
export class App {
  /** By module and name, and by name alone. */
  #classes = new Map();
  #functions = new Map();

  constructor(django, app) {
    for (const path of pythonFiles(join(django, "tests", app))) {
      const module = `${app}/${path}`.slice(0, -".py".length).replaceAll("/", ".");
      const blocks = topLevel(readFileSync(join(django, "tests", app, path), "utf8"));
      for (const [name, text] of functions(blocks)) this.#functions.set(name, text);
      for (const found of classes(blocks)) {
        found.module = module;
        this.#classes.set(`${module}.${found.name}`, found);
        if (!this.#classes.has(found.name)) this.#classes.set(found.name, found);
      }
    }
  }

  /**
   * What a test does (its body, what its class sets up, the helpers of its class and of its app that it calls), and
   * the classes of the app that it names, with those they inherit.
   */
  test(name) {
    const [, owner, method] = /^(.*)\.(\w+)$/.exec(name);
    const found = this.#classes.get(owner);
    if (!found) throw new Error(`there is no class ${owner}`);
    const line = this.#lineage(found);
    const body = line.find(({ methods }) => methods.has(method))?.methods.get(method);
    if (body === undefined) throw new Error(`there is no test ${name}`);
    const parts = new Map([[method, body]]);
    for (const { name, methods } of line) {
      for (const setup of ["setUpClass", "setUpTestData", "setUp"]) {
        if (methods.has(setup)) parts.set(`${name}.${setup}`, methods.get(setup));
      }
    }
    for (const part of parts.values()) {
      for (const [, helper] of part.matchAll(/\b(?:self|cls)\.(\w+)\(/g)) {
        const holder = line.find(({ methods }) => methods.has(helper));
        if (holder) parts.set(helper, holder.methods.get(helper));
      }
      for (const [, helper] of part.matchAll(/(?<!\.)\b([a-z]\w+)\(/g)) {
        if (this.#functions.has(helper)) parts.set(`${helper}()`, this.#functions.get(helper));
      }
    }
    const text = [...parts.values()].join("\n");
    return { text, named: this.#named(text, found.module) };
  }

  #named(text, module) {
    const found = new Set();
    for (const name of new Set(text.match(/\b[A-Z]\w*\b/g))) {
      const start = this.#find(name, module);
      if (start) for (const one of this.#lineage(start)) found.add(one);
    }
    return [...found];
  }

  /** A class and those it inherits, as far as they are in the app. */
  #lineage(start) {
    const line = [start];
    for (const one of line) {
      for (const base of one.bases) {
        const found = this.#find(base, one.module);
        if (found && !line.includes(found)) line.push(found);
      }
    }
    return line;
  }

  #find(name, module) {
    return this.#classes.get(`${module}.${name}`) ?? this.#classes.get(name);
  }
}

function pythonFiles(folder, below = "") {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below ? `${below}/${name}` : name;
    if (statSync(join(folder, path)).isDirectory()) return pythonFiles(folder, path);
    return name.endsWith(".py") ? [path] : [];
  });
}

/** The statements of a module, without comments and docstrings. */
function topLevel(source) {
  const text = source.replace(/^[ \t]*#.*\n/gm, "").replace(/(?<=:\n)[ \t]*"""[^]*?"""\n/g, "");
  return text.split(/^(?=(?:class|def|async def|if|for|from|import|try|@|[A-Za-z_]\w* =)\b|@)/m);
}

function functions(blocks) {
  return blocks.flatMap((text) => {
    const name = /^(?:async )?def (\w+)/.exec(text)?.[1];
    return name ? [[name, text]] : [];
  });
}

function classes(blocks) {
  return blocks.flatMap((text) => {
    const header = /^class (\w+)(?:\(([^)]*)\))?:/.exec(text);
    if (!header) return [];
    const bases = (header[2] ?? "").match(/\w+(?=\s*(?:,|$))/g) ?? [];
    const methods = new Map();
    for (const part of text.split(/^(?= {4}(?:@|(?:async )?def ))/m)) {
      const method = /^ {4}(?:async )?def (\w+)/m.exec(part);
      if (method) methods.set(method[1], part);
    }
    return [{ name: header[1], text, bases, methods }];
  });
}
