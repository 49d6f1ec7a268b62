import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Approach, Dialect } from '../engine/types.ts';
import { count, duration, measured, plural } from '../reading/figures.ts';
import { groupedRows, type QueryRow, singleRows } from '../reading/groups.ts';
import { brief } from '../reading/sql.ts';
import { choose, fold, goTo, point, setDialect } from '../store/actions.ts';
import { run } from '../store/session.ts';
import { select } from '../store/state.ts';
import { base, segments, toolbar } from './base.ts';
import { vars } from './vars.ts';

const ROW_HEIGHT = 28;
/** Rows drawn beyond the edges, so that scrolling shows no gaps. */
const MARGIN = 12;

const DIALECTS: [Dialect, string][] = [
  ['sqlite', 'SQLite'],
  ['postgresql', 'PostgreSQL'],
  ['mysql', 'MySQL'],
];

/** The statements of the approach: a row a shape or a row each, the chosen one unfolded. Only rows in view exist. */
export class OrQueries extends LitElement {
  static override styles = [
    base,
    segments,
    toolbar,
    css`
      .dialect {
        margin-left: auto;
      }
      .scroll {
        max-height: 70vh;
        overflow: auto;
        border: solid var(--rule);
        border-width: 1px 0;
      }
      .space {
        position: relative;
        height: calc(var(--rows) * 28px + var(--unfolded) * 1px);
      }
      [role='listitem'] {
        position: absolute;
        top: calc(var(--at) * 28px + var(--shift) * 1px);
        left: 0;
        right: 0;
      }
      .row {
        display: grid;
        grid-template-columns: 48px minmax(0, 1fr) max-content 72px;
        gap: 12px;
        align-items: center;
        width: 100%;
        height: 28px;
        min-height: 28px;
        padding: 0 16px;
        border: 0;
        border-radius: 0;
        text-align: left;
      }
      .row[aria-expanded='true'] {
        background: var(--select);
      }
      .row[data-pointed] {
        background: var(--trip-soft);
      }
      .row:focus-visible {
        outline-offset: -2px;
      }
      .times {
        text-align: right;
        color: var(--trip);
        font-weight: 600;
      }
      .times.once {
        font-weight: 400;
      }
      .sql {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: var(--small);
      }
      .repeated {
        margin-right: 12px;
      }
      .time {
        text-align: right;
        font-size: var(--small);
      }
      .nothing {
        padding: 16px;
      }
      @container (max-width: 459px) {
        .row {
          grid-template-columns: 40px minmax(0, 1fr) max-content;
          gap: 8px;
          padding: 0 8px;
        }
        .time,
        .repeated {
          display: none;
        }
        .dialect {
          margin-left: 0;
        }
      }
    `,
  ];

