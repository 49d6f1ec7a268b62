import { css, html, LitElement, nothing } from 'lit';
import type { Approach, Difference, Report, ResultTable } from '../engine/types.ts';
import { count, plural } from '../reading/figures.ts';
import { compareResults } from '../reading/result-diff.ts';
import { differenceIn } from '../reading/sentence.ts';
import { select } from '../store/state.ts';
import { base, segments, toolbar } from './base.ts';

/** What the approach gave: a table where it is one, its repr otherwise, and what it printed. All as text. */
export class OrResult extends LitElement {
  static override properties = { asText: { state: true } };
  static override styles = [
    base,
    segments,
    toolbar,
    css`
      .about {
        padding: 8px 16px;
        color: var(--ink-2);
      }
      .differ {
        margin: 8px 16px;
        padding: 8px 0 0;
        border: 1px solid var(--rule);
        border-left: 3px solid var(--warn);
        border-radius: 4px;
        overflow: hidden;
      }
      .differ p {
        padding: 0 12px 8px;
        overflow-wrap: anywhere;
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

  declare asText: boolean;
  #report = select(this, (state) => state.shown?.report ?? null);
  #index = select(this, (state) => state.approach);

  constructor() {
    super();
    this.asText = false;
  }

  override render() {
    const report = this.#report.value;
    const approach = report?.approaches[this.#index.value];
    if (!report || !approach) return html`<p class="about">Nothing was run.</p>`;
    return html`
      ${report.difference ? this.#difference(report, report.difference.between) : nothing} ${this.#value(approach)}
      ${this.#printed(approach)}
    `;
  }

  /** Where they part, and the rows that only one of the two has. */
  #difference(report: Report, [first, second]: Difference['between']) {
    const tableOf = (name: string) =>
      report.approaches.find((each) => each.name === name)?.resultTable ?? null;
    const a = tableOf(first);
    const b = tableOf(second);
    const diff = a && b ? compareResults(a, b) : null;
    const where = differenceIn(report);
    return html`<section class="differ" aria-label="Difference">
      <p><span aria-hidden="true">⚠</span> ${first} and ${second} differ${where ? `: ${where}` : ''}.</p>
      ${diff?.orderOnly ? html`<p>The rows shown are the same, in another order.</p>` : nothing}
      ${a && diff ? this.#only(first, a.columns, diff.onlyFirst) : nothing}
      ${b && diff ? this.#only(second, b.columns, diff.onlySecond) : nothing}
    </section>`;
  }

  #only(name: string, columns: readonly string[], rows: (string | null)[][]) {
    if (rows.length === 0) return nothing;
    return html`<p>${plural(rows.length, 'row')} of those shown ${rows.length === 1 ? 'is' : 'are'} only in ${name}:</p>
      <or-result-table .columns=${columns} .rows=${rows.slice(0, 20)} label="Only in ${name}"></or-result-table>`;
  }

  #value(approach: Approach) {
    const { resultTable, resultRepr } = approach;
    // No rows, or rows of nothing, make no table.
    const isTable = (resultTable?.columns.length ?? 0) > 0;
    if (resultTable && isTable && resultRepr !== null) {
      return html`<div class="tools">
          <div class="segments" role="group" aria-label="Result shown as">
            <button aria-pressed=${!this.asText} @click=${() => this.#show(false)}>Table</button>
            <button aria-pressed=${this.asText} @click=${() => this.#show(true)}>Text</button>
          </div>
          <span class="quiet">${this.#size(resultTable)}</span>
        </div>
        ${this.asText ? this.#text(resultRepr) : this.#table(resultTable)}`;
    }
    if (resultTable)
      return html`<p class="about">${this.#size(resultTable)}</p>
        ${isTable ? this.#table(resultTable) : resultRepr !== null ? this.#text(resultRepr) : nothing}`;
    if (resultRepr !== null) return this.#text(resultRepr);
    const why = approach.error
      ? 'ended before it gave a result'
      : 'gave no result: its last line is no expression';
    return html`<p class="about">${approach.name} ${why}.</p>`;
  }

  #show(asText: boolean): void {
    this.asText = asText;
  }

  #text(repr: string) {
    return html`<pre tabindex="0" role="region" aria-label="Result as text">${repr}</pre>`;
  }

  #size({ totalRows, rows }: ResultTable): string {
    if (totalRows === 0) return 'The result has no rows.';
    return `${plural(totalRows, 'row')}${totalRows > rows.length ? `, the first ${count(rows.length)} shown` : ''}`;
  }

  #table({ columns, rows }: ResultTable) {
    if (rows.length === 0) return nothing;
    return html`<or-result-table .columns=${columns} .rows=${rows} label="Result"></or-result-table>`;
  }

  #printed(approach: Approach) {
    if (approach.stdout === '') return nothing;
    return html`<h3>Printed</h3>
      <pre tabindex="0" aria-label="Printed output" role="region">${approach.stdout}</pre>
      ${approach.stdoutCut > 0 ? html`<p class="about">${count(approach.stdoutCut)} more characters were cut off.</p>` : nothing}`;
  }
}
