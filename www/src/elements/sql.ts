import { css, html, LitElement, type PropertyValues } from 'lit';
import type { Dialect } from '../engine/types.ts';
import { callAt, type Mark, relaid } from '../reading/clauses.ts';
import { base, codeBox } from './base.ts';

type Piece = { text: string; kind: string };

/** SQL, laid out and coloured. Plain text until the formatter is there, or where it cannot read the SQL. */
export class OrSql extends LitElement {
  static override properties = {
    sql: { type: String },
    dialect: { type: String },
    label: { type: String },
    marks: { attribute: false },
    lit: { attribute: false },
    pieces: { state: true },
  };
  static override styles = [
    base,
    codeBox,
    css`
      [data-lit] {
        background: var(--select);
        box-shadow: 0 2px var(--link);
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
  /** Parts of the SQL that a call of the code gave, and the call that is pointed at. */
  declare marks: readonly Mark[];
  declare lit: number | null;
  declare pieces: Piece[];

  constructor() {
    super();
    this.sql = '';
    this.dialect = 'sqlite';
    this.label = 'SQL';
    this.marks = [];
    this.lit = null;
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
    const marks = this.#marks();
    return html`<pre
      tabindex="0"
      role="region"
      aria-label=${this.label}
      @mouseover=${(event: Event) => this.#point(marks, event)}
      @mouseleave=${() => this.#tell(null)}
    >${cut(this.pieces, marks).map(({ text, kind, at, calls }) => {
      const lit = this.lit !== null && calls.includes(this.lit);
      return html`<span class=${kind} data-at=${at} ?data-call=${calls.length > 0} ?data-lit=${lit}>${text}</span>`;
    })}</pre>`;
  }

  /** Where the marks stand in the text as it is laid out. */
  #marks(): Mark[] {
    if (this.marks.length === 0) return [];
    return relaid(this.sql, this.pieces.map(({ text }) => text).join(''), this.marks);
  }

  #point(marks: readonly Mark[], event: Event): void {
    const at = (event.target as HTMLElement).dataset.at;
    this.#tell(at === undefined ? null : callAt(marks, Number(at)));
  }

  #tell(call: number | null): void {
    if (this.marks.length > 0) this.dispatchEvent(new CustomEvent('point-call', { detail: call }));
  }
}

/** The pieces, cut where a mark begins or ends. */
function cut(
  pieces: readonly Piece[],
  marks: readonly Mark[],
): { text: string; kind: string; at: number; calls: number[] }[] {
  const edges = [...new Set(marks.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  let begin = 0;
  return pieces.flatMap(({ text, kind }) => {
    const start = begin;
    begin += text.length;
    const inside = edges.filter((edge) => edge > start && edge < begin);
    const stops = [start, ...inside, begin];
    return stops.slice(0, -1).map((at, index) => ({
      text: text.slice(at - start, (stops[index + 1] ?? begin) - start),
      kind,
      at,
      calls: marks.filter(({ from, to }) => at >= from && at < to).map(({ call }) => call),
    }));
  });
}
