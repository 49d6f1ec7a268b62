import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { bytes, count } from '../reading/figures.ts';
import { showPane } from '../store/actions.ts';
import { boot, run, stop } from '../store/session.ts';
import { select } from '../store/state.ts';
import { base, segments } from './base.ts';
import { vars } from './vars.ts';

/** A run shorter than this shows no sign of being under way. */
const QUIET_MILLIS = 150;

/** The engine's stages, in words. */
const STAGES: Record<string, string> = {
  models: 'Loading the models',
  data: 'Loading the data',
  approach: 'Running',
  growth: 'Running at other scales',
  report: 'Writing the report',
};

/** Run and Stop, what the engine is doing, and how much data there is. */
export class OrRunBar extends LitElement {
  static override properties = {
    narrow: { type: Boolean, reflect: true },
    label: { type: String },
    action: { attribute: false },
  };
  static override styles = [
    base,
    segments,
    css`
      .bar {
        display: flex;
        align-items: center;
        gap: 12px;
        height: 40px;
        padding: 0 12px 0 16px;
        border-bottom: 1px solid var(--rule);
      }
      :host([narrow]) .bar {
        height: 56px;
        padding: 0 8px;
        border: solid var(--rule);
        border-width: 1px 0 0;
        background: var(--panel);
      }
      .status {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--ink-2);
      }
      .run {
        position: relative;
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 8px;
        min-width: 104px;
        background: var(--ink);
        color: var(--paper);
        font-weight: 600;
        overflow: hidden;
      }
      .run:hover {
        background: color-mix(in srgb, var(--ink) 85%, var(--paper));
      }
      .run kbd {
        font: 400 var(--small) / 1 var(--words);
        opacity: 0.75;
      }
      @media (pointer: coarse) {
        .run kbd {
          display: none;
        }
      }
      .run .loaded {
        position: absolute;
        inset: auto 0 0;
        height: 3px;
        background: var(--python);
        transform: scaleX(var(--done));
        transform-origin: left;
      }
      .failed {
        color: var(--warn);
      }
      /* What goes on has a line of its own above the bar, as wide as the page. */
      :host([narrow]) .bar {
        position: relative;
        justify-content: space-between;
        gap: 8px;
      }
      :host([narrow]) .status {
        position: absolute;
        inset: auto 0 100%;
        padding: 4px 12px;
        border-top: 1px solid var(--rule);
        background: var(--panel);
        white-space: normal;
      }
      :host([narrow]) .status:empty {
        display: none;
      }
      :host([narrow]) .run {
        min-height: 40px;
        min-width: 96px;
      }
      :host([narrow]) .segments button {
        min-height: 38px;
        padding: 0 12px;
      }
    `,
  ];

  declare narrow: boolean;
  /** What the button says and does; it runs the workbench unless a page says otherwise. */
  declare label: string;
  declare action: () => unknown;
  #engine = select(this, (state) => state.engine);
  #run = select(this, (state) => state.run);
  #pane = select(this, (state) => state.pane);
  #timer = 0;
  #slow = false;

  constructor() {
    super();
    this.narrow = false;
    this.label = 'Run';
    this.action = run;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const running = this.#run.value.phase === 'running';
    if (!running) {
      clearTimeout(this.#timer);
      this.#timer = 0;
      this.#slow = false;
    } else if (this.#timer === 0) {
      this.#timer = window.setTimeout(() => {
        this.#slow = true;
        this.requestUpdate();
      }, QUIET_MILLIS);
    }
  }

  #status() {
    const engine = this.#engine.value;
    const run = this.#run.value;
    if (engine.phase === 'failed') {
      return html`<span class="failed">⚠ ${engine.message}</span> <button class="outlined" @click=${boot}>Try again</button>`;
    }
    if (engine.phase === 'loading' && engine.total > 0) {
      return `Engine ${bytes(engine.loaded)} of ${bytes(engine.total)}`;
    }
    if (engine.phase !== 'ready') return 'Starting the engine';
    if (run.phase === 'running' && this.#slow) {
      const done =
        run.total > 1 ? `, step ${count(Math.min(run.done + 1, run.total))} of ${count(run.total)}` : '';
      return `${STAGES[run.stage] ?? (run.stage || 'Running')}${done}`;
    }
    return nothing;
  }

  #button() {
    const engine = this.#engine.value;
    if (this.#run.value.phase === 'running' && this.#slow) {
      return html`<button class="run" @click=${stop}>■ Stop <kbd>Esc</kbd></button>`;
    }
    const loading = engine.phase === 'loading' && engine.total > 0;
    const keys = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘⏎' : 'Ctrl ⏎';
    return html`<button class="run" @click=${() => this.#start()}>
      ▶ ${this.label} ${this.narrow ? nothing : html`<kbd>${keys}</kbd>`}
      ${loading ? html`<span class="loaded" ${vars({ '--done': engine.loaded / engine.total })}></span>` : nothing}
    </button>`;
  }

  #start(): void {
    if (this.narrow) showPane('results');
    void this.action();
  }

  #panes() {
    const pane = this.#pane.value;
    return html`<div class="segments" role="group" aria-label="Pane">
      <button aria-pressed=${pane === 'code'} @click=${() => showPane('code')}>Code</button>
      <button aria-pressed=${pane === 'results'} @click=${() => showPane('results')}>Results</button>
    </div>`;
  }

  override render() {
    return html`
      <section class="bar" aria-label="Run">
        ${this.narrow ? this.#panes() : nothing}
        <span class="status" role="status">${this.#status()}</span>
        ${this.action === run ? html`<or-data></or-data>` : nothing}
        ${this.#button()}
      </section>
    `;
  }
}
