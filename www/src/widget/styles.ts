import { css } from 'lit';

/**
 * The widget's look. Fonts and colours are the host page's; what may be set is listed in `docs/widget.md`.
 * The names without prefix are those that the editor uses.
 */
export const styles = css`
  :host {
    --words: var(--outer-ref-font, inherit);
    --mono: var(--outer-ref-font-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
    --text: var(--outer-ref-code-size, 13px);
    --small: 12px;
    --ink: var(--outer-ref-color, currentColor);
    --ink-2: color-mix(in srgb, currentColor 75%, transparent);
    --rule: var(--outer-ref-border, color-mix(in srgb, currentColor 20%, transparent));
    --rule-strong: color-mix(in srgb, currentColor 45%, transparent);
    --panel: var(--outer-ref-background, transparent);
    --shade: color-mix(in srgb, currentColor 7%, transparent);
    --select: color-mix(in srgb, #4a8ae0 35%, transparent);
    --trip: var(--outer-ref-trip, #c4161c);
    --trip-soft: color-mix(in srgb, var(--trip) 18%, transparent);
    --warn: #7a5200;
    --code-keyword: #1d4f91;
    --code-string: #47661b;
    --code-number: #7b4a00;
    --code-name: #5b3a8e;
    --shadow: 0 4px 16px rgb(0 0 0 / 20%);
    display: block;
    margin: 1em 0;
    border: 1px solid var(--rule);
    border-radius: 6px;
    background: var(--panel);
    font-family: var(--words);
    font-size: 14px;
    line-height: 20px;
    text-align: left;
    overflow: hidden;
  }
  :host([hidden]) {
    display: none;
  }
  :host([data-dark]) {
    --trip: var(--outer-ref-trip, #ff6b63);
    --warn: #e8bb62;
    --code-keyword: #8ab8ff;
    --code-string: #b2d08a;
    --code-number: #e3b877;
    --code-name: #cbb2f2;
  }
  :host([theme='light']) {
    color: var(--outer-ref-color, #1b1a17);
    --panel: var(--outer-ref-background, #fff);
  }
  :host([theme='dark']) {
    color: var(--outer-ref-color, #e6e9ed);
    --panel: var(--outer-ref-background, #191e25);
  }
  * {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid currentColor;
    outline-offset: -2px;
  }
  button {
    min-height: 28px;
    padding: 0 10px;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    border-bottom: 1px solid var(--rule);
    background: var(--shade);
  }
  .tab {
    min-height: 36px;
    border-radius: 0;
    opacity: 0.8;
  }
  .tab[aria-pressed='true'] {
    opacity: 1;
    font-weight: 600;
    box-shadow: inset 0 -2px currentColor;
  }
  .run {
    margin: 4px 8px 4px auto;
    border: 1px solid var(--rule-strong);
    font-weight: 600;
  }
  .code {
    max-height: var(--height, 420px);
    overflow: auto;
  }
  pre {
    margin: 0;
    font: var(--text) / 20px var(--mono);
    white-space: pre;
    background: none;
    border: 0;
    color: inherit;
  }
  .code > pre {
    padding: 8px 12px;
  }
  .keyword {
    color: var(--code-keyword);
  }
  .string {
    color: var(--code-string);
  }
  .number {
    color: var(--code-number);
  }
  .comment {
    color: var(--ink-2);
    font-style: italic;
  }
  .results {
    container-type: inline-size;
    padding: 8px 12px 12px;
    border-top: 1px solid var(--rule);
  }
  .results:empty {
    display: none;
  }
  .sentence {
    margin: 0 0 4px;
    font-weight: 600;
  }
  .note {
    margin: 0 0 8px;
    color: var(--ink-2);
    font-size: 13px;
  }
  .error {
    margin: 0 0 8px;
    padding-left: 8px;
    border-left: 3px solid var(--warn);
    font: 13px / 20px var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .wide {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 2px 0 2px 20px;
    text-align: right;
    font-weight: 400;
  }
  th:first-child {
    padding-left: 0;
    text-align: left;
  }
  thead th {
    color: var(--ink-2);
    font-size: 12px;
    line-height: 16px;
    vertical-align: bottom;
  }
  @container (max-width: 420px) {
    .rows {
      display: none;
    }
    th,
    td {
      padding-left: 12px;
    }
  }
  .trips {
    color: var(--trip);
    font-weight: 600;
  }
  details {
    margin-top: 8px;
  }
  summary {
    cursor: pointer;
  }
  li pre {
    margin: 4px 0 8px;
    font-size: 12px;
    line-height: 18px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  ol {
    margin: 4px 0 0;
    padding-left: 24px;
  }
  .foot {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    margin-top: 8px;
    font-size: 12px;
  }
  a {
    color: inherit;
  }
`;
