import { css, html, LitElement, nothing } from 'lit';
import type { ResultTable } from '../engine/types.ts';
import { count, plural } from '../reading/figures.ts';
import { type ModelSketch, sketchModels } from '../reading/models.ts';
import { goTo } from '../store/actions.ts';
import { browse } from '../store/session.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';

const PAGE_ROWS = 50;

/** The models, how they relate, and how many rows each table held before the run. */
export class OrSchema extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        padding: 12px 16px 24px;
      }
      .models {
        display: flex;
        flex-wrap: wrap;
        gap: 16px;
        align-items: start;
      }
      section {
        min-width: 220px;
        border: 1px solid var(--rule);
        border-radius: 6px;
        background: var(--paper);
        overflow: hidden;
      }
      .title {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        padding: 4px 12px;
        border-bottom: 1px solid var(--rule);
        background: var(--shade);
      }
      .title button {
        padding: 0;
        min-height: 24px;
        font-weight: 600;
        text-decoration: underline;
        text-decoration-color: var(--rule-strong);
      }
      .title .rows {
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
      .pages {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin: 16px 0 8px;
      }
      dl {
        display: grid;
        grid-template-columns: max-content max-content;
        gap: 0 16px;
        margin: 0;
        padding: 4px 12px 8px;
        font: var(--small) / 20px var(--mono);
      }
      dd {
        margin: 0;
        color: var(--ink-2);
      }
      .to {
        color: var(--link);
      }
      .note {
        margin-top: 12px;
        color: var(--ink-2);
      }
    `,
  ];

  #workbench = select(this, (state) => state.workbench);
  #report = select(this, (state) => state.shown?.report ?? null);

  /** The rows being looked at. */
  #rows: { model: string; from: number; total: number; table: ResultTable | null } | null = null;

  async #browse(model: string, from: number, total: number): Promise<void> {
    const table = await browse(model, from, PAGE_ROWS);
    this.#rows = { model, from, total, table };
    this.requestUpdate();
  }

  override render() {
    const { files } = this.#workbench.value;
    const models = files
      .filter((file) => file.path.endsWith('models.py'))
      .flatMap((file) => sketchModels(file.text).map((model) => ({ file: file.path, model })));
    const tables = this.#report.value?.tables ?? [];
    const total = tables.reduce((sum, table) => sum + table.rows, 0);
    if (models.length === 0) return html`<p>No model is defined in a file named models.py.</p>`;
    return html`
      <div class="models">${models.map(({ file, model }) => this.#model(file, model))}</div>
      <p class="note">
        ${tables.length > 0 ? `${plural(tables.length, 'table')} with ${plural(total, 'row')} before the run.` : 'Rows are counted when it runs.'}
      </p>
      ${this.#browser()}
    `;
  }

  #browser() {
    const rows = this.#rows;
    if (!rows) return nothing;
    const { model, from, total, table } = rows;
    if (!table) return html`<p class="note">The rows of ${model} could not be had. Run says why.</p>`;
    const last = Math.min(from + PAGE_ROWS, total);
    return html`<div class="pages">
        <strong>${model}</strong> ${count(Math.min(from + 1, total))}–${count(last)} of ${count(total)}
        <button class="outlined" ?disabled=${from === 0} @click=${() => this.#browse(model, from - PAGE_ROWS, total)}>Previous</button>
        <button class="outlined" ?disabled=${last >= total} @click=${() => this.#browse(model, from + PAGE_ROWS, total)}>Next</button>
      </div>
      <or-result-table .columns=${table.columns} .rows=${table.rows} label="Rows of ${model}"></or-result-table>`;
  }

  #model(file: string, model: ModelSketch) {
    const table = this.#report.value?.tables.find((each) => each.model.split('.').at(-1) === model.name);
    return html`<section aria-label="Model ${model.name}">
      <h3 class="title">
        <button @click=${() => goTo(file, model.line)}>${model.name}</button>
        ${
          table
            ? html`<button class="rows" title="Look at the rows" @click=${() => this.#browse(model.name, 0, table.rows)}>
                ${plural(table.rows, 'row')}
              </button>`
            : nothing
        }
      </h3>
      <dl>
        ${model.fields.map(
          (field) => html`<dt>${field.name}</dt>
            <dd>${field.type}${field.to ? html` <span class="to">→ ${field.to}</span>` : nothing}</dd>`,
        )}
      </dl>
    </section>`;
  }
}
