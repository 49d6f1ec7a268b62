import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { PlanNode, Query, WhatIfAnswer, WhatIfSide } from '../engine/types.ts';
import { measured, times } from '../reading/figures.ts';
import { type Indexable, indexable } from '../reading/indexable.ts';
import { reasonOf, whatIf } from '../store/services.ts';
import { clockOf, select } from '../store/state.ts';
import { base } from './base.ts';

/** Tries an index for a statement: its plan and time without it and with it. The database stays as it was. */
export class OrWhatIf extends LitElement {
  static override properties = {
    query: { attribute: false },
    table: { state: true },
    columns: { state: true },
    answer: { state: true },
    failure: { state: true },
    asking: { state: true },
  };
  static override styles = [
    base,
    css`
      .pick {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        margin-bottom: 4px;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        font: var(--small) / 24px var(--mono);
      }
      input {
        margin: 0;
        accent-color: var(--ink);
      }
      .answer {
        margin-top: 8px;
        padding: 8px 12px;
        border: 1px solid var(--rule);
        border-radius: 4px;
        background: var(--paper);
      }
      dl {
        display: grid;
        grid-template-columns: max-content max-content 1fr;
        gap: 0 16px;
        margin: 4px 0 8px;
      }
      dd {
        margin: 0;
      }
      .figure {
        text-align: right;
      }
      pre {
        margin: 0;
        font-size: var(--small);
        line-height: 18px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .failure {
        color: var(--warn);
      }
    `,
  ];

  declare query: Query | null;
  declare table: string;
  declare columns: string[];
  declare answer: WhatIfAnswer | null;
  declare failure: string;
  declare asking: boolean;
  #choices: Indexable[] = [];
  #clock = select(this, clockOf);

  constructor() {
    super();
    this.query = null;
    this.table = '';
    this.columns = [];
    this.answer = null;
    this.failure = '';
    this.asking = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('query')) return;
    this.#choices = this.query ? indexable(this.query.sql) : [];
    this.#pick(this.#choices[0]?.table ?? '', []);
  }

  #pick(table: string, columns: string[]): void {
    this.table = table;
    this.columns = columns;
    this.answer = null;
    this.failure = '';
  }

  /** Columns of one table, in the order in which they were picked: that of the index. */
  #toggle(table: string, column: string): void {
    const columns = table === this.table ? this.columns : [];
    this.#pick(
      table,
      columns.includes(column) ? columns.filter((each) => each !== column) : [...columns, column],
    );
  }

  async #try(): Promise<void> {
    const { query } = this;
    if (!query) return;
    this.asking = true;
    try {
      this.answer = await whatIf(query, this.table, this.columns);
      this.failure = '';
    } catch (error) {
      this.failure = reasonOf(error);
    }
    this.asking = false;
  }

  override render() {
    if (this.#choices.length === 0) return nothing;
    return html`
      ${this.#choices.map(
        ({ table, columns }) => html`<div class="pick" role="group" aria-label="Columns of ${table}">
          <span class="figure">${table}</span>
          ${columns.map((column) => {
            const place = table === this.table ? this.columns.indexOf(column) : -1;
            const order = place >= 0 && this.columns.length > 1 ? ` (${place + 1})` : '';
            return html`<label
              ><input type="checkbox" .checked=${place >= 0} @change=${() => this.#toggle(table, column)} />${column}${order}</label
            >`;
          })}
        </div>`,
      )}
      <button class="outlined" ?disabled=${this.columns.length === 0 || this.asking} @click=${() => this.#try()}>Try the index</button>
      ${this.failure ? html`<p class="failure" role="alert">⚠ ${this.failure}</p>` : nothing}
      ${this.answer ? this.#told(this.answer) : nothing}
    `;
  }

  #told({ before, with: after, used, meta, buildMicros }: WhatIfAnswer) {
    return html`<div class="answer" role="status">
      <strong>${this.#said(used, before, after)}</strong> Making it took ${measured(buildMicros, this.#clock.value)}.
      <dl>${this.#side('without', before)}${this.#side('with', after)}</dl>
      <pre>${meta}</pre>
    </div>`;
  }

  #said(used: boolean, before: WhatIfSide, after: WhatIfSide): string {
    if (!used) return 'SQLite would not use it.';
    if (apartFromNames(before.plan) === apartFromNames(after.plan))
      return 'It would do what the index that is there does.';
    if (before.micros < this.#least(before))
      return 'SQLite uses it. Without it the query is already quicker than this clock can tell.';
    const least = this.#least(after);
    const faster = before.micros / Math.max(after.micros, least);
    if (faster <= 1.1) return 'SQLite uses it, and it is no faster on this data.';
    return `${after.micros < least ? 'More than ' : ''}${times(faster)} faster measured here.`;
  }

  /** The shortest time that the clock tells of a side: it was read once for all its runs. */
  #least({ runs }: WhatIfSide): number {
    return this.#clock.value / runs;
  }

  #side(name: string, side: WhatIfSide) {
    const { micros, plan } = side;
    return html`<dt>${name}</dt>
      <dd class="figure">${measured(micros, this.#least(side))}</dd>
      <dd>${words(plan).join('; ')}</dd>`;
  }
}

/** What is done, by whichever index. */
function apartFromNames(plan: readonly PlanNode[]): string {
  return words(plan)
    .map((each) => each.replace(/ index \S+/, ' index'))
    .join('; ');
}

function words(plan: readonly PlanNode[]): string[] {
  return plan.flatMap((node) => [node.words || node.detail, ...words(node.children)]);
}
