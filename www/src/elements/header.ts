import { lessons } from 'virtual:lessons';
import { css, html, LitElement } from 'lit';
import { SITE_PAGES } from '../site-pages.ts';
import { openDialog } from '../store/actions.ts';
import { share } from '../store/sharing.ts';
import { select } from '../store/state.ts';
import { base } from './base.ts';
import { themeButton } from './theme-button.ts';

const OTHERS = SITE_PAGES.filter(([name]) => name !== 'Playground');
/** The name, the examples, and what concerns the page as a whole. */
export class OrHeader extends LitElement {
  static override styles = [
    base,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 8px;
        height: 44px;
        padding: 0 12px;
      }
      h1 {
        margin: 0 8px 0 0;
        font-size: 15px;
        font-weight: 600;
        letter-spacing: -0.01em;
      }
      .motto {
        margin-right: 12px;
        color: var(--ink-2);
      }
      .example {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        min-width: 0;
        flex: 0 1 auto;
        max-width: 420px;
      }
      .title {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .space {
        flex: 1;
      }
      nav {
        display: flex;
        gap: 4px;
      }
      .page {
        align-self: center;
        padding: 0 8px;
        color: inherit;
        text-decoration: none;
      }
      .page:hover {
        text-decoration: underline;
      }
      @media (max-width: 639px) {
        .page,
        .theme {
          display: none;
        }
      }
      @media (max-width: 1199px) {
        .motto {
          display: none;
        }
      }
      @media (max-width: 959px) {
        .lesson {
          display: none;
        }
      }
      @media (max-width: 819px) {
        header {
          padding: 0 8px;
          gap: 4px;
        }
        h1 {
          margin-right: 4px;
        }
        .example {
          flex: 1 1 0;
        }
        .space {
          display: none;
        }
      }
    `,
  ];

  #lesson = select(this, (state) => state.workbench.lesson);
  #title = select(this, (state) => state.workbench.title);
  #theme = select(this, (state) => state.theme);

  override render() {
    const current = this.#lesson.value;
    const known = lessons.some((each) => each.slug === current);
    return html`
      <header>
        <h1>OuterRef</h1>
        <span class="motto">What your Django queries cost</span>
        <button
          class="example outlined"
          aria-haspopup="dialog"
          title="Choose another example"
          @click=${() => openDialog({ kind: 'examples' })}
        >
          <span class="title"><span class="unseen">Examples: </span>${this.#title.value}</span> <span aria-hidden="true">▾</span>
        </button>
        ${known ? html`<a class="page lesson" href="./course/${current}.html">Read the lesson</a>` : ''}
        <span class="space"></span>
        <nav aria-label="Page">
          ${OTHERS.map(([name, path]) => html`<a class="page" href=${path}>${name}</a>`)}
          ${themeButton(this.#theme.value)}
          <button @click=${() => void share()}>Share</button>
          <button @click=${() => openDialog({ kind: 'more' })} aria-label="More" title="More">⋯</button>
        </nav>
      </header>
    `;
  }
}
