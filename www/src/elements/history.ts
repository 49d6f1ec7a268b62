import { css, html, LitElement, nothing } from 'lit';
import { count, duration } from '../reading/figures.ts';
import { compareWith, replaceWorkbench, showRun } from '../store/actions.ts';
import { type Shown, select } from '../store/state.ts';
import { base } from './base.ts';

/** The runs of this visit, newest first: to look at again, or to take their code back. */
export class OrHistory extends LitElement {
  static override styles = [
    base,
    css`
      p {
        padding: 16px;
        max-width: 560px;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr) max-content;
        gap: 4px 16px;
        align-items: center;
        padding: 4px 16px;
        border-bottom: 1px solid var(--rule);
      }
      li[data-current] {
        background: var(--shade);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .what {
        font-variant-numeric: tabular-nums;
      }
      button[aria-pressed='true'] {
        border-color: var(--ink);
        background: var(--shade);
      }
      @container (max-width: 619px) {
        li {
          grid-template-columns: max-content minmax(0, 1fr);
        }
        .actions {
          grid-column: 2;
        }
      }
      .trips {
        color: var(--trip);
      }
    `,
  ];

  #history = select(this, (state) => state.history);
  #shown = select(this, (state) => state.shown);
  #baseline = select(this, (state) => state.baseline);

  override render() {
    const history = this.#history.value;
    if (history.length === 0)
      return html`<p>No run yet. Each run of this visit is kept here, with its code.</p>`;
    return html`<ol>
      ${history.map((each) => this.#run(each))}
    </ol>`;
  }

  #run(run: Shown) {
    const time = new Date(run.at).toLocaleTimeString('en-GB');
    return html`<li ?data-current=${run === this.#shown.value}>
      <span class="figure">${time}</span>
      <span class="what">
        ${run.workbench.title}:
        ${run.report.approaches.map(
          (each, index) =>
            html`${index > 0 ? ', ' : nothing}${each.name}
              <span class="trips">${each.error ? '⚠' : count(each.totals.queries)}</span>${
                each.timing.runs > 0 ? html` in ${duration(each.timing.medianMicros)}` : nothing
              }`,
        )}
      </span>
      <span class="actions">
      <button class="outlined" @click=${() => showRun(run)}>Show</button>
      <button
        class="outlined"
        aria-pressed=${run === this.#baseline.value}
        title="Puts its figures beside those of the run that is shown"
        @click=${() => compareWith(run === this.#baseline.value ? null : run)}
      >
        Compare
      </button>
      <button class="outlined" @click=${() => replaceWorkbench(run.workbench, `Took back the code of ${time}.`)}>Take its code</button>
      </span>
    </li>`;
  }
}
