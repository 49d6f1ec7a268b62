import { css, html, LitElement, nothing } from 'lit';
import type { RunError } from '../engine/types.ts';
import { goTo } from '../store/actions.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';

/** Why the models or an approach ended early: the message, the line, what would be right. */
export class OrErrors extends LitElement {
  static override styles = [
    base,
    css`
      .error {
        margin: 0 0 8px;
        padding: 8px 12px;
        border: 1px solid var(--rule);
        border-left: 3px solid var(--warn);
        border-radius: 4px;
        background: var(--warn-soft);
      }
      .message {
        font-family: var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .type {
        font-weight: 600;
      }
      .place {
        padding: 0;
        min-height: 0;
        color: var(--link);
        text-decoration: underline;
      }
      pre {
        margin: 4px 0 0;
        max-height: 240px;
        overflow: auto;
        font-size: var(--small);
        line-height: 16px;
      }
      summary {
        cursor: pointer;
        color: var(--ink-2);
      }
    `,
  ];

  #report = select(this, (state) => state.shown?.report ?? null);

  override render() {
    const report = this.#report.value;
    if (!report) return nothing;
    const { setupError } = report;
    return html`
      ${setupError ? this.#error(setupError.file ?? 'Models', setupError) : nothing}
      ${report.approaches.map((each) => (each.error ? this.#error(each.name, each.error) : nothing))}
    `;
  }

  #error(name: string, error: RunError) {
    const { file, line, hint } = error;
    const elsewhere = file !== null && file !== name ? `${file}, ` : '';
    return html`
      <div class="error">
        <p>
          <span aria-hidden="true">⚠</span> ${name}
          ${
            line === null
              ? nothing
              : html`<button class="place" @click=${() => goTo(file, line)}>${elsewhere}line ${line}</button>`
          }
        </p>
        <p class="message"><span class="type">${error.type}</span>: ${error.message}</p>
        ${hint ? html`<p>${hint}</p>` : nothing}
        ${
          error.frames.length > 1
            ? html`<details>
                <summary>Traceback</summary>
                <pre tabindex="0">${error.traceback}</pre>
              </details>`
            : nothing
        }
      </div>
    `;
  }
}
