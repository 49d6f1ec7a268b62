/** Which columns of a statement an index could be of: those that it compares, joins, groups or orders by. */

export interface Indexable {
  table: string;
  columns: string[];
}

/** A word, a quoted name with what follows its dot, or a bracket. Texts are passed over. */
const TOKEN = /'(?:[^']|'')*'|(?:"(?:[^"]|"")*"|\w+)(?:\."(?:[^"]|"")*")?|[()]/g;

export function indexable(sql: string): Indexable[] {
  const tables = new Map<string, string>();
  const uses: { owner: string; column: string }[] = [];
  // One entry for each bracket that is open: whether it stands in the list of what is selected.
  const selecting = [false];
  let wantsTable = false;
  let last = '';
  for (const [token] of sql.matchAll(TOKEN)) {
    const word = token.toUpperCase();
    if (token === '(') selecting.push(selecting.at(-1) ?? false);
    else if (token === ')') selecting.pop();
    else if (word === 'SELECT') selecting[selecting.length - 1] = true;
    else if (word === 'FROM' || word === 'JOIN') {
      selecting[selecting.length - 1] = false;
      wantsTable = true;
    } else if (wantsTable && token.startsWith('"')) {
      last = plain(token);
      tables.set(last, last);
      wantsTable = false;
    } else if (
      last &&
      /^("?)[A-Z]\w*\1$/i.test(token) &&
      !/^(ON|WHERE|INNER|LEFT|ORDER|GROUP|LIMIT|AS)$/.test(word)
    ) {
      // The table's other name stands right behind it.
      tables.set(plain(token), last);
      last = '';
    } else {
      if (word !== 'AS') last = '';
      const [, owner, column] = /^("(?:[^"]|"")*"|\w+)\.("(?:[^"]|"")*")$/.exec(token) ?? [];
      if (owner && column && !selecting.at(-1)) uses.push({ owner: plain(owner), column: plain(column) });
    }
  }
  const found = new Map<string, Set<string>>();
  for (const { owner, column } of uses) {
    const table = tables.get(owner);
    if (table === undefined) continue;
    found.set(table, (found.get(table) ?? new Set()).add(column));
  }
  return [...found].map(([table, columns]) => ({ table, columns: [...columns] }));
}

function plain(name: string): string {
  return name.replace(/^"|"$/g, '').replaceAll('""', '"');
}
