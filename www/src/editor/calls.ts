/** The calls that made the open statement: underlined in the code, and lit with their parts of the SQL. */
import { StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Lines and columns count from 1; the end is behind the last. */
export interface CallSpan {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  call: number;
}

export const setCalls = StateEffect.define<{ spans: readonly CallSpan[]; lit: number | null }>();

const place = (doc: Text, line: number, column: number): number => {
  const found = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(found.from + column - 1, found.to);
};

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    // What is edited is no longer the code that ran.
    let next = transaction.docChanged ? Decoration.none : value;
    for (const effect of transaction.effects) {
      if (!effect.is(setCalls)) continue;
      const { doc } = transaction.state;
      const { spans, lit } = effect.value;
      const ranges = spans.flatMap(({ line, column, endLine, endColumn, call }) => {
        const from = place(doc, line, column);
        const to = place(doc, endLine, endColumn);
        const shown = call === lit ? 'or-call or-call-lit' : 'or-call';
        return to > from ? [Decoration.mark({ class: shown, call }).range(from, to)] : [];
      });
      next = Decoration.set(ranges, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The innermost call at a place. */
function callAt(view: EditorView, at: number): number | null {
  let found: { size: number; call: number } | null = null;
  view.state.field(marks).between(at, at, (from, to, { spec }) => {
    if (at < to && (!found || to - from < found.size)) found = { size: to - from, call: spec.call as number };
  });
  return (found as { call: number } | null)?.call ?? null;
}

export function calls(onCall: (call: number | null) => void) {
  let last: number | null = null;
  const tell = (call: number | null) => {
    if (call === last) return;
    last = call;
    onCall(call);
  };
  return [
    marks,
    EditorView.domEventHandlers({
      mousemove: (event, view) => {
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        tell(at === null ? null : callAt(view, at));
      },
      mouseleave: () => tell(null),
    }),
    EditorView.theme({
      '.or-call': { textDecoration: 'underline dotted var(--rule-strong) 1px', textUnderlineOffset: '4px' },
      '.or-call-lit': { backgroundColor: 'var(--select)', textDecorationColor: 'var(--link)' },
    }),
  ];
}
