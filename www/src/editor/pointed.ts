import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Tells the editor which lines are pointed at from elsewhere. */
export const setPointedLines = StateEffect.define<readonly number[]>();

const line = Decoration.line({ class: 'or-pointed' });

export const pointedLines = [
  StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(value, transaction) {
      let next = value.map(transaction.changes);
      for (const effect of transaction.effects) {
        if (!effect.is(setPointedLines)) continue;
        const { doc } = transaction.state;
        const valid = [...new Set(effect.value)].filter((each) => each >= 1 && each <= doc.lines);
        next = Decoration.set(valid.sort((a, b) => a - b).map((each) => line.range(doc.line(each).from)));
      }
      return next;
    },
    provide: (field) => EditorView.decorations.from(field),
  }),
  EditorView.theme({ '.or-pointed': { backgroundColor: 'var(--trip-soft)' } }),
];
