import { css } from 'lit';

/** What every element's style begins with: the grid's sizes, buttons, figures, the visible focus. */
export const base = css`
  :host {
    display: block;
    min-width: 0;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 1px;
    border-radius: 2px;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid transparent;
    border-radius: 4px;
    background: transparent;
    cursor: pointer;
    white-space: nowrap;
  }
  button:hover {
    background: var(--shade);
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  button.outlined {
    border-color: var(--rule);
    background: var(--panel);
  }
  button.outlined:hover {
    border-color: var(--rule-strong);
  }
  select,
  input[type='number'],
  input[type='text'],
  input[type='search'] {
    min-height: 28px;
    padding: 0 4px 0 8px;
    border: 1px solid var(--rule);
    border-radius: 4px;
    background: var(--panel);
  }
  a {
    color: var(--link);
  }
  h2,
  h3,
  p {
    margin: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  .figure,
  code,
  pre {
    font-family: var(--mono);
    font-variant-numeric: tabular-nums;
    font-variant-ligatures: none;
  }
  .quiet {
    color: var(--ink-2);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    button,
    select,
    input {
      min-height: 36px;
    }
  }
`;

/** Buttons of which one is chosen: a switch between views. */
export const segments = css`
  .segments {
    display: inline-flex;
    border: 1px solid var(--rule);
    border-radius: 4px;
    background: var(--panel);
    overflow: hidden;
  }
  .segments button {
    min-height: 26px;
    border: 0;
    border-radius: 0;
    color: var(--ink-2);
  }
  .segments button + button {
    border-left: 1px solid var(--rule);
  }
  .segments button[aria-pressed='true'] {
    background: var(--shade);
    color: var(--ink);
    font-weight: 600;
  }
  .segments button:focus-visible {
    outline-offset: -2px;
  }
`;

/** A row of what can be done with the panel under it. */
export const toolbar = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 8px 16px;
  }
`;

/** Code in a box of its own. */
export const codeBox = css`
  pre {
    margin: 0;
    padding: 8px 12px;
    border: 1px solid var(--rule);
    border-radius: 4px;
    background: var(--paper);
    font-size: var(--small);
    line-height: 18px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
