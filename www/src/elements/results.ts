import { css, html, LitElement, nothing } from 'lit';
import { run } from '../store/session.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';

/** The instrument: the sentence, the scoreboard, the trace, the details. The last results stay while a run goes on. */
export class OrResults extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        overflow: hidden auto;
        container-type: inline-size;
      }
      .panel {
        display: flex;
        flex-direction: column;
        min-height: 100%;
        transition: opacity 120ms 150ms;
      }
      .panel[data-waiting] {
        opacity: 0.45;
      }
      .top {
        padding: 12px 16px 0;
      }
      or-details {
        flex: 1 0 320px;
        display: flex;
        flex-direction: column;
        margin-top: 12px;
      }
      .ended {
        display: flex;
        gap: 8px;
        align-items: center;
        margin: 12px 16px 0;
        padding: 4px 12px;
        border: 1px solid var(--rule);
        border-left: 3px solid var(--warn);
        border-radius: 4px;
        background: var(--panel);
      }
      .empty {
        padding: 24px 16px;
        max-width: 480px;
      }
      .empty p {
        margin-bottom: 12px;
      }
      .large {
        font-size: var(--large);
        line-height: 28px;
      }
      @media (prefers-reduced-motion: reduce) {
        .panel {
          transition: none;
        }
      }
    `,
  ];

  #hasReport = select(this, (state) => state.shown !== null);
  #running = select(this, (state) => state.run.phase === 'running');
  #ended = select(this, (state) => state.ended);

  #endedMessage() {
    const ended = this.#ended.value;
    if (!ended) return nothing;
    const text =
      ended.kind === 'stopped'
        ? `Stopped.${this.#hasReport.value ? ' What you see is from the run before.' : ''}`
        : `The engine failed and was started again; your code is as you left it. (${ended.message})`;
    return html`<p class="ended" role="alert"><span aria-hidden="true">⚠</span> ${text}</p>`;
  }

  override render() {
    if (!this.#hasReport.value) {
      return html`
        ${this.#endedMessage()}
        <div class="empty">
          <p class="large">Nothing has run yet.</p>
          <p class="quiet">Run shows, for each approach, how often it asked the database, how long that took, and the SQL.</p>
          <button class="outlined" ?disabled=${this.#running.value} @click=${() => void run()}>▶ Run the approaches</button>
        </div>
      `;
    }
    return html`
      ${this.#endedMessage()}
      <div class="panel" ?data-waiting=${this.#running.value}>
        <div class="top">
          <or-sentence></or-sentence>
          <or-errors></or-errors>
          <or-scoreboard></or-scoreboard>
          <or-trace></or-trace>
        </div>
        <or-details></or-details>
      </div>
    `;
  }
}
