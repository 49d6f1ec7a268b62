import { css, html, LitElement, nothing } from 'lit';
import type { BrowseOrder } from '../engine/types.ts';
import { base } from './base.ts';

type Cells = readonly (string | null)[];

/**
 * Rows of text as a table that scrolls on its own. Cells are text, whatever they hold. Where it has an `order`, the
 * columns can be chosen for another one, which it tells as `or-sort` with the column's name.
 */
export class OrResultTable extends LitElement {
  static override properties = {
    columns: { attribute: false },
    rows: { attribute: false },
    label: { type: String },
    numeric: { attribute: false },
    titles: { attribute: false },
    order: { attribute: false },
  };
  static override styles = [
    base,
    css`
      .scroll {
        max-height: min(480px, 70vh);
        overflow: auto;
        border: solid var(--rule);
        border-width: 1px 0;
      }
      .wide {
        min-width: 100%;
      }
      table {
        border-collapse: collapse;
        font: var(--small) / 16px var(--mono);
      }
      th,
      td {
        padding: 4px 12px;
        border-bottom: 1px solid var(--rule);
        text-align: left;
        white-space: nowrap;
        max-width: 320px;
        overflow: hidden;
        text-overflow: ellipsis;
        unicode-bidi: isolate;
      }
      td {
        white-space: pre;
      }
      th:first-child,
      td:first-child {
        padding-left: 16px;
      }
      th {
        position: sticky;
        top: 0;
        background: var(--paper);
        font-weight: 600;
      }
      th:has(button) {
        padding-block: 0;
      }
      th button {
        min-height: 26px;
        margin: 0 -8px;
        font: inherit;
      }
      .figure {
        text-align: right;
      }
      /* The rules reach the edge; figures stay with their neighbours. */
      th:last-child:not(.figure) {
        width: 100%;
      }
      /* A place in a tuple or a list is no name. */
      .place {
        color: var(--ink-2);
        font-weight: 400;
      }
      .none {
        color: var(--ink-2);
        font-style: italic;
      }
    `,
  ];

  declare columns: readonly string[];
  declare rows: readonly Cells[];
  declare label: string;
  /** Which columns hold figures; without it their cells tell. */
  declare numeric: readonly boolean[] | null;
  /** More about each column. */
  declare titles: readonly string[];
  /** By which column the rows are ordered, `null` for none; without it none can be chosen. */
  declare order: BrowseOrder | null | undefined;

  constructor() {
    super();
    this.columns = [];
    this.rows = [];
    this.label = '';
    this.numeric = null;
    this.titles = [];
    this.order = undefined;
  }

  override render() {
    const numeric =
      this.numeric ??
      this.columns.map((_, column) => this.rows.every((row) => /^-?[\d.,]*$/.test(row[column] ?? '')));
    const kind = (column: number) => (numeric[column] ? 'figure' : '');
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.label}>
      <table class=${numeric.at(-1) ? '' : 'wide'}>
        <thead>
          <tr>
            ${this.columns.map((name, column) => this.#heading(name, column, kind(column)))}
          </tr>
        </thead>
        <tbody>
          ${this.rows.map((row) => html`<tr>${row.map((cell, column) => this.#cell(cell, kind(column)))}</tr>`)}
        </tbody>
      </table>
    </div>`;
  }

  #heading(name: string, column: number, kind: string) {
    const title = this.titles[column] ?? nothing;
    if (this.order === undefined) {
      const place = /^\d+$/.test(name) ? 'place' : '';
      return html`<th scope="col" class="${kind} ${place}" title=${title}>${name}</th>`;
    }
    const { order } = this;
    const sorted = order?.column !== name ? 'none' : order.descending ? 'descending' : 'ascending';
    const sign = { none: '', ascending: ' ▲', descending: ' ▼' }[sorted];
    return html`<th scope="col" class=${kind} aria-sort=${sorted}>
      <button title=${title} @click=${() => this.dispatchEvent(new CustomEvent('or-sort', { detail: name }))}>${name}${sign}</button>
    </th>`;
  }

  #cell(cell: string | null, kind: string) {
    if (cell === null) return html`<td class="none">None</td>`;
    return html`<td class=${kind} title=${cell.length > 40 ? cell : nothing}>${cell}</td>`;
  }
}
