import { css, html, LitElement, type PropertyValues } from 'lit';
import type { Dialect } from '../engine/types.ts';
import { base } from './base.ts';

type Piece = { text: string; kind: string };

/** SQL, laid out and coloured. Plain text until the formatter is there, or where it cannot read the SQL. */
export class OrSql extends LitElement {
  static override properties = {
    sql: { type: String },
    dialect: { type: String },
    label: { type: String },
    pieces: { state: true },
  };
  static override styles = [
    base,
    css`
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
      .keyword {
        color: var(--code-keyword);
      }
      .string {
        color: var(--code-string);
      }
      .number {
        color: var(--code-number);
      }
    `,
  ];

  declare sql: string;
  declare dialect: Dialect;
  declare label: string;
  declare pieces: Piece[];

  constructor() {
    super();
    this.sql = '';
    this.dialect = 'sqlite';
    this.label = 'SQL';
    this.pieces = [];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('sql') && !changed.has('dialect')) return;
    const { sql, dialect } = this;
    this.pieces = [{ text: sql, kind: '' }];
    void import('../reading/sql-layout.ts').then(({ layOut }) => {
      if (this.sql === sql && this.dialect === dialect) this.pieces = layOut(sql, dialect);
    });
  }

  override render() {
    return html`<pre tabindex="0" role="region" aria-label=${this.label}>${this.pieces.map(({ text, kind }) => html`<span class=${kind}>${text}</span>`)}</pre>`;
  }
}
