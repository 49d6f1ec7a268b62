/** What is underlined: syntax while one types, and the errors of the last run at their lines. */
import { ensureSyntaxTree } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter } from '@codemirror/lint';
import { type EditorState, StateEffect, StateField } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { RunError } from '../engine/types.ts';

const TYPING_PAUSE_MILLIS = 400;
/** A longer text is parsed further at the next pause. */
const PARSING_MILLIS = 50;
/** One slip often breaks the rest of a file: the first few say it. */
const MOST_SYNTAX_ERRORS = 3;

const setRunErrors = StateEffect.define<readonly RunError[]>();

/** The errors of the last run; they go as soon as the text is edited. */
const runErrors = StateField.define<readonly RunError[]>({
  create: () => [],
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setRunErrors)) return effect.value;
    return transaction.docChanged ? [] : value;
  },
});

export const problems = [
  runErrors,
  linter((view) => [...syntaxErrors(view.state), ...errorsOfRun(view.state)], {
    delay: TYPING_PAUSE_MILLIS,
    needsRefresh: (update) => update.startState.field(runErrors) !== update.state.field(runErrors),
  }),
];

export function showRunErrors(view: EditorView, errors: readonly RunError[]): void {
  view.dispatch({ effects: setRunErrors.of(errors) });
  forceLinting(view);
}

function syntaxErrors(state: EditorState): Diagnostic[] {
  // Where the run has spoken, it says more than the editor's own parser can.
  if (state.field(runErrors).length > 0) return [];
  const found: Diagnostic[] = [];
  // A tree that ends before the text does would have an error at its end that the text has not.
  ensureSyntaxTree(state, state.doc.length, PARSING_MILLIS)?.iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || found.length >= MOST_SYNTAX_ERRORS) return;
      const line = state.doc.lineAt(from);
      const start = Math.min(from, Math.max(line.from, line.to - 1));
      found.push({
        from: start,
        to: Math.max(to, Math.min(start + 1, line.to)),
        severity: 'error',
        message: 'This is not Python as far as it is typed.',
      });
    },
  });
  return found;
}

function errorsOfRun(state: EditorState): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { line: number, column, type, message, hint } of state.field(runErrors)) {
    if (number === null || number < 1 || number > state.doc.lines) continue;
    const line = state.doc.line(number);
    const indent = line.text.length - line.text.trimStart().length;
    const named = column ? -1 : placeOfName(line.text, message);
    const from = line.from + (column ? column - 1 : named >= 0 ? named : indent);
    found.push({
      from: Math.min(from, line.to),
      to: named >= 0 ? from + nameIn(message).length : line.to,
      severity: 'error',
      message: `${type}: ${message}${hint ? `\n${hint}` : ''}`,
    });
  }
  return found;
}

/** The first name that a message quotes, as in "Cannot resolve keyword 'nmae' into field". */
function nameIn(message: string): string {
  return /'(\w+)'/.exec(message)?.[1] ?? '';
}

/** Where a line has that name as a word of its own; -1 if it has not. */
function placeOfName(line: string, message: string): number {
  const name = nameIn(message);
  return name ? line.search(new RegExp(`(?<![\\w.])${name}(?!\\w)`)) : -1;
}
