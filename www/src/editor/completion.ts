/** Completion and call hints. What may stand at a place, the engine says; here is how that is shown. */
import {
  autocompletion,
  type Completion as Choice,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { CallHint, Completion, CompletionKind, Completions } from '../engine/types.ts';

export type Complete = (source: string, position: number) => Promise<Completions | null>;

/** A hint is asked for once typing pauses this long. */
const PAUSE_MILLIS = 120;

/** The editor's own kinds, which decide the sign before a choice. */
const KINDS: Record<CompletionKind, string> = {
  field: 'property',
  relation: 'interface',
  annotation: 'property',
  lookup: 'keyword',
  transform: 'keyword',
  method: 'method',
  property: 'property',
  argument: 'variable',
  model: 'class',
  function: 'function',
  class: 'class',
  module: 'namespace',
  variable: 'variable',
  keyword: 'keyword',
};

export function completion(complete: Complete): Extension {
  const asked = lastOf(complete);
  return [
    autocompletion({
      override: [(context) => choices(context, asked)],
      maxRenderedOptions: 60,
      icons: true,
    }),
    hints(asked),
    look,
  ];
}

/** Choices and hint ask about the same place at the same time: the engine is asked once. */
function lastOf(complete: Complete): Complete {
  let last: { source: string; position: number; answer: Promise<Completions | null> } | null = null;
  return (source, position) => {
    if (last?.source !== source || last.position !== position) {
      last = { source, position, answer: complete(source, position) };
    }
    return last.answer;
  };
}

async function choices(context: CompletionContext, complete: Complete): Promise<CompletionResult | null> {
  const { state, pos, explicit } = context;
  // A name, or just behind what a name follows; not at each space.
  if (!explicit && !context.matchBefore(/[\w.(]$/)) return null;
  const found = await complete(state.doc.toString(), pos);
  if (!found || context.aborted || found.items.length === 0) return null;
  if (!explicit && found.from === pos && !context.matchBefore(/\.$/)) return null;
  return {
    from: found.from,
    to: found.to,
    options: found.items.map((item, index) => choice(item, -index)),
    // More of the same name narrows the list without the engine.
    validFor: /^[A-Za-z0-9]*$/,
  };
}

function choice(item: Completion, order: number): Choice {
  const { label, detail, signature, documentation, insert, kind } = item;
  return {
    label,
    type: KINDS[kind],
    // The engine's order stands where the editor's own match does not decide.
    boost: Math.max(-99, order),
    ...(detail ? { detail } : {}),
    ...(insert === null ? {} : { apply: insert }),
    ...(signature || documentation ? { info: () => about(label, signature, documentation) } : {}),
  };
}

function about(label: string, signature: string | null, documentation: string): HTMLElement {
  const box = document.createElement('div');
  if (signature !== null) {
    const code = document.createElement('code');
    code.textContent = `${label}${signature}`;
    box.append(code);
  }
  if (documentation) {
    const words = document.createElement('p');
    words.textContent = documentation;
    box.append(words);
  }
  return box;
}

interface Hint {
  at: number;
  call: CallHint;
}

const setHint = StateEffect.define<Hint | null>();

const hintField = StateField.define<Hint | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHint)) return effect.value;
    return value && { ...value, at: transaction.changes.mapPos(value.at) };
  },
  provide: (field) => showTooltip.from(field, (hint) => hint && tooltip(hint)),
});

function tooltip({ at, call }: Hint): Tooltip {
  return {
    pos: at,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'or-hint';
      const code = document.createElement('code');
      const active = call.active === null ? undefined : call.parameters[call.active];
      if (active) {
        const strong = document.createElement('strong');
        strong.textContent = call.label.slice(active.from, active.to);
        code.append(call.label.slice(0, active.from), strong, call.label.slice(active.to));
      } else code.textContent = call.label;
      dom.append(code);
      if (call.documentation) {
        const words = document.createElement('p');
        words.textContent = call.documentation;
        dom.append(words);
      }
      return { dom };
    },
  };
}

/** Shows the call whose arguments are being typed, and lets go of it when the cursor leaves them. */
function hints(complete: Complete): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      timer = 0;

      constructor(readonly view: EditorView) {}

      update(update: ViewUpdate): void {
        const shown = update.state.field(hintField) !== null;
        const typed = update.transactions.some(
          (each) => each.isUserEvent('input') || each.isUserEvent('delete'),
        );
        if (!update.view.hasFocus || !(typed || (shown && update.selectionSet))) return;
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => void this.ask(), PAUSE_MILLIS);
      }

      async ask(): Promise<void> {
        const { state } = this.view;
        const { head } = state.selection.main;
        const before = state.doc.sliceString(Math.max(0, head - 2000), head);
        const found = before.includes('(') ? await complete(state.doc.toString(), head) : null;
        if (this.view.state !== state && this.view.state.selection.main.head !== head) return;
        const call = found?.call ?? null;
        if (call === null && this.view.state.field(hintField) === null) return;
        this.view.dispatch({ effects: setHint.of(call && { at: head, call }) });
      }

      destroy(): void {
        clearTimeout(this.timer);
      }
    },
    {
      eventHandlers: {
        blur(_event, view) {
          if (view.state.field(hintField)) view.dispatch({ effects: setHint.of(null) });
        },
        keydown(event, view) {
          if (event.key === 'Escape' && view.state.field(hintField))
            view.dispatch({ effects: setHint.of(null) });
        },
      },
    },
  );
  return [hintField, plugin];
}

const look = EditorView.theme({
  '.cm-tooltip-autocomplete > ul': { maxHeight: '240px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px 2px 4px', lineHeight: '20px' },
  '.cm-completionDetail': { marginLeft: '16px', fontStyle: 'normal', color: 'var(--ink-2)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionIcon': { width: '20px', color: 'var(--ink-2)', opacity: '1' },
  '.cm-completionInfo, .or-hint': { padding: '4px 8px', maxWidth: '420px', lineHeight: '20px' },
  '.cm-completionInfo code, .or-hint code': {
    fontFamily: 'var(--mono)',
    fontSize: 'var(--small)',
    whiteSpace: 'pre-wrap',
  },
  '.cm-completionInfo p, .or-hint p': {
    margin: '0',
    font: 'var(--small)/16px var(--words)',
    color: 'var(--ink-2)',
  },
});
