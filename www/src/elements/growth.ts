import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import uplotStyle from 'uplot/dist/uPlot.min.css?inline';
import type { Growth, GrowthMeasure } from '../engine/types.ts';
import { count, millis } from '../reading/figures.ts';
import { measureGrowth } from '../store/session.ts';
import { grownReport, select } from '../store/state.ts';
import { base, segments } from './base.ts';
import type { Chart } from './growth-chart.ts';

type Measure = 'queries' | 'rows' | 'micros';
const NAMES: Record<Measure, string> = { queries: 'queries', rows: 'rows', micros: 'measured, ms' };
const ROWS: Record<Measure, GrowthMeasure> = { queries: 'queries', rows: 'rows', micros: 'time' };

/** The lines of the chart, in turn: their colours and dashes. */
const LINES: { colour: string; dash: number[] }[] = [
  { colour: '--ink', dash: [] },
  { colour: '--link', dash: [8, 4] },
  { colour: '--ok', dash: [2, 3] },
  { colour: '--warn', dash: [8, 3, 2, 3] },
];

/** How the cost of each approach grows with the data: a chart on two logarithmic axes, and the same as a table. */
export class OrGrowth extends LitElement {
  static override styles = [
    base,
    segments,
    unsafeCSS(uplotStyle),
    css`
      :host {
        padding: 12px 16px 24px;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        margin-bottom: 8px;
      }
      .chart {
        min-height: 224px;
      }
      table {
        margin-top: 12px;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      caption {
        text-align: left;
        color: var(--ink-2);
        font-size: var(--small);
      }
      th,
      td {
        padding: 4px 0 4px 24px;
        border-bottom: 1px solid var(--rule);
        text-align: right;
        font-weight: 400;
      }
      th:first-child {
        padding-left: 0;
        text-align: left;
      }
      td {
        font-family: var(--mono);
      }
      .verdict {
        text-align: left;
        font-family: var(--words);
      }
      p {
        max-width: 560px;
        margin-bottom: 8px;
      }
      .line {
        width: 32px;
        height: 8px;
        margin-right: 8px;
        fill: none;
        stroke-width: 2;
      }
      .scroll {
        overflow-x: auto;
      }
    `,
  ];

  #report = select(this, grownReport);
  #running = select(this, (state) => state.run.phase === 'running');
  #theme = select(this, (state) => state.theme);
  #measure: Measure = 'queries';
  #chart: Chart | null = null;
  #drawn: unknown[] = [];
  #resized = new ResizeObserver(([entry]) => {
    requestAnimationFrame(() => this.#chart?.resize(entry?.contentRect.width ?? 0));
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#chart?.destroy();
    this.#chart = null;
    this.#drawn = [];
  }

  #growth(): Map<string, Growth> {
    const found = new Map<string, Growth>();
    for (const { name, growth } of this.#report.value?.approaches ?? []) if (growth) found.set(name, growth);
    return found;
  }

  protected override async updated(_changed: PropertyValues): Promise<void> {
    const growth = this.#growth();
    const host = this.renderRoot.querySelector<HTMLElement>('.chart');
    const drawn = [this.#report.value, this.#measure, this.#theme.value];
    if (!host || growth.size === 0 || drawn.every((each, index) => each === this.#drawn[index])) return;
    this.#drawn = drawn;
    const { drawChart } = await import('./growth-chart.ts');
    this.#chart?.destroy();
    const series = [...growth].map(([name, each]) => ({
      name,
      scales: each.scales,
      values: this.#measure === 'micros' ? each.micros.map((micros) => micros / 1000) : each[this.#measure],
    }));
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    this.#chart = drawChart(host, {
      series,
      unit: NAMES[this.#measure],
      colours: {
        ink: colour('--ink-2'),
        grid: colour('--rule'),
      },
      lines: LINES.map((line) => ({ ...line, colour: colour(line.colour) })),
    });
    this.#resized.disconnect();
    this.#resized.observe(host);
  }

  #pick(measure: Measure): void {
    this.#measure = measure;
    this.requestUpdate();
  }

  override render() {
    const growth = this.#growth();
    const button = html`<button class="outlined" ?disabled=${this.#running.value} @click=${() => void measureGrowth()}>
      ${growth.size > 0 ? 'Measure again' : 'Measure the growth'}
    </button>`;
    if (growth.size === 0) {
      return html`<p>
          Does the number of queries depend on how much data there is? This runs every approach at several scales.
        </p>
        ${button}`;
    }
    return html`
      <div class="tools">
        <div class="segments" role="group" aria-label="What grows">
          ${(Object.keys(NAMES) as Measure[]).map(
            (each) =>
              html`<button aria-pressed=${each === this.#measure} @click=${() => this.#pick(each)}>${NAMES[each]}</button>`,
          )}
        </div>
        ${button}
      </div>
      <div class="chart" role="img" aria-label="The table below as a chart, both axes logarithmic"></div>
      <div class="scroll">${this.#table(growth)}</div>
    `;
  }

  #words(growth: Growth) {
    const row = growth.table?.find((each) => each.measure === ROWS[this.#measure]);
    if (!row) return html`<td class="verdict">–</td><td>–</td>`;
    return html`<td class="verdict">${row.words}</td><td>${row.rSquared.toFixed(2)}</td>`;
  }

  /** How the chart draws the line of a row. */
  #line(row: number) {
    const { colour, dash } = LINES[row % LINES.length] ?? { colour: '--ink', dash: [] };
    return html`<svg class="line" viewBox="0 0 32 8" aria-hidden="true">
      <path d="M0 4H32" stroke-dasharray=${dash.join(' ') || 'none'} stroke="var(${colour})" />
    </svg>`;
  }

  #table(growth: Map<string, Growth>) {
    const [first] = growth.values();
    if (!first) return nothing;
    const show = (each: Growth, index: number) => {
      const value = each[this.#measure][index];
      if (value === undefined) return '–';
      return this.#measure === 'micros' ? millis(value) : count(value);
    };
    return html`<table>
      <caption>
        How the ${NAMES[this.#measure]} grow with the scale
      </caption>
      <thead>
        <tr>
          <th scope="col">Approach</th>
          ${first.scales.map((scale) => html`<th scope="col">at ${count(scale)}</th>`)}
          <th scope="col" class="verdict">in words</th>
          <th scope="col" title="The share of the variation that the fitted rule explains">fit, R²</th>
        </tr>
      </thead>
      <tbody>
        ${[...growth].map(
          ([name, each], row) =>
            html`<tr>
              <th scope="row">${this.#line(row)}${name}</th>
              ${first.scales.map((_, index) => html`<td>${show(each, index)}</td>`)}
              ${this.#words(each)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
