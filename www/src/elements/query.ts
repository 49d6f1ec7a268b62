import { css, html, LitElement, nothing } from 'lit';
import type { Approach, ClauseSpan, Dialect, PlanNode, Query } from '../engine/types.ts';
import { clausesOf, inlined, marksOf } from '../reading/clauses.ts';
import { bytes, count, measured, plural } from '../reading/figures.ts';
import { indexable } from '../reading/indexable.ts';
import { runnable } from '../reading/sql.ts';
import { choose, goTo, pointCall } from '../store/actions.ts';
import { notify } from '../store/notice.ts';
import { select } from '../store/state.ts';
import { base, segments } from './base.ts';

/** The chosen statement in full: its SQL, its parameters, where it came from, how SQLite goes about it. */
export class OrQuery extends LitElement {
  static override properties = { siblings: { attribute: false } };
  static override styles = [
    base,
    segments,
    css`
      section {
        padding: 12px 16px 24px;
        border: solid var(--rule);
        border-width: 0 0 1px;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        margin-bottom: 8px;
      }
      .copy {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-left: auto;
      }
      .calls {
        display: flex;
        flex-wrap: wrap;
        margin: 0 0 4px -4px;
        font: var(--small) / 20px var(--mono);
      }
      .calls button {
        min-height: 24px;
        padding: 0 4px;
        border-radius: 2px;
      }
      .calls [data-lit] {
        background: var(--select);
      }
      .place {
        padding: 0;
        min-height: 24px;
        color: var(--link);
        text-decoration: underline;
      }
      h3 {
        margin: 12px 0 4px;
        color: var(--ink-2);
        font-size: var(--small);
      }
      details {
        margin-top: 12px;
      }
      summary {
        margin-bottom: 4px;
        color: var(--ink-2);
        font-size: var(--small);
        cursor: pointer;
      }
      ul {
        margin: 0;
        padding-left: 16px;
      }
      li code {
        color: var(--ink-2);
        font-size: var(--small);
      }
    `,
  ];

  #report = select(this, (state) => state.shown?.report ?? null);
  #chosen = select(this, (state) => state.chosen);
  #index = select(this, (state) => state.approach);
  #call = select(this, (state) => state.call);
  #inline = true;
  /** The statement whose subqueries are shown. */
  #peeled: Query | null = null;
  /** The statements of its shape, to step through. */
  declare siblings: readonly number[];

  constructor() {
    super();
    this.siblings = [];
  }

