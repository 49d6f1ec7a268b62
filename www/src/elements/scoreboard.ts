import { css, html, LitElement, nothing } from 'lit';
import { bytes, count, duration, millis, millisWithSpread, percent, plural } from '../reading/figures.ts';
import { MARKS, type Score, type ScoreColumn, scoresOf } from '../reading/scores.ts';
import { compareWith, goTo, showApproach, showDetail } from '../store/actions.ts';
import { type Shown, select } from '../store/state.ts';
import { base } from './base.ts';
import { vars } from './vars.ts';

const QUESTIONS =
  'Does the number of queries stay the same when the data grows? Is only the data fetched that is needed? Is the only loop over models where the result is shown?';

/** One row an approach: what it asked, what it moved, how long it took, measured and modelled apart. */
export class OrScoreboard extends LitElement {
  static override styles = [
    base,
    css`
      /* Wider, the eye loses the row. */
      table {
        width: 100%;
        max-width: 1120px;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th {
        padding: 4px 0 4px 12px;
        text-align: right;
        font-weight: 400;
        font-size: var(--small);
        line-height: 16px;
        color: var(--ink-2);
        vertical-align: bottom;
        white-space: nowrap;
      }
      th:first-child,
      td:first-child {
        padding-left: 0;
        text-align: left;
      }
      td {
        padding: 4px 0 4px 12px;
        border-top: 1px solid var(--rule);
        text-align: right;
        font-family: var(--mono);
        white-space: nowrap;
      }
      tr[data-current] td {
        background: linear-gradient(var(--shade), var(--shade));
      }
      .name {
        font-family: var(--words);
        width: 22%;
        min-width: 96px;
        max-width: 200px;
      }
      .name button {
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        padding: 0 4px;
        margin-left: -4px;
        min-height: 24px;
        text-align: left;
      }
      .best {
        font-weight: 600;
      }
      .queries {
        color: var(--trip);
      }
      .spread,
      .unit {
        color: var(--ink-2);
        font-size: var(--small);
      }
      .was {
        display: block;
        color: var(--ink-2);
        font-weight: 400;
        font-size: var(--small);
        line-height: 16px;
      }
      .baseline {
        margin-top: 4px;
        color: var(--ink-2);
        font-size: var(--small);
      }
      .same,
      .yes {
        color: var(--ok);
      }
      .marks {
        display: inline-flex;
        gap: 8px;
        min-height: 24px;
        padding: 0 4px;
        margin-right: -4px;
      }
      .no {
        color: var(--warn);
      }
      .bar {
        width: 16%;
        min-width: 56px;
        padding-left: 8px;
      }
      .bar span {
        display: block;
        height: 12px;
        width: max(2px, calc(var(--share) * 100%));
        background: var(--trip);
      }
      .modelled {
        color: var(--ink);
      }
      /* Its sign is as the trace draws it. */
      .modelled-head {
        padding-left: 12px;
        background: repeating-linear-gradient(135deg, var(--trip) 0 1.5px, transparent 1.5px 3px) left / 8px 8px
          no-repeat;
      }
      @container (max-width: 859px) {
        th {
          white-space: normal;
        }
      }
      @container (max-width: 789px) {
        .wider {
          display: none;
        }
      }
      @container (max-width: 709px) {
        .wide {
          display: none;
        }
      }
      @container (max-width: 459px) {
        .middle,
        .spread {
          display: none;
        }
        th,
        td {
          padding-left: 8px;
        }
        .name {
          max-width: 96px;
        }
      }
    `,
  ];

  #report = select(this, (state) => state.shown?.report ?? null);
  #model = select(this, (state) => state.timeModel);
  #current = select(this, (state) => state.approach);
  #baseline = select(this, ({ baseline, shown }) => (baseline === shown ? null : baseline));

