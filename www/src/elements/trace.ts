import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Report } from '../engine/types.ts';
import { count, duration, measured } from '../reading/figures.ts';
import { type Lane, laneOf, ticks, tripAt } from '../reading/lanes.ts';
import { brief } from '../reading/sql.ts';
import { isWhole, panned, type View, whole, zoomed } from '../reading/zoom.ts';
import { choose, goTo, point } from '../store/actions.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';
import { type Colours, draw, LANE_HEIGHT } from './trace-drawing.ts';
import { vars } from './vars.ts';

const REACH_PIXELS = 6;
const SWEEP_MILLIS = 450;

/** The picture of the run: a lane an approach, red for trips to the database, grey for Python between them. */
export class OrTrace extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        margin-top: 12px;
      }
      .rows {
        display: grid;
        grid-template-columns: minmax(72px, max-content) minmax(0, 1fr);
        column-gap: 12px;
      }
      .names {
        max-width: 160px;
      }
      .names div {
        height: 36px;
        line-height: 36px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .stage {
        position: relative;
        height: calc(var(--lanes) * 36px + 20px);
        touch-action: pan-y;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        cursor: crosshair;
      }
      .tip {
        position: absolute;
        z-index: 2;
        top: var(--y);
        left: var(--x);
        max-width: min(420px, 100%);
        padding: 4px 8px;
        border: 1px solid var(--rule);
        border-radius: 4px;
        background: var(--panel);
        box-shadow: var(--shadow);
        pointer-events: none;
      }
      .tip code {
        display: block;
        font-size: var(--small);
        line-height: 16px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      or-time-model {
        margin-top: 8px;
      }
      .zoom {
        display: flex;
        gap: 4px;
      }
      .zoom button {
        min-width: 28px;
      }
    `,
  ];

  #report = select(this, (state) => state.shown?.report ?? null);
  #mode = select(this, (state) => state.timeMode);
  #model = select(this, (state) => state.timeModel);
  #pointed = select(this, (state) => state.pointed);
  #chosen = select(this, (state) => state.chosen);
  #lanes: Lane[] = [];
  #of: unknown[] = [];
  #view: View = whole(1);
  #progress = 1;
  #tip: { lane: number; trip: number; x: number; y: number } | null = null;
  #resized = new ResizeObserver(() => requestAnimationFrame(() => this.#draw()));
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #redraw = (): void => this.#draw();
  /** The canvas takes its colours when it is drawn, so a change of theme draws it anew. */
  protected recolour = select(this, (state) => state.theme);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    this.#dark.addEventListener('change', this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#dark.removeEventListener('change', this.#redraw);
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const report = this.#report.value;
    const model = this.#mode.value === 'modelled' ? this.#model.value : null;
    const of = [report, model];
    if (of.every((each, index) => each === this.#of[index])) return;
    const isNew = report !== this.#of[0];
    this.#of = of;
    this.#lanes = (report?.approaches ?? []).map((each) => laneOf(each, model));
    this.#tip = null;
    this.#view = whole(this.#end());
    if (isNew && this.hasUpdated && !matchMedia('(prefers-reduced-motion: reduce)').matches) this.#sweep();
  }

  protected override updated(): void {
    this.#draw();
  }

  #end(): number {
    return Math.max(1, ...this.#lanes.map((lane) => lane.end));
  }

  #sweep(): void {
    const began = performance.now();
    const step = (now: number) => {
      this.#progress = Math.min(1, (now - began) / SWEEP_MILLIS);
      this.#draw();
      if (this.#progress < 1 && this.isConnected) requestAnimationFrame(step);
    };
    this.#progress = 0;
    requestAnimationFrame(step);
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || this.#lanes.length === 0) return;
    const width = canvas.parentElement?.clientWidth ?? 0;
    const marked = new Map<number, Set<number>>();
    const { value: pointed } = this.#pointed;
    const { value: chosen } = this.#chosen;
    if (chosen) marked.set(chosen.approach, new Set([chosen.query]));
    if (pointed) marked.set(pointed.approach, new Set(pointed.queries));
    draw(canvas, width, {
      lanes: this.#lanes,
      view: this.#view,
      ticks: ticks(this.#view.from, this.#view.to, Math.max(2, width / 110)),
      tickText: duration,
      marked,
      progress: this.#progress,
      colours: this.#colours(),
    });
  }

  #colours(): Colours {
    const style = getComputedStyle(this);
    const read = (name: string) => style.getPropertyValue(name).trim();
    return {
      trip: read('--trip'),
      python: read('--python'),
      ink: read('--ink'),
      quiet: read('--ink-2'),
      rule: read('--rule-strong'),
    };
  }

  #under(event: PointerEvent | MouseEvent): { lane: number; trip: number; x: number; y: number } | null {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const lane = Math.floor(y / LANE_HEIGHT);
    const perPixel = (this.#view.to - this.#view.from) / box.width;
    const found = this.#lanes[lane];
    if (!found) return null;
    const trip = tripAt(found, this.#view.from + x * perPixel, REACH_PIXELS * perPixel);
    return trip < 0 ? null : { lane, trip, x, y };
  }

  #hover(event: PointerEvent): void {
    const under = this.#under(event);
    if (under?.trip !== this.#tip?.trip || under?.lane !== this.#tip?.lane) {
      point(under && { approach: under.lane, queries: new Set([under.trip]) });
    }
    this.#tip = under;
    this.requestUpdate();
  }

  #leave(): void {
    this.#tip = null;
    point(null);
    this.requestUpdate();
  }

  #click(event: MouseEvent): void {
    const under = this.#under(event);
    if (!under) return;
    choose(under.lane, under.trip, { line: true, details: true });
    const query = this.#report.value?.approaches[under.lane]?.queries[under.trip];
    if (query && matchMedia('(min-width: 820px)').matches) goTo(query.file, query.line, { focus: false });
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.altKey && !event.shiftKey) return;
    event.preventDefault();
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (event.shiftKey) this.#pan((event.deltaX || event.deltaY) / box.width);
    else this.#zoom(1.002 ** event.deltaY, (event.clientX - box.left) / box.width);
  }

  #zoom(factor: number, at = 0.5): void {
    this.#show(zoomed(this.#view, this.#end(), factor, at));
  }

  #pan(share: number): void {
    this.#show(panned(this.#view, this.#end(), share));
  }

  #show(view: View): void {
    this.#view = view;
    this.requestUpdate();
  }

  #keys(event: KeyboardEvent): void {
    const actions: Record<string, () => void> = {
      '+': () => this.#zoom(0.5),
      '=': () => this.#zoom(0.5),
      '-': () => this.#zoom(2),
      '0': () => this.#show(whole(this.#end())),
      ArrowRight: () => (event.shiftKey ? this.#pan(0.2) : this.#step(1)),
      ArrowLeft: () => (event.shiftKey ? this.#pan(-0.2) : this.#step(-1)),
      ArrowDown: () => this.#step(0, 1),
      ArrowUp: () => this.#step(0, -1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** Chooses the next statement of the lane, or the first one of the next lane. */
  #step(by: number, lanes = 0): void {
    const chosen = this.#chosen.value;
    const lane = Math.max(0, Math.min(this.#lanes.length - 1, (chosen?.approach ?? 0) + lanes));
    const last = (this.#lanes[lane]?.trips.length ?? 0) - 1;
    const trip = lanes !== 0 || !chosen ? 0 : Math.max(0, Math.min(last, chosen.query + by));
    choose(lane, trip, { line: true, details: true });
  }

  #summary(report: Report): string {
    const parts = this.#lanes.map(
      (lane) => `${lane.name}: ${count(lane.trips.length)} in ${duration(lane.end)}`,
    );
    const kind = this.#mode.value === 'modelled' ? 'modelled' : 'measured';
    return `Trips to the database over ${kind} time. ${parts.join('; ')}. ${report.approaches.length ? 'Arrow keys go from one to the next.' : ''}`;
  }

  #tooltip(report: Report) {
    const tip = this.#tip;
    const query = tip && report.approaches[tip.lane]?.queries[tip.trip];
    if (!tip || !query) return nothing;
    const total = report.approaches[tip.lane]?.queries.length ?? 0;
    const width = this.renderRoot.querySelector('.stage')?.clientWidth ?? 0;
    return html`<div
      class="tip"
      ${vars({ '--x': `${Math.max(0, Math.min(tip.x + 12, width - 420))}px`, '--y': `${(tip.lane + 1) * LANE_HEIGHT + 4}px` })}
    >
      ${count(tip.trip + 1)} of ${count(total)} · ${measured(query.micros, report.clockMicros)}
      ${query.line === null ? nothing : html`· ${query.file} line ${query.line}`}
      <code>${brief(query.sql)}</code>
    </div>`;
  }

  override render() {
    const report = this.#report.value;
    if (!report || report.approaches.length === 0) return nothing;
    const all = isWhole(this.#view, this.#end());
    return html`
      <div class="rows">
        <div class="names" aria-hidden="true">${this.#lanes.map((lane) => html`<div title=${lane.name}>${lane.name}</div>`)}</div>
        <div
          class="stage"
          role="application"
          tabindex="0"
          aria-label=${this.#summary(report)}
          ${vars({ '--lanes': this.#lanes.length })}
          @pointermove=${this.#hover}
          @pointerleave=${this.#leave}
          @click=${this.#click}
          @wheel=${{ handleEvent: (event: WheelEvent) => this.#wheel(event), passive: false }}
          @keydown=${this.#keys}
        >
          <canvas></canvas>
          ${this.#tooltip(report)}
        </div>
      </div>
      <or-time-model>
        <div class="zoom">
          <button class="outlined" @click=${() => this.#zoom(0.5)} aria-label="Zoom in" title="Zoom in (+)">+</button>
          <button class="outlined" @click=${() => this.#zoom(2)} ?disabled=${all} aria-label="Zoom out" title="Zoom out (−)">−</button>
          <button class="outlined" @click=${() => this.#show(whole(this.#end()))} ?disabled=${all} title="Show all (0)">All</button>
        </div>
      </or-time-model>
    `;
  }
}
