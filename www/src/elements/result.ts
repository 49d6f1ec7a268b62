import { css, html, LitElement, nothing } from 'lit';
import type { Approach, ResultTable } from '../engine/types.ts';
import { count, plural } from '../reading/figures.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';

/** What the approach gave: a table where it is one, its repr otherwise, and what it printed. All as text. */
export class OrResult extends LitElement {
  static override styles = [
    base,
    css`
      .about {
        padding: 8px 16px;
        color: var(--ink-2);
      }
      .scroll {
        max-height: min(480px, 70vh);
        overflow: auto;
        border-top: 1px solid var(--rule);
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
        white-space: pre;
        max-width: 320px;
        overflow: hidden;
        text-overflow: ellipsis;
        unicode-bidi: isolate;
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
      .figure {
        text-align: right;
      }
      .none {
        color: var(--ink-2);
        font-style: italic;
      }
      pre {
        margin: 0;
        padding: 8px 16px;
        font-size: var(--small);
        line-height: 18px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      h3 {
        padding: 8px 16px 0;
        color: var(--ink-2);
      }
    `,
  ];

  #report = select(this, (state) => state.shown?.report ?? null);
  #index = select(this, (state) => state.approach);

  override render() {
    const report = this.#report.value;
    const approach = report?.approaches[this.#index.value];
    if (!report || !approach) return nothing;
    const differs = report.difference;
    return html`
      ${differs ? html`<p class="about">⚠ ${differs.between[0]} and ${differs.between[1]} differ: ${differs.message}.</p>` : nothing}
      ${this.#value(approach)} ${this.#printed(approach)}
    `;
  }

  #value(approach: Approach) {
    if (approach.resultTable) return this.#table(approach.resultTable);
    if (approach.resultRepr !== null) return html`<pre tabindex="0">${approach.resultRepr}</pre>`;
    const why = approach.error
      ? 'ended before it gave a result'
      : 'gave no result: its last line is no expression';
    return html`<p class="about">${approach.name} ${why}.</p>`;
  }

  #table(table: ResultTable) {
    const cut = table.totalRows > table.rows.length ? `, the first ${count(table.rows.length)} shown` : '';
    const numeric = table.columns.map((_, column) =>
      table.rows.every((row) => /^-?[\d.,]*$/.test(row[column] ?? '')),
    );
    if (table.totalRows === 0) return html`<p class="about">The result has no rows.</p>`;
    return html`
      <p class="about">${plural(table.totalRows, 'row')}${cut}</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Result">
        <table>
          <thead>
            <tr>
              ${table.columns.map((name, column) => html`<th scope="col" class=${numeric[column] ? 'figure' : ''}>${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${table.rows.map(
              (row) =>
                html`<tr>
                  ${row.map((cell, column) =>
                    cell === null
                      ? html`<td class="none">None</td>`
                      : html`<td class=${numeric[column] ? 'figure' : ''} title=${cell.length > 40 ? cell : nothing}>${cell}</td>`,
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  #printed(approach: Approach) {
    if (approach.stdout === '') return nothing;
    return html`<h3>Printed</h3>
      <pre tabindex="0" aria-label="Printed output" role="region">${approach.stdout}</pre>
      ${approach.stdoutCut > 0 ? html`<p class="about">${count(approach.stdoutCut)} more characters were cut off.</p>` : nothing}`;
  }
}
