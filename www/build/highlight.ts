import { pythonLanguage } from '@codemirror/lang-python';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { layOut } from '../src/reading/sql-layout.ts';
import { escapeHtml } from './html.ts';

const kinds = tagHighlighter([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: 'keyword' },
  { tag: [tags.string, tags.special(tags.string)], class: 'string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'number' },
  { tag: tags.comment, class: 'comment' },
]);

/** Python as HTML, coloured by class. */
export function python(code: string): string {
  let html = '';
  let at = 0;
  highlightTree(pythonLanguage.parser.parse(code), kinds, (from, to, kind) => {
    html += `${escapeHtml(code.slice(at, from))}<span class="${kind}">${escapeHtml(code.slice(from, to))}</span>`;
    at = to;
  });
  return html + escapeHtml(code.slice(at));
}

/** SQL as HTML, laid out and coloured as in the playground. */
export function sql(text: string): string {
  return layOut(text, 'sqlite')
    .map((piece) =>
      piece.kind ? `<span class="${piece.kind}">${escapeHtml(piece.text)}</span>` : escapeHtml(piece.text),
    )
    .join('');
}
