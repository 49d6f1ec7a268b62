/** The code editor, apart from the element so that the page's first pixels need not wait for it. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { RunError } from '../engine/types.ts';
import type { LineCost } from '../reading/lines.ts';
import { type CallSpan, calls, setCalls } from './calls.ts';
import { type Complete, completion } from './completion.ts';
import { costGutter, setCosts } from './costs.ts';
import { pointedLines, setPointedLines } from './pointed.ts';
import { problems, showRunErrors } from './problems.ts';
import { look } from './theme.ts';

export interface EditorEvents {
  onText: (text: string) => void;
  onPoint: (cost: LineCost | null) => void;
  /** The call of the open statement that the pointer is over. */
  onCall?: (call: number | null) => void;
  /** Where nothing completes, the editor's own knowledge of Python does. */
  complete?: Complete;
}

export class CodeEditor {
  #view: EditorView;
  #extensions: Extension;
  #states = new Map<string, EditorState>();
  #shown = '';

  constructor(parent: HTMLElement, root: ShadowRoot, events: EditorEvents) {
    this.#extensions = [
      lineNumbers(),
      costGutter(events.onPoint),
      pointedLines,
      ...(events.onCall ? [calls(events.onCall)] : []),
      problems,
      history(),
      // Control characters that turn the direction of text could make code look like other code.
      highlightSpecialChars({ addSpecialChars: /[\u202a-\u202c\u2066-\u2069]/g }),
      drawSelection(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      indentOnInput(),
      indentUnit.of('    '),
      bracketMatching(),
      closeBrackets(),
      events.complete ? completion(events.complete) : autocompletion(),
      python(),
      look,
      // The page runs on this key; the editor must not put a line break first.
      keymap.of([{ key: 'Mod-Enter', run: (view) => closeCompletion(view) || true }]),
      keymap.of([
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...completionKeymap,
        ...lintKeymap,
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({
        'aria-label': 'Code. Escape, then Tab, leaves the editor.',
        tabindex: '0',
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) events.onText(update.state.doc.toString());
      }),
    ];
    this.#view = new EditorView({ parent, root });
  }

  /** Shows a tab. Each keeps its own cursor and undo history for as long as its text is not replaced. */
  show(tab: string, text: string): void {
    if (tab === this.#shown && this.#view.state.doc.toString() === text) return;
    if (this.#shown) this.#states.set(this.#shown, this.#view.state);
    const kept = this.#states.get(tab);
    const same = kept && kept.doc.toString() === text;
    this.#shown = tab;
    this.#view.setState(same ? kept : EditorState.create({ doc: text, extensions: this.#extensions }));
  }

  forget(): void {
    this.#states.clear();
  }

  showCosts(costs: ReadonlyMap<number, LineCost>): void {
    this.#view.dispatch({ effects: setCosts.of(costs) });
  }

  showPointed(lines: readonly number[]): void {
    this.#view.dispatch({ effects: setPointedLines.of(lines) });
  }

  showCalls(spans: readonly CallSpan[], lit: number | null): void {
    this.#view.dispatch({ effects: setCalls.of({ spans, lit }) });
  }

  showErrors(errors: readonly RunError[]): void {
    showRunErrors(this.#view, errors);
  }

  jump(line: number, focus: boolean): void {
    const { doc } = this.#view.state;
    const { from } = doc.line(Math.max(1, Math.min(line, doc.lines)));
    this.#view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
    if (focus) this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }
}