  override render() {
    const report = this.#report.value;
    if (!report || report.approaches.length === 0) return nothing;
    const model = this.#model.value;
    const scores = scoresOf(report, model);
    const most = Math.max(1, ...scores.map((score) => score.queries));
    const asked = scores.some((score) => score.checklist.length > 0);
    const baseline = this.#baseline.value;
    const before = new Map(
      baseline ? scoresOf(baseline.report, model).map((score) => [score.name, score] as const) : [],
    );
    return html`
      <table>
        <caption class="unseen">
          What each approach cost
        </caption>
        <thead>
          <tr>
            <th scope="col">Approach</th>
            <th scope="col">queries</th>
            <th scope="col" class="bar wide"><span class="unseen">queries, as a bar</span></th>
            <th scope="col" class="middle">rows</th>
            <th scope="col" class="wide" title="Of the cells fetched, those that the code read">cells read</th>
            <th scope="col" class="wide" title="Bytes of the cells fetched">moved</th>
            ${asked ? html`<th scope="col" class="wider" title=${QUESTIONS}>3 questions</th>` : nothing}
            <th scope="col">measured, ms</th>
            <th scope="col">
              <span class="modelled-head">modelled</span> ${duration(model.roundTripMicros)} away, ms
            </th>
          </tr>
        </thead>
        <tbody>
          ${scores.map((score) => this.#row(score, before.get(score.name), most, report.sameResult))}
        </tbody>
      </table>
      ${baseline ? this.#about(baseline, before.size > 0 && scores.some((score) => before.has(score.name))) : nothing}
    `;
  }

  #about(baseline: Shown, found: boolean) {
    const time = new Date(baseline.at).toLocaleTimeString('en-GB');
    return html`<p class="baseline">
      ${found ? `The second line of a row is the run of ${time}.` : `The run of ${time} has no approach of these names.`}
      <button @click=${() => compareWith(null)}>Stop comparing</button>
    </p>`;
  }

  #row(score: Score, before: Score | undefined, most: number, same: boolean | null) {
    const was = (show: (score: Score) => unknown) =>
      before ? html`<span class="was"><span class="unseen">was </span>${show(before)}</span>` : nothing;
    const best = (column: ScoreColumn) => (score.best.has(column) ? 'best' : '');
    const timed = score.runs > 0;
    const [median, spread] = millisWithSpread(score.micros, score.spread);
    return html`
      <tr ?data-current=${score.index === this.#current.value}>
        <td class="name">${this.#name(score, same)}</td>
        <td class="${score.queries > 0 ? 'queries' : ''} ${best('queries')}">${count(score.queries)}${was((each) => count(each.queries))}</td>
        <td class="bar wide" aria-hidden="true">
          ${score.queries > 0 ? html`<span ${vars({ '--share': score.queries / most })}></span>` : nothing}
        </td>
        <td class="middle ${best('rows')}">${count(score.rows)}${was((each) => count(each.rows))}</td>
        <td class="wide ${best('read')}" title=${`${count(score.cellsRead)} of ${plural(score.cells, 'cell')}`}>
          ${percent(score.cellsRead, score.cells)}${was((each) => percent(each.cellsRead, each.cells))}
        </td>
        <td class="wide ${best('bytes')}">${bytes(score.bytes)}${was((each) => bytes(each.bytes))}</td>
        ${this.#questions(score)}
        <td class=${best('micros')} title=${timed ? `Median of ${plural(score.runs, 'run')}` : ''}>
          ${timed ? median : '–'}${
            timed && score.runs > 1 ? html`<span class="spread"> ±${spread}</span>` : nothing
          }${was((each) => (each.runs > 0 ? millis(each.micros) : '–'))}
        </td>
        <td class="modelled ${best('modelled')}">
          ${timed ? millis(score.modelled) : '–'}${was((each) => (each.runs > 0 ? millis(each.modelled) : '–'))}
        </td>
      </tr>
    `;
  }

  #name(score: Score, same: boolean | null) {
    const tick = same === true && !score.failed;
    return html`
      <button title="Show ${score.name}" aria-pressed=${score.index === this.#current.value} @click=${() => this.#open(score)}>${score.name}</button
      >${score.failed ? html`<span title="Ended with an error"> ⚠<span class="unseen">failed</span></span>` : nothing}${
        tick
          ? html`<span class="same" title="The same result"> ✓<span class="unseen">same result</span></span>`
          : nothing
      }
      ${score.findings > 0 ? html`<button class="quiet wide" @click=${() => this.#findings(score)}>${plural(score.findings, 'finding')}</button>` : nothing}
    `;
  }

  #questions(score: Score) {
    if (score.checklist.length === 0) return nothing;
    const words = score.checklist.map(({ text, verdict }) => `${text} ${verdict}.`).join(' ');
    return html`<td class="wider"><button class="marks" aria-label=${words} title=${words} @click=${() => this.#findings(score)}>${score.checklist.map(
      ({ verdict }) => html`<span class=${verdict}>${MARKS[verdict]}</span>`,
    )}</button></td>`;
  }

  #open(score: Score): void {
    showApproach(score.index);
    goTo(score.name, null);
  }

  #findings(score: Score): void {
    showApproach(score.index);
    showDetail('findings');
  }
}
