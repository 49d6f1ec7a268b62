/** The imports of a file follow it to its new name: `from shop.models import City`, `import helpers`, `from . import x`. */
import { pythonLanguage } from '@codemirror/lang-python';

type SyntaxNode = ReturnType<typeof pythonLanguage.parser.parse>['topNode'];

interface Move {
  from: string;
  to: string;
}

interface Edit {
  from: number;
  to: number;
  insert: string;
}

/** A name of an import statement, with the `as` behind it. */
interface Item {
  from: number;
  to: number;
  name: string;
  alias: string | null;
}

interface Import {
  from: number;
  to: number;
  /** Where `from` names the module, with its dots; none for a plain `import`. */
  module: { from: number; to: number; name: string; dots: number } | null;
  items: Item[];
}

/** The module that a file is: `shop/models.py` is `shop.models`, `shop/__init__.py` is `shop`. */
export function moduleOf(path: string): string {
  return path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}

/** The text at `path` after a file went from one path to another: what it imports is what it imported before. */
export function withImportsMoved(text: string, path: string, moved: Move): string {
  if (!text.includes('import')) return text;
  const old = moduleOf(moved.from);
  const now = moduleOf(moved.to);
  const home = packageOf(path);
  const itself = path === moved.from && home !== packageOf(moved.to);
  const edits: Edit[] = [];
  let spelledOut = false;
  const tree = pythonLanguage.parser.parse(text);
  tree.iterate({
    enter: ({ name, node }) => {
      if (name !== 'ImportStatement') return;
      const statement = readImport(node, text);
      const { module } = statement;
      if (!module) {
        for (const item of statement.items.filter((each) => each.name === old)) {
          spelledOut ||= item.alias === null && old.includes('.');
          edits.push({ ...item, insert: plainImport(item, old, now) });
        }
        return;
      }
      const absolute = resolved(module, home);
      if (absolute === null) return;
      const nowRelative = module.dots > 0 && !itself ? relative(now, module.dots, home) : null;
      if (absolute === old) edits.push({ ...module, insert: nowRelative ?? now });
      else {
        const item = statement.items.find((each) => joined(absolute, each.name) === old);
        if (item) edits.push(...fromPackage(text, statement, item, absolute, now));
        else if (itself && module.dots > 0) edits.push({ ...module, insert: absolute });
      }
    },
  });
  if (spelledOut) edits.push(...uses(text, old).map((use) => ({ ...use, insert: now })));
  return applied(text, edits);
}

function packageOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')).replaceAll('/', '.') : '';
}

function joined(...parts: string[]): string {
  return parts.filter(Boolean).join('.');
}

/** The whole name of a module that is named from a package; none where its dots lead out of everything. */
function resolved({ name, dots }: { name: string; dots: number }, home: string): string | null {
  if (dots === 0) return name;
  const above = home === '' ? [] : home.split('.');
  if (above.length < dots) return null;
  return joined(...above.slice(0, above.length - (dots - 1)), name);
}

/** The module as so many dots name it from a package, if they still reach it. */
function relative(module: string, dots: number, home: string): string | null {
  const above = resolved({ name: '', dots }, home);
  return above && module.startsWith(`${above}.`) ? '.'.repeat(dots) + module.slice(above.length + 1) : null;
}

function readImport(node: SyntaxNode, text: string): Import {
  const items: Item[] = [];
  let module: Import['module'] = null;
  let isModule = false;
  let item: Item | null = null;
  let renames = false;
  for (let part = node.firstChild; part; part = part.nextSibling) {
    const word = text.slice(part.from, part.to);
    if (part.name === 'from') {
      isModule = true;
      module = { from: -1, to: -1, name: '', dots: 0 };
    } else if (part.name === 'import') isModule = false;
    else if (isModule && module) {
      if (module.from < 0) module.from = part.from;
      module.to = part.to;
      if (part.name === 'VariableName') module.name = joined(module.name, word);
      else if (module.name === '') module.dots += word.length;
    } else if (part.name === 'as') renames = true;
    else if (part.name === 'VariableName' && item) {
      if (renames) item.alias = word;
      else item.name = joined(item.name, word);
      item.to = part.to;
    } else if (part.name === 'VariableName') {
      item = { from: part.from, to: part.to, name: word, alias: null };
      items.push(item);
    } else if (part.name === ',') {
      item = null;
      renames = false;
    }
  }
  return { from: node.from, to: node.to, module, items };
}

/** The code goes on to use the name that it used. */
function named(name: string, used: string): string {
  return name === used ? name : `${name} as ${used}`;
}

function plainImport(item: Item, old: string, now: string): string {
  if (item.alias !== null) return named(now, item.alias);
  return old.includes('.') ? now : named(now, old);
}

/** `from shop import models`: the package may be another one now, and the statement may name more than this one. */
function fromPackage(text: string, statement: Import, item: Item, absolute: string, now: string): Edit[] {
  const used = item.alias ?? item.name;
  const dot = now.lastIndexOf('.');
  const home = now.slice(0, Math.max(0, dot));
  const insert = named(now.slice(dot + 1), used);
  if (home === absolute) return [{ ...item, insert }];
  const alone = home === '' ? `import ${insert}` : `from ${home} import ${insert}`;
  const at = statement.items.indexOf(item);
  const next = statement.items[at + 1];
  const before = statement.items[at - 1];
  if (!next && !before) return [{ from: statement.from, to: statement.to, insert: alone }];
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, statement.from))?.[1];
  const apart = indent === undefined ? '; ' : `\n${indent}`;
  const gone = next ? { from: item.from, to: next.from } : { from: before?.to ?? item.from, to: item.to };
  return [
    { from: statement.from, to: statement.from, insert: alone + apart },
    { ...gone, insert: '' },
  ];
}

/** Where code says `shop.models`, as it must after `import shop.models`. */
function uses(text: string, dotted: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  pythonLanguage.parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'MemberExpression' && text.slice(from, to) === dotted) found.push({ from, to });
    },
  });
  return found;
}

function applied(text: string, edits: Edit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((result, { from, to, insert }) => result.slice(0, from) + insert + result.slice(to), text);
}
