import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { BrowseOrder, BrowsePage } from '../engine/types.ts';
import { count, plural } from '../reading/figures.ts';
import { browse, reasonOf } from '../store/services.ts';
import { base } from './base.ts';

const PAGE_ROWS = 50;
const TYPING_PAUSE_MILLIS = 250;

/** The rows of a table: filtered, ordered, a page at a time. */
export class OrDataBrowser extends LitElement {
  static override properties = {
    tables: { attribute: false },
    table: { type: String },
    page: { state: true },
    failure: { state: true },
  };
  static override styles = [
    base,
    css`
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin-bottom: 8px;
      }
      input {
        flex: 1 1 200px;
        max-width: 320px;
        min-width: 0;
      }
      .where {
        margin-left: auto;
        font-variant-numeric: tabular-nums;
      }
      .failure {
        color: var(--warn);
        margin-bottom: 8px;
      }
      .empty {
        padding: 16px 0;
        color: var(--ink-2);
      }
    `,
  ];

  /** What can be looked at. */
  declare tables: readonly { table: string; name: string }[];
  declare table: string;
  declare page: BrowsePage | null;
  declare failure: string;
  #filter = '';
  #order: BrowseOrder | null = null;
  #offset = 0;
  #timer = 0;
  #asked = 0;

  constructor() {
    super();
    this.tables = [];
    this.table = '';
    this.page = null;
    this.failure = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('table')) return;
    this.#filter = '';
    this.#order = null;
    this.page = null;
    void this.#load(0);
  }

  /** Asks for a page. An answer that was overtaken by a later question is dropped. */
  async #load(offset: number): Promise<void> {
    this.#offset = offset;
    const asked = ++this.#asked;
    const { table } = this;
    try {
      const page = await browse({
        table,
        filter: this.#filter,
        order: this.#order,
        offset,
        limit: PAGE_ROWS,
      });
      if (asked !== this.#asked) return;
      this.page = page;
      this.failure = '';
    } catch (error) {
      if (asked === this.#asked) this.failure = reasonOf(error);
    }
  }

  #typed(event: Event): void {
    this.#filter = (event.target as HTMLInputElement).value;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#load(0), TYPING_PAUSE_MILLIS);
  }

  /** Ascending, descending, as the table has them. */
  #sort(column: string): void {
    const order = this.#order;
    if (order?.column !== column) this.#order = { column, descending: false };
    else this.#order = order.descending ? null : { column, descending: true };
    void this.#load(0);
  }

  override render() {
    const { page } = this;
    const last = page ? this.#offset + page.rows.length : 0;
    const where = page
      ? `${count(page.matching === 0 ? 0 : this.#offset + 1)}–${count(last)} of ${count(page.matching)}`
      : '';
    const filtered = page && page.matching < page.total ? `, ${plural(page.total, 'row')} in all` : '';
    return html`
      <div class="tools">
        <select
          aria-label="Table"
          @change=${(event: Event) => {
            this.table = (event.target as HTMLSelectElement).value;
          }}
        >
          ${this.tables.map(({ table, name }) => html`<option value=${table} ?selected=${table === this.table}>${name}</option>`)}
        </select>
        <input
          type="search"
          aria-label="Filter the rows"
          placeholder="Filter: a text, or population > 5000"
          .value=${this.#filter}
          @input=${this.#typed}
        />
        <span class="where" role="status">${where}${filtered}</span>
        <span>
          <button class="outlined" ?disabled=${this.#offset === 0} @click=${() => this.#load(Math.max(0, this.#offset - PAGE_ROWS))}>Previous</button>
          <button class="outlined" ?disabled=${!page || last >= page.matching} @click=${() => this.#load(this.#offset + PAGE_ROWS)}>Next</button>
        </span>
      </div>
      ${this.failure ? html`<p class="failure" role="alert">⚠ ${this.failure}</p>` : nothing}
      ${page ? this.#rows(page) : nothing}
    `;
  }

  #rows(page: BrowsePage) {
    const name = this.tables.find((each) => each.table === page.table)?.name ?? page.table;
    if (page.rows.length === 0) {
      return html`<p class="empty">${page.total === 0 ? 'This table has no rows.' : 'No row matches.'}</p>`;
    }
    return html`<or-result-table
      label="Rows of ${name}"
      .columns=${page.columns.map((column) => column.name)}
      .numeric=${page.columns.map((column) => column.numeric)}
      .titles=${page.columns.map((column) => column.declared)}
      .rows=${page.rows}
      .order=${this.#order}
      @or-sort=${(event: CustomEvent<string>) => this.#sort(event.detail)}
    ></or-result-table>`;
  }
}