  #setInline(inline: boolean): void {
    this.#inline = inline;
    this.requestUpdate();
  }

  async #copy(sql: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(sql);
      notify('Copied the SQL.');
    } catch {
      notify('The browser did not allow copying. Select the text instead.');
    }
  }

  override render() {
    const report = this.#report.value;
    const chosen = this.#chosen.value;
    const index = this.#index.value;
    const at = chosen?.approach === index ? chosen.query : (this.siblings[0] ?? 0);
    const query = report?.approaches[index]?.queries[at];
    if (!report || !query) return nothing;
    const clauses = clausesOf(report.approaches[index] as Approach, at);
    const marks = marksOf(clauses);
    const full = runnable(query.sql, query.params, report.dialect);
    return html`
      <section aria-label="Query ${at + 1}">
        <div class="facts">
          ${this.#steps(at, index)}
          <span class="figure">${measured(query.micros, report.clockMicros)}</span>
          <span>${this.#extent(query)}</span>
          <span class="copy">
            <span class="segments" role="group" aria-label="Parameters">
              <button aria-pressed=${this.#inline} @click=${() => this.#setInline(true)}>Inline</button>
              <button aria-pressed=${!this.#inline} @click=${() => this.#setInline(false)}>Apart</button>
            </span>
            <button class="outlined" @click=${() => this.#copy(full)}>Copy SQL</button>
          </span>
        </div>
        ${this.#calls(clauses)}
        <or-sql
          .sql=${this.#inline ? full : query.sql}
          dialect=${report.dialect}
          .marks=${this.#inline ? inlined(query.sql, query.params, report.dialect, marks) : marks}
          .lit=${this.#call.value}
          @point-call=${(event: CustomEvent<number | null>) => pointCall(event.detail)}
        ></or-sql>
        ${this.#inline || query.params.length === 0 ? nothing : html`<h3>Parameters</h3><code>${JSON.stringify(query.params)}</code>`}
        ${this.#places(query)} ${this.#plan(query.plan)} ${this.#subqueries(query, report.dialect)}
        ${this.#whatIf(query, report.dialect)}
      </section>
    `;
  }

  /** What it fetched; what a statement without columns changed. */
  #extent({ rows, columns, bytes: fetched, times }: Query): string {
    const often = times === undefined ? '' : `, run ${plural(times, 'time')}`;
    if (columns === 0) return `${plural(rows, 'row')} changed${often}`;
    return `${plural(rows, 'row')} × ${plural(columns, 'column')}, ${bytes(fetched)}${often}`;
  }

  #steps(at: number, approach: number) {
    const position = this.siblings.indexOf(at);
    if (this.siblings.length < 2 || position < 0) return html`<span>Query ${count(at + 1)}</span>`;
    const go = (to: number) => {
      const query = this.siblings[to];
      if (query !== undefined) choose(approach, query, { line: false, details: false });
    };
    return html`<span>
      <button ?disabled=${position === 0} @click=${() => go(position - 1)} aria-label="Previous of this shape">‹</button>
      ${count(position + 1)} of ${count(this.siblings.length)}
      <button ?disabled=${position === this.siblings.length - 1} @click=${() => go(position + 1)} aria-label="Next of this shape">›</button>
    </span>`;
  }

  /** The calls that made the statement, in the order of the code. Pointing at one lights its parts up. */
  #calls(clauses: readonly ClauseSpan[]) {
    if (clauses.length === 0) return nothing;
    return html`<div class="calls" role="group" aria-label="Calls that made it">
      ${clauses.map(
        ({ call, source }, index) => html`<button
          ?data-lit=${index === this.#call.value}
          title="${source.file} line ${source.line}"
          @mouseenter=${() => pointCall(index)}
          @mouseleave=${() => pointCall(null)}
          @focus=${() => pointCall(index)}
          @blur=${() => pointCall(null)}
          @click=${() => goTo(source.file, source.line, { focus: false })}
        >
          ${index === 0 || call.startsWith('[') ? call : `.${call}()`}
        </button>`,
      )}
    </div>`;
  }

  #places(query: Query) {
    const frames =
      query.stack.length > 0 || query.line === null || query.file === null
        ? query.stack
        : [{ file: query.file, line: query.line, function: '<module>' }];
    if (frames.length === 0) return nothing;
    return html`<h3>Caused by</h3>
      <ul>
        ${frames.map(
          ({ file, line, function: name }) =>
            html`<li>
              <button class="place" @click=${() => goTo(file, line)}>${file} line ${line}</button>
              ${name === '<module>' ? nothing : html` in <code>${name}</code>`}
            </li>`,
        )}
      </ul>`;
  }

  #plan(plan: PlanNode[] | null): unknown {
    if (!plan || plan.length === 0) return nothing;
    return html`<h3>How SQLite goes about it</h3>
      ${this.#planSteps(plan)}`;
  }

  /** Its subqueries alone: an element of its own asks the engine once it is unfolded. */
  #subqueries(query: Query, dialect: Dialect): unknown {
    if (dialect !== 'sqlite' || query.kind !== 'select' || !/\(SELECT\b/.test(query.sql)) return nothing;
    const open = this.#peeled === query;
    return html`<details
      ?open=${open}
      @toggle=${(event: Event) => {
        if ((event.target as HTMLDetailsElement).open) this.#peeled = query;
        else if (open) this.#peeled = null;
        this.requestUpdate();
      }}
    >
      <summary>The subquery alone, for one outer row</summary>
      ${open ? html`<or-subquery .query=${query}></or-subquery>` : nothing}
    </details>`;
  }

  /** Only the SQL that SQLite ran can be run again. */
  #whatIf(query: Query, dialect: Dialect): unknown {
    if (dialect !== 'sqlite' || query.kind !== 'select' || indexable(query.sql).length === 0) return nothing;
    return html`<details>
      <summary>What would an index do?</summary>
      <or-what-if .query=${query}></or-what-if>
    </details>`;
  }

  #planSteps(nodes: PlanNode[]): unknown {
    return html`<ul>
      ${nodes.map(
        (node) => html`<li>
          ${node.words || node.detail} ${node.words ? html`<br /><code>${node.detail}</code>` : nothing}
          ${node.children.length > 0 ? this.#planSteps(node.children) : nothing}
        </li>`,
      )}
    </ul>`;
  }
}
