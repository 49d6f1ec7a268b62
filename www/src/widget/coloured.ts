/** Python in pieces to colour, until the reader edits it: the editor's grammar is loaded only then. */
export interface Piece {
  text: string;
  kind: '' | 'comment' | 'string' | 'keyword' | 'number';
}

const KINDS = ['comment', 'string', 'keyword', 'number'] as const;
const TOKEN = new RegExp(
  [
    /(#.*)/,
    /((?:\b[rbfu]{1,2})?(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))/,
    /\b(and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b/,
    /\b(True|False|None|\d[\w.]*)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

export function coloured(code: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of code.matchAll(TOKEN)) {
    if (match.index > at) pieces.push({ text: code.slice(at, match.index), kind: '' });
    pieces.push({ text: match[0], kind: KINDS.find((_, kind) => match[kind + 1] !== undefined) ?? '' });
    at = match.index + match[0].length;
  }
  if (at < code.length) pieces.push({ text: code.slice(at), kind: '' });
  return pieces;
}
