import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Approach, Report } from '../engine/types.ts';
import { plural } from '../reading/figures.ts';
import { groupedRows } from '../reading/groups.ts';
import type { DiffLine } from '../reading/sql-diff.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';

const SIGN = { both: ' ', first: '−', second: '+' } as const;

/** What one approach asked that another did not: the SQL of both, line by line. */
export class OrSqlDiff extends LitElement {
  static override properties = { other: { state: true }, lines: { state: true } };
  static override styles = [
    base,
    css`
      .pick {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        padding: 8px 16px;
        border-top: 1px solid var(--rule);
      }
      .mark {
        font-family: var(--mono);
        font-weight: 600;
      }
      pre {
        margin: 0;
        padding: 8px 0;
        border: solid var(--rule);
        border-width: 1px 0;
        background: var(--paper);
        font-size: var(--small);
        line-height: 18px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      del,
      ins,
      .both {
        display: block;
        padding: 0 16px 0 32px;
        text-indent: -16px;
        text-decoration: none;
      }
      del {
        background: var(--warn-soft);
      }
      ins {
        background: var(--select);
      }
      .sign {
        display: inline-block;
        width: 16px;
        text-indent: 0;
        color: var(--ink-2);
        user-select: none;
      }
      p {
        padding: 16px;
        border-top: 1px solid var(--rule);
      }
    `,
  ];

  declare other: string | null;
  declare lines: DiffLine[];
  #report = select(this, (state) => state.shown?.report ?? null);
  #index = select(this, (state) => state.approach);
  #of: unknown[] = [];

  constructor() {
    super();
    this.other = null;
    this.lines = [];
  }

  #second(report: Report, first: Approach): Approach | undefined {
    const others = report.approaches.filter((each) => each !== first);
    return others.find((each) => each.name === this.other) ?? others[0];
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const report = this.#report.value;
    const first = report?.approaches[this.#index.value];
    const second = report && first && this.#second(report, first);
    const of = [first, second];
    if (!second || of.every((each, index) => each === this.#of[index])) return;
    this.#of = of;
    void import('../reading/sql-diff.ts').then(({ diffApproaches }) => {
      if (this.#of === of) this.lines = diffApproaches(first, second, report.dialect);
    });
  }

  override render() {
    const report = this.#report.value;
    const first = report?.approaches[this.#index.value];
    if (!report || !first) return nothing;
    const second = this.#second(report, first);
    if (!second) return html`<p>A second approach would be compared here with ${first.name}.</p>`;
    return html`
      <div class="pick">
        <span><span class="mark" aria-hidden="true">− </span>${this.#about(first)}</span>
        <span
          ><span class="mark" aria-hidden="true">+ </span>
          <select aria-label="Compared with" @change=${(event: Event) => {
            this.other = (event.target as HTMLSelectElement).value;
          }}>
            ${report.approaches
              .filter((each) => each !== first)
              .map(
                (each) =>
                  html`<option value=${each.name} ?selected=${each === second}>${this.#about(each)}</option>`,
              )}
          </select></span
        >
      </div>
      <pre tabindex="0" role="region" aria-label="SQL of ${first.name} and of ${second.name}">${this.lines.map((line) => this.#line(line))}</pre>
    `;
  }

  #about(approach: Approach): string {
    const shapes = groupedRows(approach).length;
    return `${approach.name}: ${plural(approach.queries.length, 'query', 'queries')} of ${plural(shapes, 'shape')}`;
  }

  #line({ of, text }: DiffLine) {
    const inside = html`<span class="sign" aria-hidden="true">${SIGN[of]}</span>${text}\n`;
    if (of === 'first') return html`<del>${inside}</del>`;
    if (of === 'second') return html`<ins>${inside}</ins>`;
    return html`<span class="both">${inside}</span>`;
  }
}
