/** Quotation marks and apostrophes as print has them. Code keeps the straight ones. */
const LITERAL = /^(code|pre|script|style|kbd|samp)$/;

export function curled(html: string): string {
  let literal = 0;
  /** What stands before, whatever tags lie between. */
  let before = '';
  return html.replace(
    /<(\/?)(\w+)[^>]*>|[^<]+/g,
    (piece, slash: string | undefined, tag: string | undefined) => {
      if (tag !== undefined) {
        if (LITERAL.test(tag)) literal += slash ? -1 : 1;
        if (/^(p|li|h\d|td|th|div|pre|figcaption|summary)$/.test(tag)) before = '';
        return piece;
      }
      const text = literal > 0 ? piece : curledText(piece, before);
      before = text.at(-1) ?? before;
      return text;
    },
  );
}

function curledText(text: string, before: string): string {
  return text.replaceAll(/&quot;|&#39;|["']/g, (mark, at: number) => {
    const last = at > 0 ? (text[at - 1] ?? '') : before;
    const opens = last === '' || /[\s([{–—/]/.test(last);
    const double = mark === '"' || mark === '&quot;';
    return double ? (opens ? '“' : '”') : opens ? '‘' : '’';
  });
}
