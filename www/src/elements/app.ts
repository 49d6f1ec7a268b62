import { css, html, LitElement, nothing } from 'lit';
import { openDialog, showPane } from '../store/actions.ts';
import { takeFile } from '../store/imported.ts';
import { run, stop } from '../store/session.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';
import { vars } from './vars.ts';

/** A finger that goes this far sideways, and not nearly as far up or down, turns to the other pane. */
const SWIPE_PIXELS = 64;

const DROPPING = ['dragover', 'dragleave', 'drop'] as const;

/** The whole page: header, the code on one side, the instrument on the other; one pane at a time on a phone. */
export class OrApp extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        height: 100dvh;
        background: var(--paper);
      }
      main {
        display: grid;
        grid-template-columns: minmax(280px, calc(var(--split) * 1%)) 9px minmax(0, 1fr);
        min-height: 0;
        border-top: 1px solid var(--rule);
      }
      .code {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-width: 0;
        min-height: 0;
        background: var(--panel);
      }
      .divider {
        border: solid var(--rule);
        border-width: 0 1px;
        background: var(--paper);
        cursor: col-resize;
        touch-action: none;
      }
      .divider:hover,
      .divider:focus-visible {
        background: var(--shade);
      }
      .results {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-width: 0;
        min-height: 0;
      }
      .drop {
        position: fixed;
        z-index: 20;
        inset: 0;
        display: grid;
        place-items: center;
        border: 3px dashed var(--ink);
        background: color-mix(in srgb, var(--paper) 85%, transparent);
        font-size: var(--large);
        pointer-events: none;
      }
      @media (max-width: 819px) {
        :host {
          grid-template-rows: auto minmax(0, 1fr) auto;
        }
        main {
          grid-template-columns: minmax(0, 1fr);
          grid-template-rows: minmax(0, 1fr);
        }
        .divider,
        main[data-pane='code'] .results,
        main[data-pane='results'] .code {
          display: none;
        }
        .results {
          grid-template-rows: minmax(0, 1fr);
        }
      }
      @media print {
        :host {
          display: block;
          height: auto;
        }
        main {
          display: block;
        }
      }
    `,
  ];

  #pane = select(this, (state) => state.pane);
  #running = select(this, (state) => state.run.phase === 'running');
  #narrow = matchMedia('(max-width: 819px)');
  #split = 44;
  #dropping = false;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#shortcuts);
    this.#narrow.addEventListener('change', this.#layoutChanged);
    for (const kind of DROPPING) addEventListener(kind, this.#drop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#shortcuts);
    this.#narrow.removeEventListener('change', this.#layoutChanged);
    for (const kind of DROPPING) removeEventListener(kind, this.#drop);
  }

  /** Files may be dropped anywhere; text that is dragged within the editor is the editor's. */
  #drop = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    this.#dropping = event.type === 'dragover';
    this.requestUpdate();
    if (event.type === 'dragleave') return;
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (event.type === 'drop' && file) void takeFile(file);
  };

  #layoutChanged = (): void => this.requestUpdate();

  #shortcuts = (event: KeyboardEvent): void => {
    if (event.key === '?' && !isTyping(event)) openDialog({ kind: 'keys' });
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void run();
    } else if (event.key === 'Escape' && this.#running.value && !event.defaultPrevented) {
      stop();
    }
  };

  #swipeFrom: { x: number; y: number } | null = null;

  /** On a phone the code lies left of the results. What scrolls sideways itself is left alone. */
  #swipe(event: TouchEvent): void {
    const [touch] = event.changedTouches;
    if (!touch || !this.#narrow.matches) return;
    if (event.type === 'touchstart') {
      const free = event.touches.length === 1 && !event.composedPath().some(scrollsSideways);
      this.#swipeFrom = free ? { x: touch.clientX, y: touch.clientY } : null;
      return;
    }
    const from = this.#swipeFrom;
    this.#swipeFrom = null;
    if (!from || event.type === 'touchcancel') return;
    const x = touch.clientX - from.x;
    if (Math.abs(x) < SWIPE_PIXELS || Math.abs(x) < 2 * Math.abs(touch.clientY - from.y)) return;
    showPane(x > 0 ? 'code' : 'results');
  }

  #drag(event: PointerEvent): void {
    const divider = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown') divider.setPointerCapture(event.pointerId);
    if (!divider.hasPointerCapture(event.pointerId)) return;
    this.#moveTo((100 * event.clientX) / this.clientWidth);
  }

  #dividerKeys(event: KeyboardEvent): void {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (by) this.#moveTo(this.#split + by);
  }

  #moveTo(percent: number): void {
    this.#split = Math.max(20, Math.min(75, Math.round(percent * 10) / 10));
    this.requestUpdate();
  }

  override render() {
    const narrow = this.#narrow.matches;
    return html`
      <or-header></or-header>
      <main
        data-pane=${this.#pane.value}
        ${vars({ '--split': this.#split })}
        @touchstart=${{ handleEvent: (event: TouchEvent) => this.#swipe(event), passive: true }}
        @touchend=${this.#swipe}
        @touchcancel=${this.#swipe}
      >
        <section class="code" aria-label="Code">
          <or-tabs></or-tabs>
          <or-editor></or-editor>
        </section>
        <div
          class="divider"
          role="separator"
          tabindex="0"
          aria-orientation="vertical"
          aria-label="Width of the code"
          aria-valuenow=${Math.round(this.#split)}
          aria-valuemin="20"
          aria-valuemax="75"
          @pointerdown=${this.#drag}
          @pointermove=${this.#drag}
          @keydown=${this.#dividerKeys}
        ></div>
        <section class="results" aria-label="Results">
          ${narrow ? nothing : html`<or-run-bar></or-run-bar>`}
          <or-results></or-results>
        </section>
      </main>
      ${narrow ? html`<or-run-bar narrow></or-run-bar>` : nothing}
      ${this.#dropping ? html`<div class="drop"><span>Drop a SQLite database, a CSV file or a workbench</span></div>` : nothing}
      <or-dialogs></or-dialogs>
      <or-notice></or-notice>
    `;
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
  );
}

function scrollsSideways(target: EventTarget): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input[type=range], .stage')) return true;
  return (
    target.scrollWidth > target.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(target).overflowX)
  );
}