  #report = select(this, (state) => state.shown?.report ?? null);
  #index = select(this, (state) => state.approach);
  #pointed = select(this, (state) => state.pointed);
  #chosen = select(this, (state) => state.chosen);
  #view: 'shapes' | 'order' | 'compare' = 'shapes';
  #top = 0;
  #rows: QueryRow[] = [];
  #rowsOf: { approach: Approach; each: boolean } | null = null;
  #lastChosen: unknown = null;
  #unfolded = 0;
  #measured = new ResizeObserver(([entry]) => {
    const height = Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0);
    if (height === this.#unfolded) return;
    this.#unfolded = height;
    // Not within the observer's own turn: the list changes its size by it.
    requestAnimationFrame(() => this.requestUpdate());
  });

  get #each(): boolean {
    return this.#view === 'order';
  }

  #rowsFor(approach: Approach): QueryRow[] {
    if (this.#rowsOf?.approach !== approach || this.#rowsOf.each !== this.#each) {
      this.#rows = this.#each ? singleRows(approach) : groupedRows(approach);
      this.#rowsOf = { approach, each: this.#each };
      this.#top = 0;
    }
    return this.#rows;
  }

  #show(view: 'shapes' | 'order' | 'compare'): void {
    this.#view = view;
    this.requestUpdate();
  }

  #scrolled(event: Event): void {
    const top = Math.floor((event.currentTarget as HTMLElement).scrollTop / ROW_HEIGHT);
    if (Math.abs(top - this.#top) < MARGIN / 2) return;
    this.#top = top;
    this.requestUpdate();
  }

  /** The row of the chosen statement. A single row is unfolded from the start. */
  #openRow(rows: readonly QueryRow[]): number {
    const chosen = this.#chosen.value;
    if (chosen === null) return rows.length === 1 ? 0 : -1;
    return chosen.approach === this.#index.value
      ? rows.findIndex((row) => row.queries.includes(chosen.query))
      : -1;
  }

  #isPointed(row: QueryRow): boolean {
    const pointed = this.#pointed.value;
    return pointed?.approach === this.#index.value && row.queries.some((each) => pointed.queries.has(each));
  }

  #keys(event: KeyboardEvent, at: number): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(this.#rows.length - 1, at + by));
    this.#reveal(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#row-${next}`)?.focus());
  }

  #toggle(row: QueryRow, open: boolean): void {
    const [first] = row.queries;
    if (open) fold();
    if (open || first === undefined) return;
    choose(this.#index.value, first, { line: false, details: false });
    if (matchMedia('(min-width: 820px)').matches) goTo(row.file, row.line, { focus: false });
  }

  #reveal(at: number): void {
    const scroll = this.renderRoot.querySelector('.scroll');
    if (!scroll) return;
    const top = at * ROW_HEIGHT;
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    else if (top + 2 * ROW_HEIGHT > scroll.scrollTop + scroll.clientHeight)
      scroll.scrollTop = top - ROW_HEIGHT;
    this.#top = Math.floor(scroll.scrollTop / ROW_HEIGHT);
    this.requestUpdate();
  }

  protected override updated(_changed: PropertyValues): void {
    this.#measured.disconnect();
    const query = this.renderRoot.querySelector('or-query');
    if (query) this.#measured.observe(query);
    const chosen = this.#chosen.value;
    if (chosen === this.#lastChosen) return;
    this.#lastChosen = chosen;
    const open = this.#openRow(this.#rows);
    if (chosen && open >= 0) this.#reveal(open);
  }

  override render() {
    const approach = this.#report.value?.approaches[this.#index.value];
    if (!approach) return html`<p class="nothing">Nothing was run.</p>`;
    const compares = this.#view === 'compare';
    if (approach.queries.length === 0 && !compares) {
      const before = approach.error
        ? 'ended before it asked the database anything'
        : 'asked the database nothing';
      return html`<p class="nothing">${approach.name} ${before}.</p>`;
    }
    const rows = this.#rowsFor(approach);
    const shapes = this.#each ? groupedRows(approach).length : rows.length;
    const repeated = approach.queries.filter((each) => each.duplicateGroup !== null).length;
    return html`
      <div class="tools">
        <div class="segments" role="group" aria-label="Rows">
          <button aria-pressed=${this.#view === 'shapes'} @click=${() => this.#show('shapes')}>By shape</button>
          <button aria-pressed=${this.#each} @click=${() => this.#show('order')}>In order</button>
          <button aria-pressed=${compares} @click=${() => this.#show('compare')}>Compare</button>
        </div>
        <span class="quiet"
          >${plural(approach.queries.length, 'query', 'queries')} of
          ${plural(shapes, 'shape')}${repeated > 0 ? `, ${count(repeated)} repeated with the same parameters` : ''}</span
        >
        ${this.#dialects()}
      </div>
      ${compares ? html`<or-sql-diff></or-sql-diff>` : this.#list(rows)}
    `;
  }

  #dialects() {
    const shown = this.#report.value?.dialect ?? 'sqlite';
    return html`<div
      class="segments dialect"
      role="group"
      aria-label="SQL shown as"
      title="The SQL as this database would be asked. SQLite runs it."
    >
      ${DIALECTS.map(([value, label]) => html`<button aria-pressed=${value === shown} @click=${() => this.#ask(value)}>${label}</button>`)}
    </div>`;
  }

  /** The engine writes the SQL of one dialect in a run, so another one is another run. */
  #ask(dialect: Dialect): void {
    if (dialect === this.#report.value?.dialect) return;
    setDialect(dialect);
    void run();
  }

  #list(rows: QueryRow[]) {
    const open = this.#openRow(rows);
    const unfolded = open >= 0 ? this.#unfolded : 0;
    const hidden = Math.floor(unfolded / ROW_HEIGHT);
    const first = Math.max(0, this.#top - hidden - MARGIN);
    const last = Math.min(rows.length, this.#top + MARGIN + Math.ceil(innerHeight / ROW_HEIGHT));
    const items = [];
    for (let at = first; at < last; at++) {
      const row = rows[at];
      if (row) items.push(this.#item(row, at, rows.length, open, open >= 0 && at > open ? unfolded : 0));
    }
    return html`<div class="scroll" @scroll=${this.#scrolled} tabindex="-1">
      <div class="space" role="list" aria-label="Queries" ${vars({ '--rows': rows.length, '--unfolded': unfolded })}>${items}</div>
    </div>`;
  }

  /** Statements of a shape that are the same to the last parameter. */
  #repeated({ queries, duplicates }: QueryRow) {
    if (duplicates === 0 || queries.length === 1) return nothing;
    const all = duplicates === queries.length;
    return html`<span class="repeated" title="With the same parameters">${all ? 'all alike' : `${count(duplicates)} alike`}</span>`;
  }

  #item(row: QueryRow, at: number, total: number, open: number, shift: number) {
    const isOpen = at === open;
    const others = row.otherLines > 0 ? ` +${row.otherLines}` : '';
    return html`<div
      role="listitem"
      aria-posinset=${at + 1}
      aria-setsize=${total}
      ${vars({ '--at': at, '--shift': shift })}
      @mouseenter=${() => point({ approach: this.#index.value, queries: new Set(row.queries) })}
      @mouseleave=${() => point(null)}
    >
      <button
        class="row"
        id="row-${at}"
        aria-expanded=${isOpen}
        ?data-pointed=${this.#isPointed(row)}
        @click=${() => this.#toggle(row, isOpen)}
        @keydown=${(event: KeyboardEvent) => this.#keys(event, at)}
      >
        <span class="times figure ${row.queries.length === 1 ? 'once' : ''}">${this.#each ? count(at + 1) : `${count(row.queries.length)}×`}</span>
        <code class="sql" title=${row.sql}>${brief(row.sql)}</code>
        <span class="quiet">${this.#repeated(row)}${row.line === null ? nothing : html`line ${row.line}${others}`}</span>
        <span class="time figure">${row.queries.length === 1 ? measured(row.micros, this.#report.value?.clockMicros ?? 0) : duration(row.micros)}</span>
      </button>
      ${isOpen ? html`<or-query .siblings=${row.queries}></or-query>` : nothing}
    </div>`;
  }
}
