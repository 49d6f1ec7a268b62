import { css, html, LitElement } from 'lit';
import { count } from '../reading/figures.ts';
import { showApproach, showDetail } from '../store/actions.ts';
import { type DetailTab, select } from '../store/state.ts';
import { base, segments } from './base.ts';

const TITLES: Record<DetailTab, string> = {
  queries: 'Queries',
  findings: 'Findings',
  result: 'Result',
  growth: 'Growth',
  schema: 'Schema',
  console: 'Console',
  history: 'History',
};
const TABS = Object.keys(TITLES) as DetailTab[];
/** These speak of one approach, so one is picked. */
const OF_ONE: ReadonlySet<DetailTab> = new Set(['queries', 'findings', 'result']);

/** What lies behind the figures, one view at a time. */
export class OrDetails extends LitElement {
  static override styles = [
    base,
    segments,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 16px;
        padding: 0 16px;
        border-bottom: 1px solid var(--rule);
        border-top: 1px solid var(--rule);
        background: var(--paper);
      }
      [role='tablist'] {
        display: flex;
        overflow: auto hidden;
        scrollbar-width: none;
        margin-left: -8px;
      }
      [role='tab'] {
        min-height: 36px;
        border: 0;
        border-radius: 0;
        color: var(--ink-2);
      }
      [role='tab'][aria-selected='true'] {
        color: var(--ink);
        font-weight: 600;
        box-shadow: inset 0 -2px var(--ink);
      }
      [role='tab']:focus-visible {
        outline-offset: -3px;
      }
      .number {
        color: var(--ink-2);
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
      .segments {
        margin: 4px 0 4px auto;
        max-width: 100%;
        overflow-x: auto;
      }
      @container (max-width: 459px) {
        .segments {
          margin-left: 0;
        }
      }
      [role='tabpanel'] {
        flex: 1;
        min-height: 240px;
        background: var(--panel);
      }
    `,
  ];

  #detail = select(this, (state) => state.detail);
  #report = select(this, (state) => state.shown?.report ?? null);
  #approach = select(this, (state) => state.approach);

  #keys(event: KeyboardEvent): void {
    const at = TABS.indexOf(this.#detail.value);
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = TABS[(at + by + TABS.length) % TABS.length];
    if (next) showDetail(next);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
    );
  }

  #number(tab: DetailTab): string {
    const report = this.#report.value;
    if (!report || report.approaches.length === 0) return '';
    const sum = (value: (index: number) => number) =>
      count(report.approaches.reduce((all, _, index) => all + value(index), 0));
    if (tab === 'queries') return sum((index) => report.approaches[index]?.totals.queries ?? 0);
    if (tab === 'findings') return sum((index) => report.approaches[index]?.findings.length ?? 0);
    return '';
  }

  #picker() {
    const approaches = this.#report.value?.approaches ?? [];
    if (!OF_ONE.has(this.#detail.value) || approaches.length < 2) return '';
    return html`<div class="segments" role="group" aria-label="Approach">
      ${approaches.map(
        (each, index) =>
          html`<button aria-pressed=${index === this.#approach.value} @click=${() => showApproach(index)}>${each.name}</button>`,
      )}
    </div>`;
  }

  #panel() {
    switch (this.#detail.value) {
      case 'queries':
        return html`<or-queries></or-queries>`;
      case 'findings':
        return html`<or-findings></or-findings>`;
      case 'result':
        return html`<or-result></or-result>`;
      case 'growth':
        return html`<or-growth></or-growth>`;
      case 'schema':
        return html`<or-schema></or-schema>`;
      case 'console':
        return html`<or-console></or-console>`;
      case 'history':
        return html`<or-history></or-history>`;
    }
  }

  override render() {
    const detail = this.#detail.value;
    return html`
      <div class="head">
        <div role="tablist" aria-label="Details" @keydown=${this.#keys}>
          ${TABS.map(
            (tab) => html`<button
              role="tab"
              id="tab-${tab}"
              aria-controls="panel"
              aria-selected=${tab === detail}
              tabindex=${tab === detail ? 0 : -1}
              @click=${() => showDetail(tab)}
            >
              ${TITLES[tab]} <span class="number">${this.#number(tab)}</span>
            </button>`,
          )}
        </div>
        ${this.#picker()}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${detail}">${this.#panel()}</div>
    `;
  }
}
