import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { SITE_PAGES } from '../site-pages.ts';
import { changeTheme, closeDialog } from '../store/actions.ts';
import { exportDatabase, exportProject } from '../store/exporting.ts';
import { importData } from '../store/imported.ts';
import {
  copyLink,
  exportFile,
  exportReport,
  importFile,
  LINK_TOO_LONG,
  openShared,
  startOver,
} from '../store/sharing.ts';
import { type Dialog, select, type Theme } from '../store/state.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { base, segments } from './base.ts';

const KEYS: [string, string][] = [
  ['Ctrl or ⌘ + Enter', 'Run'],
  ['Escape', 'Stop the run'],
  ['Ctrl + Space', 'In the editor: what may stand here'],
  ['Escape, then Tab', 'Leave the editor'],
  ['← →, Home, End', 'In the tabs: go from one to the next'],
  ['F2, Delete', 'In the tabs: rename or remove the file or the approach'],
  ['Alt + ← →', 'In the tabs: move the approach'],
  ['← → ↑ ↓', 'In the trace: go from query to query, from lane to lane'],
  ['+ − 0, Shift + ← →', 'In the trace: zoom, show all, move'],
  ['↑ ↓', 'In the list of queries: go from row to row'],
  ['↑ ↓, Shift + Enter', 'In the console: earlier lines, a further line'],
  ['?', 'This list'],
];

const THEMES: [Theme, string][] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** The dialogs: sharing, what else there is, the keys, and the question before a link replaces one's work. */
export class OrDialogs extends LitElement {
  static override styles = [
    base,
    segments,
    css`
      dialog {
        width: min(520px, calc(100vw - 32px));
        max-height: calc(100dvh - 32px);
        padding: 16px 24px 24px;
        border: 1px solid var(--rule);
        border-radius: 8px;
        background: var(--panel);
        color: var(--ink);
        box-shadow: var(--shadow);
      }
      dialog[data-wide] {
        width: min(960px, calc(100vw - 32px));
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 35%);
      }
      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        margin-bottom: 8px;
      }
      h2 {
        font-size: var(--large);
        font-weight: 600;
      }
      p {
        margin-bottom: 12px;
      }
      h3 {
        margin-bottom: 4px;
        color: var(--ink-2);
        font-size: var(--small);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 0 0 16px;
      }
      .actions:last-child {
        margin-bottom: 0;
      }
      .primary {
        background: var(--ink);
        color: var(--paper);
        font-weight: 600;
      }
      .primary:hover {
        background: color-mix(in srgb, var(--ink) 85%, var(--paper));
      }
      input[readonly] {
        width: 100%;
        margin-bottom: 12px;
        font: var(--small) / 20px var(--mono);
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 4px 16px;
        margin: 0;
      }
      dt {
        font-family: var(--mono);
        font-size: var(--small);
      }
      dd {
        margin: 0;
      }
      .fine {
        margin: 16px 0 0;
        color: var(--ink-2);
        font-size: var(--small);
        line-height: 16px;
      }
      .pages {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
      }
      @media (max-width: 479px) {
        dl {
          grid-template-columns: 1fr;
        }
        dd {
          margin-bottom: 4px;
        }
      }
    `,
  ];

  #dialog = select(this, (state) => state.dialog);
  #theme = select(this, (state) => state.theme);
  #imported = select(this, (state) => state.workbench.imported ?? null);

