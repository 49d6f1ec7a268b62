/** Breaks a long line of Python as formatters do: brackets open, chains of calls a call a line. The code stays the same. */
const INDENT = 4;
const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

export function laidOut(code: string, width = 80): string {
  return code
    .split('\n')
    .flatMap((line) => {
      const text = line.trimStart();
      return broken(text, line.length - text.length, width);
    })
    .join('\n');
}

function broken(text: string, indent: number, width: number): string[] {
  const whole = ' '.repeat(indent) + text;
  if (whole.length <= width) return [whole];
  const links = chain(text);
  if (links.length > 1) return links.flatMap((link) => broken(link, indent, width));
  const body = lastBracket(text);
  if (!body) return [whole];
  const parts = argumentsOf(text.slice(body.from, body.to));
  const inner = parts.flatMap((part) => {
    const lines = broken(part, indent + INDENT, width);
    return parts.length > 1 ? [...lines.slice(0, -1), `${lines.at(-1)},`] : lines;
  });
  const pad = ' '.repeat(indent);
  return [pad + text.slice(0, body.from), ...inner, pad + text.slice(body.to)];
}

/** What stands outside all brackets and texts: each such character with its place. */
function* outside(text: string): Generator<[number, string]> {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"' || character === "'") {
      for (at++; at < text.length && text[at] !== character; at++) if (text[at] === '\\') at++;
      continue;
    }
    if (character === open.at(-1)) open.pop();
    if (open.length === 0) yield [at, character];
    const closing = CLOSING[character];
    if (closing) open.push(closing);
  }
}

/** A chain of two calls or more, a call a piece; the first keeps what it is called on. */
function chain(text: string): string[] {
  const calls = [...outside(text)]
    .filter(([at, character]) => character === '.' && /^\.\w+\(/.test(text.slice(at)))
    .map(([at]) => at);
  const cuts = [0, ...calls.slice(1)];
  return cuts.map((from, index) => text.slice(from, cuts[index + 1]));
}

/** The inside of the last parentheses that hold something; of other brackets where there are none. */
function lastBracket(text: string): { from: number; to: number } | null {
  let found: { from: number; to: number } | null = null;
  let from = 0;
  for (const [at, character] of outside(text)) {
    if (character in CLOSING) from = at + 1;
    else if (at > from && (character === ')' || (!found && /[\]}]/.test(character))))
      found = { from, to: at };
  }
  return found;
}

function argumentsOf(text: string): string[] {
  const commas = [...outside(text)].filter(([, character]) => character === ',').map(([at]) => at);
  return [...commas, text.length]
    .map((to, index) => text.slice(index === 0 ? 0 : (commas[index - 1] ?? 0) + 1, to).trim())
    .filter(Boolean);
}
