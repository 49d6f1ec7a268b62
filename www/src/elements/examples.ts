import { lessons } from 'virtual:lessons';
import { css, html, LitElement } from 'lit';
import { closeDialog, replaceWorkbench } from '../store/actions.ts';
import { openExample } from '../store/examples.ts';
import { select } from '../store/state.ts';
import { emptyWorkbench } from '../workbench/workbench.ts';
import { base } from './base.ts';

/** The gallery: every example with its question and, where the site has them, its figures. */
export class OrExamples extends LitElement {
  static override properties = { wanted: { state: true } };
  static override styles = [
    base,
    css`
      input {
        width: 100%;
        margin-bottom: 12px;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr));
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li button {
        display: flex;
        flex-direction: column;
        align-items: start;
        gap: 4px;
        width: 100%;
        height: 100%;
        padding: 8px 12px;
        text-align: left;
        white-space: normal;
      }
      .title {
        font-weight: 600;
        text-wrap: balance;
      }
      li button[data-current] {
        border-color: var(--ink);
      }
      .what {
        color: var(--ink-2);
        font-size: var(--small);
        line-height: 16px;
      }
      .figure {
        font-size: var(--small);
        line-height: 16px;
      }
      .trips {
        color: var(--trip);
      }
    `,
  ];

  declare wanted: string;
  #current = select(this, (state) => state.workbench.lesson);

  constructor() {
    super();
    this.wanted = '';
  }

  #open(slug: string): void {
    closeDialog();
    void openExample(slug);
  }

  #openBlank(): void {
    closeDialog();
    replaceWorkbench(emptyWorkbench(), 'Opened a blank workbench.');
  }

  override render() {
    const words = this.wanted.toLowerCase().split(/\s+/).filter(Boolean);
    const found = lessons.filter(({ title, summary }) => {
      const text = `${title} ${summary}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return html`
      <input
        type="search"
        placeholder="Find an example"
        aria-label="Find an example"
        .value=${this.wanted}
        @input=${(event: Event) => {
          this.wanted = (event.target as HTMLInputElement).value;
        }}
      />
      <ul>
        ${found.map(({ slug, title, summary, queries }) => {
          const current = slug === this.#current.value;
          return html`<li>
            <button class="outlined" aria-current=${current ? 'true' : 'false'} ?data-current=${current} @click=${() => this.#open(slug)}>
              <span class="title">${title}</span>
              <span class="what">${summary}</span>
              ${queries.length > 0 ? html`<span class="figure"><span class="trips">${queries.join(' · ')}</span> queries</span>` : ''}
            </button>
          </li>`;
        })}
        ${
          words.length === 0
            ? html`<li>
                <button class="outlined" @click=${this.#openBlank}>
                  <span class="title">Blank workbench</span>
                  <span class="what">One model, one row, one approach: a place to begin.</span>
                </button>
              </li>`
            : ''
        }
      </ul>
      <p class="what" role="status">${found.length === 0 ? 'No example speaks of that.' : ''}</p>
    `;
  }
}
