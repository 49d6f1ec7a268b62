import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the page's own colours. No red: that is kept for trips to the database. */
export const look = [
  EditorView.theme({
    '&': { height: '100%', fontSize: 'var(--text)', color: 'var(--ink)', backgroundColor: 'var(--panel)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', fontVariantLigatures: 'none' },
    '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'var(--select)',
    },
    '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--shade) 60%, transparent)' },
    '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--ink-2)', border: 'none' },
    '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
    '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 4px', minWidth: '28px' },
    '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
      backgroundColor: 'var(--shade)',
      outline: '1px solid var(--rule-strong)',
    },
    '.cm-tooltip': {
      backgroundColor: 'var(--panel)',
      color: 'var(--ink)',
      border: '1px solid var(--rule)',
      borderRadius: '6px',
      boxShadow: 'var(--shadow)',
    },
    '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: 'var(--small)' },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--select)', color: 'var(--ink)' },
    '.cm-diagnostic': { borderLeft: '3px solid var(--warn)', padding: '4px 8px', whiteSpace: 'pre-wrap' },
    '.cm-lintRange-error': {
      backgroundImage: 'none',
      textDecoration: 'underline wavy var(--warn) 1px',
      textUnderlineOffset: '3px',
    },
    '.cm-specialChar': { color: 'var(--warn)', backgroundColor: 'var(--warn-soft)' },
    '.cm-panels': { backgroundColor: 'var(--shade)', color: 'var(--ink)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--code-keyword)' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
      {
        tag: [tags.definition(tags.variableName), tags.className, tags.definition(tags.className)],
        color: 'var(--code-name)',
      },
      { tag: tags.comment, color: 'var(--ink-2)', fontStyle: 'italic' },
    ]),
  ),
];