  protected override updated(_changed: PropertyValues): void {
    const element = this.renderRoot.querySelector('dialog');
    if (!element) return;
    if (this.#dialog.value && !element.open) element.showModal();
    else if (!this.#dialog.value && element.open) element.close();
  }

  #content(dialog: Dialog) {
    switch (dialog.kind) {
      case 'examples':
        return { title: 'Examples', body: html`<or-examples></or-examples>` };
      case 'share':
        return { title: 'Share', body: this.#share(dialog.link) };
      case 'more':
        return { title: 'More', body: this.#more() };
      case 'keys':
        return { title: 'Keys', body: this.#keys() };
      case 'opening':
        return { title: 'Open the shared workbench?', body: this.#opening(dialog.workbench) };
    }
  }

  #share(link: string | null) {
    if (link === null) {
      return html`<p>${LINK_TOO_LONG}</p>
        <div class="actions"><button class="primary" @click=${exportFile}>Save as a file</button></div>`;
    }
    const imported = this.#imported.value;
    return html`<p>The link holds the code itself. Nothing is sent to a server.</p>
      ${imported ? html`<p>It does not hold the data of ${imported}: who opens it has to import that file too.</p>` : nothing}
      <input type="text" readonly aria-label="Link" .value=${link} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
      <div class="actions">
        <button class="primary" autofocus @click=${() => void copyLink(link)}>Copy the link</button>
        <button class="outlined" @click=${exportFile}>Save as a file</button>
      </div>`;
  }

  #more() {
    return html`
      <h3>Open</h3>
      <div class="actions">
        <button class="outlined" @click=${() => void importFile()}>Open a workbench</button>
        <button class="outlined" @click=${() => void importData()}>Import data: SQLite or CSV</button>
      </div>
      <h3>Save</h3>
      <div class="actions">
        <button class="outlined" @click=${exportFile}>Workbench</button>
        <button class="outlined" @click=${() => void exportProject()}>Django project with a test</button>
        <button class="outlined" @click=${() => void exportDatabase()}>Database</button>
        <button class="outlined" @click=${exportReport}>Last report</button>
      </div>
      <h3>Reset to the example</h3>
      <div class="actions">
        <button class="outlined" @click=${() => startOver('approaches')}>Its approaches</button>
        <button class="outlined" @click=${() => startOver('data')}>Its models and data</button>
        <button class="outlined" @click=${() => startOver('all')}>Everything</button>
      </div>
      <h3>Theme</h3>
      <div class="actions">
        <div class="segments" role="group" aria-label="Theme">
          ${THEMES.map(
            ([theme, name]) =>
              html`<button aria-pressed=${theme === this.#theme.value} @click=${() => changeTheme(theme)}>${name}</button>`,
          )}
        </div>
      </div>
      <h3>Keys</h3>
      ${this.#keys()}
      <p class="fine pages">${SITE_PAGES.map(([name, path]) => html`<a href=${path}>${name}</a>`)}</p>
      <p class="fine">
        Django semantics of version 6.1 on SQLite, in this browser; no server takes part. After Kyle Hanson's article
        “The Dramatic Benefits of Django Subqueries and Annotations” (2017). Django is a trademark of the Django Software
        Foundation, with which OuterRef is not affiliated. Code typeface: JetBrains Mono, SIL Open Font License 1.1.
      </p>
    `;
  }

  #keys() {
    return html`<dl>
      ${KEYS.map(
        ([key, does]) =>
          html`<dt>${key}</dt>
            <dd>${does}</dd>`,
      )}
    </dl>`;
  }

  #opening(workbench: Workbench) {
    const names = workbench.approaches.map((each) => each.name).join(', ');
    return html`<p>“${workbench.title}” (${names}) takes the place of what you have here. You can undo that.</p>
      <div class="actions">
        <button class="primary" autofocus @click=${() => openShared(workbench)}>Open it</button>
        <button class="outlined" @click=${closeDialog}>Keep mine</button>
      </div>`;
  }

  override render() {
    const dialog = this.#dialog.value;
    const content = dialog && this.#content(dialog);
    return html`<dialog aria-labelledby="title" ?data-wide=${dialog?.kind === 'examples'} @close=${closeDialog}>
      ${
        content
          ? html`<div class="head">
                <h2 id="title">${content.title}</h2>
                <button @click=${closeDialog} aria-label="Close">✕</button>
              </div>
              ${content.body}`
          : nothing
      }
    </dialog>`;
  }
}
