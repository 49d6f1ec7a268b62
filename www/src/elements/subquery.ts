import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Query, SubqueryAnswer } from '../engine/types.ts';
import { count, measured, plural } from '../reading/figures.ts';
import { runnable } from '../reading/sql.ts';
import { reasonOf, subquery } from '../store/services.ts';
import { clockOf, select } from '../store/state.ts';
import { base } from './base.ts';

/** A subquery of a statement by itself, for one row of the query around it. */
export class OrSubquery extends LitElement {
  static override properties = {
    query: { attribute: false },
    answer: { state: true },
    failure: { state: true },
  };
  static override styles = [
    base,
    css`
      .steps {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        margin-bottom: 8px;
        font-variant-numeric: tabular-nums;
      }
      .steps button {
        min-width: 28px;
      }
      .bound {
        margin: 0 0 8px;
        padding: 0;
        list-style: none;
      }
      .facts {
        margin: 8px 0 4px;
        color: var(--ink-2);
      }
      .failure {
        color: var(--warn);
      }
    `,
  ];

  declare query: Query | null;
  declare answer: SubqueryAnswer | null;
  declare failure: string;
  #clock = select(this, clockOf);
  #which = 0;
  #row = 0;
  #asked = 0;

  constructor() {
    super();
    this.query = null;
    this.answer = null;
    this.failure = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('query')) return;
    this.answer = null;
    void this.#load(0, 0);
  }

  /** Asks for one; an answer that was overtaken is dropped, and beyond the last row nothing changes. */
  async #load(which: number, row: number): Promise<void> {
    const { query } = this;
    if (!query) return;
    const asked = ++this.#asked;
    try {
      const answer = await subquery(query, which, row);
      if (asked !== this.#asked) return;
      this.answer = answer;
      this.#which = which;
      this.#row = row;
      this.failure = '';
    } catch (error) {
      if (asked === this.#asked) this.failure = reasonOf(error);
    }
  }

  override render() {
    const { answer } = this;
    return html`
      ${answer ? this.#told(answer) : nothing}
      ${this.failure ? html`<p class="failure" role="alert">⚠ ${this.failure}</p>` : nothing}
    `;
  }

  #told({ count: total, sql, params, bound, result, micros, runs }: SubqueryAnswer) {
    const step = (label: string, to: () => void, disabled: boolean, text: string) =>
      html`<button class="outlined" aria-label=${label} ?disabled=${disabled} @click=${to}>${text}</button>`;
    const which = this.#which;
    const row = this.#row;
    return html`
      <div class="steps" role="group" aria-label="Which subquery and which row">
        ${
          total > 1
            ? html`<span>
                ${step('Previous subquery', () => void this.#load(which - 1, row), which === 0, '‹')} Subquery
                ${count(which + 1)} of ${count(total)}
                ${step('Next subquery', () => void this.#load(which + 1, row), which + 1 >= total, '›')}
              </span>`
            : nothing
        }
        <span>
          ${step('Previous outer row', () => void this.#load(which, row - 1), row === 0, '‹')} for outer row ${count(row + 1)}
          ${step('Next outer row', () => void this.#load(which, row + 1), false, '›')}
        </span>
      </div>
      ${
        bound.length > 0
          ? html`<ul class="bound">
              ${bound.map(({ column, value }) => html`<li><code>OuterRef</code>: <code>${column}</code> is <code>${JSON.stringify(value)}</code></li>`)}
            </ul>`
          : nothing
      }
      <or-sql .sql=${runnable(sql, params, 'sqlite')} dialect="sqlite" label="SQL of the subquery"></or-sql>
      <p class="facts">${plural(result.totalRows, 'row')} in ${measured(micros, this.#clock.value / runs)}, each time it is asked.</p>
      ${
        result.totalRows > 0
          ? html`<or-result-table .columns=${result.columns} .rows=${result.rows} label="What the subquery gave"></or-result-table>`
          : nothing
      }
    `;
  }
}
