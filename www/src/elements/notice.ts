import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { dismissNotice } from '../store/notice.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';

const SHOWN_MILLIS = 8000;

/** A short message at the foot of the page, with at most one thing to do. It goes away by itself. */
export class OrNotice extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        z-index: 10;
        left: 50%;
        bottom: 72px;
        translate: -50%;
        max-width: calc(100vw - 16px);
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 4px 4px 4px 16px;
        border-radius: 6px;
        background: var(--ink);
        color: var(--paper);
        box-shadow: var(--shadow);
      }
      button {
        font-weight: 600;
        text-decoration: underline;
      }
      button:hover {
        background: transparent;
      }
    `,
  ];

  #notice = select(this, (state) => state.notice);
  #timer = 0;
  #of: unknown = null;

  protected override updated(_changed: PropertyValues): void {
    if (this.#of === this.#notice.value) return;
    this.#of = this.#notice.value;
    clearTimeout(this.#timer);
    if (this.#of) this.#timer = window.setTimeout(dismissNotice, SHOWN_MILLIS);
  }

  override render() {
    const notice = this.#notice.value;
    return html`<div role="status">
      ${
        notice
          ? html`<div class="notice">
              ${notice.text}
              ${notice.action ? html`<button @click=${notice.action.run}>${notice.action.label}</button>` : nothing}
              <button @click=${dismissNotice} aria-label="Dismiss">✕</button>
            </div>`
          : nothing
      }
    </div>`;
  }
}
