import { css, html, LitElement, nothing } from 'lit';
import { sentenceOf } from '../reading/sentence.ts';
import { select } from '../store/state.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { base } from './base.ts';

/** What the run says, in one or two plain sentences, before any figure. */
export class OrSentence extends LitElement {
  static override styles = [
    base,
    css`
      .said {
        min-height: 76px;
      }
      .main {
        font-size: var(--large);
        line-height: 28px;
        font-weight: 600;
        letter-spacing: -0.01em;
        text-wrap: balance;
        overflow-wrap: anywhere;
      }
      .speed {
        margin-top: 4px;
        color: var(--ink-2);
      }
      .origin {
        color: var(--ink-2);
      }
      /* As much as a first visit needs: the first run moves nothing. */
      @container (max-width: 459px) {
        .said {
          min-height: 120px;
        }
        .more {
          display: none;
        }
      }
      .sign {
        color: var(--warn);
      }
    `,
  ];

  #shown = select(this, (state) => state.shown);
  #model = select(this, (state) => state.timeModel);
  #edited = select(this, ({ shown, workbench }) => shown !== null && !sameCode(shown.workbench, workbench));

  override render() {
    const shown = this.#shown.value;
    if (!shown) return nothing;
    const { main, measured, modelled, tone } = sentenceOf(
      shown.report,
      this.#model.value,
      !shown.prerendered,
    );
    return html`
      <div class="said" role="status">
        <h2 class="main">${tone === 'plain' ? nothing : html`<span class="sign" aria-hidden="true">⚠ </span>`}${main}</h2>
        ${measured ? html`<p class="speed">${measured}; ${modelled}.</p>` : nothing}
        <p class="origin">${this.#origin(shown.prerendered)}</p>
      </div>
    `;
  }

  #origin(prerendered: boolean) {
    if (this.#edited.value) return 'The code has changed since this run.';
    if (prerendered)
      return html`Measured when this page was built. <span class="more">Run measures it here.</span>`;
    return nothing;
  }
}

/** Compared field by field: this runs at each keystroke, and the texts may be long. */
function sameCode(a: Workbench, b: Workbench): boolean {
  return (
    a.scale === b.scale &&
    a.files.length === b.files.length &&
    a.approaches.length === b.approaches.length &&
    a.files.every((file, index) => file.path === b.files[index]?.path && file.text === b.files[index].text) &&
    a.approaches.every(({ name, source }, index) => {
      const other = b.approaches[index];
      return name === other?.name && source === other.source;
    })
  );
}
