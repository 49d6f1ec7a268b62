import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Dialect, TableDdl } from '../engine/types.ts';
import { type DiagramModel, diagramOf, diagramOfSource } from '../reading/diagram.ts';
import { plural } from '../reading/figures.ts';
import { sketchModels } from '../reading/models.ts';
import { goTo } from '../store/actions.ts';
import { ddl, loadSchema, reasonOf } from '../store/services.ts';
import { select } from '../store/state.ts';
import { sameSetup } from '../workbench/workbench.ts';
import { base, segments } from './base.ts';

type View = 'models' | 'rows' | 'sql';
const VIEWS: [View, string][] = [
  ['models', 'Models'],
  ['rows', 'Rows'],
  ['sql', 'Tables as SQL'],
];
const DIALECTS: [Dialect, string][] = [
  ['sqlite', 'SQLite'],
  ['postgresql', 'PostgreSQL'],
  ['mysql', 'MySQL'],
];

/** The models and how they relate, the rows of their tables, and the SQL that makes the tables. */
export class OrSchema extends LitElement {
  static override properties = {
    view: { state: true },
    table: { state: true },
    dialect: { state: true },
    failure: { state: true },
    loading: { state: true },
    tables: { state: true },
  };
  static override styles = [
    base,
    segments,
    css`
      :host {
        padding: 8px 16px 24px;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin-bottom: 12px;
      }
      .failure {
        color: var(--warn);
      }
      .note {
        margin-top: 12px;
        color: var(--ink-2);
      }
      h3 {
        margin: 16px 0 4px;
        font-weight: 600;
      }
      or-sql {
        margin-bottom: 8px;
      }
    `,
  ];

  declare view: View;
  declare table: string;
  declare dialect: Dialect;
  declare failure: string;
  declare loading: boolean;
  declare tables: { of: unknown; dialect: Dialect; list: TableDdl[] } | null;
  #workbench = select(this, (state) => state.workbench);
  #schema = select(this, (state) => state.schema);
  #shown = select(this, (state) => state.shown);
  #ready = select(this, (state) => state.engine.phase === 'ready' && state.run.phase === 'idle');
  #asked: unknown = null;

  constructor() {
    super();
    this.view = 'models';
    this.table = '';
    this.dialect = 'sqlite';
    this.failure = '';
    this.loading = false;
    this.tables = null;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    // Once as the view opens and once after each run; while one types, the button asks.
    const shown = this.#shown.value ?? this;
    if (!this.#ready.value || this.#asked === shown) return;
    this.#asked = shown;
    void this.#load();
  }

  async #load(): Promise<void> {
    this.loading = true;
    this.failure = (await loadSchema()) ?? '';
    this.loading = false;
    if (this.view === 'sql') await this.#loadSql(this.dialect);
  }

  async #loadSql(dialect: Dialect): Promise<void> {
    this.dialect = dialect;
    const of = this.#schema.value;
    if (this.tables && this.tables.of === of && this.tables.dialect === dialect) return;
    try {
      this.tables = { of, dialect, list: await ddl(dialect) };
      this.failure = '';
    } catch (error) {
      this.failure = reasonOf(error);
    }
  }

  #show(view: View): void {
    this.view = view;
    if (view === 'sql') void this.#loadSql(this.dialect);
  }

  #models(): DiagramModel[] {
    const schema = this.#schema.value;
    if (schema) return diagramOf(schema.models);
    const { files } = this.#workbench.value;
    return diagramOfSource(
      files.filter((file) => file.path.endsWith('models.py')).flatMap((file) => sketchModels(file.text)),
    );
  }

  #goToSource(model: DiagramModel): void {
    for (const file of this.#workbench.value.files) {
      const line = file.text
        .split('\n')
        .findIndex((text) => new RegExp(`^class ${model.name}\\b`).test(text));
      if (line < 0) continue;
      goTo(file.path, line + 1);
      return;
    }
  }

  override render() {
    const schema = this.#schema.value;
    const stale = schema !== null && !sameSetup(schema.of, this.#workbench.value);
    return html`
      <div class="tools">
        <div class="segments" role="group" aria-label="What of the schema">
          ${VIEWS.map(([view, label]) => html`<button aria-pressed=${view === this.view} @click=${() => this.#show(view)}>${label}</button>`)}
        </div>
        ${
          this.view === 'sql'
            ? html`<div class="segments" role="group" aria-label="SQL shown as">
                ${DIALECTS.map(([value, label]) => html`<button aria-pressed=${value === this.dialect} @click=${() => this.#loadSql(value)}>${label}</button>`)}
              </div>`
            : nothing
        }
        ${
          stale && !this.loading
            ? html`<button class="outlined" ?disabled=${!this.#ready.value} @click=${() => this.#load()}>Read the changed models</button>`
            : nothing
        }
        ${this.loading && !schema ? html`<span class="quiet" role="status">Reading the models</span>` : nothing}
      </div>
      ${this.failure ? html`<p class="failure" role="alert">⚠ ${this.failure}</p>` : nothing} ${this.#content()}
    `;
  }

  #content() {
    const models = this.#models();
    if (models.length === 0) return html`<p>No model is defined yet.</p>`;
    if (this.view === 'models') return this.#diagram(models);
    if (this.view === 'sql') return this.#sql();
    const tables = models.flatMap(({ table, name, rows }) =>
      table !== null && rows !== null ? [{ table, name }] : [],
    );
    const [first] = tables;
    if (!first) return html`<p class="quiet">The rows can be looked at once the models are read.</p>`;
    const table = tables.some((each) => each.table === this.table) ? this.table : first.table;
    return html`<or-data-browser .tables=${tables} table=${table}></or-data-browser>`;
  }

  #diagram(models: DiagramModel[]) {
    const rows = models.reduce((sum, model) => sum + (model.rows ?? 0), 0);
    return html`<or-diagram
        .models=${models}
        @rows=${(event: CustomEvent<DiagramModel>) => {
          this.table = event.detail.table ?? '';
          this.#show('rows');
        }}
        @source=${(event: CustomEvent<DiagramModel>) => this.#goToSource(event.detail)}
      ></or-diagram>
      ${this.#schema.value ? html`<p class="note">${plural(models.length, 'model')}, ${plural(rows, 'row')} before a run.</p>` : nothing}`;
  }

  #sql() {
    const list = this.tables?.dialect === this.dialect ? this.tables.list : [];
    return html`${list.map(
      ({ table, statements }) =>
        html`<h3 class="figure">${table}</h3>
            ${statements.map((sql, index) => html`<or-sql .sql=${`${sql};`} dialect=${this.dialect} label="Statement ${index + 1} of ${table}"></or-sql>`)}`,
    )}`;
  }
}
