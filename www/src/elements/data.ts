import { datasets } from 'virtual:lessons';
import { css, html, LitElement, nothing } from 'lit';
import { count, plural } from '../reading/figures.ts';
import { setScale, showDetail, showPane } from '../store/actions.ts';
import { useDataset } from '../store/examples.ts';
import { importData } from '../store/imported.ts';
import { startOver } from '../store/sharing.ts';
import { select } from '../store/state.ts';
import { openTab } from '../store/tabs.ts';
import { scalesFor } from '../workbench/request.ts';
import { fileTab, sameSetup } from '../workbench/workbench.ts';
import { base, segments } from './base.ts';

const MOST = 100_000;

/** How much data there is and where it comes from; a button that unfolds to change it. */
export class OrData extends LitElement {
  static override styles = [
    base,
    segments,
    css`
      .open {
        font-variant-numeric: tabular-nums;
      }
      .short {
        display: none;
      }
      @media (max-width: 359px) {
        .short {
          display: inline;
        }
        .long {
          display: none;
        }
      }
      [popover] {
        position: fixed;
        margin: 0;
        width: min(352px, calc(100vw - 16px));
        padding: 12px 16px 16px;
        border: 1px solid var(--rule);
        border-radius: 6px;
        background: var(--panel);
        color: var(--ink);
        box-shadow: var(--shadow);
      }
      h2 {
        margin: 0 0 4px;
        color: var(--ink-2);
        font-size: var(--small);
      }
      h2 + .row,
      p {
        margin-bottom: 12px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      input {
        width: 84px;
        font-family: var(--mono);
      }
      .segments {
        font-variant-numeric: tabular-nums;
      }
      .tables {
        display: grid;
        grid-template-columns: 1fr max-content;
        gap: 0 16px;
        max-height: 200px;
        overflow-y: auto;
        margin: 0 0 12px;
        padding: 0;
        list-style: none;
      }
      .tables li {
        display: contents;
      }
      .tables .figure {
        text-align: right;
      }
      .link {
        padding: 0;
        min-height: 24px;
        color: var(--link);
        text-decoration: underline;
      }
    `,
  ];

  #workbench = select(this, (state) => state.workbench);
  /** Of the shown run, if that had this data. */
  #tables = select(this, ({ shown, workbench }) =>
    shown && sameSetup(shown.workbench, workbench) ? shown.report.tables : null,
  );

  #toggle(event: Event): void {
    const menu = this.renderRoot.querySelector<HTMLElement>('[popover]');
    if (!menu) return;
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    menu.style.inset = 'auto';
    menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - 360))}px`;
    // On a phone the bar is at the foot of the page, so it opens upwards.
    if (place.top > innerHeight / 2) menu.style.bottom = `${innerHeight - place.top + 4}px`;
    else menu.style.top = `${place.bottom + 4}px`;
    menu.togglePopover();
  }

  #close(): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover();
  }

  #change(event: Event): void {
    const value = Math.round(Number((event.target as HTMLInputElement).value));
    if (value >= 1 && value <= MOST) setScale(value);
  }

  override render() {
    const { scale } = this.#workbench.value;
    const tables = this.#tables.value ?? [];
    const rows = tables.length > 0 ? tables.reduce((sum, table) => sum + table.rows, 0) : null;
    const text = rows === null ? (scale === null ? 'Data' : `scale ${count(scale)}`) : plural(rows, 'row');
    return html`
      <button class="open outlined" aria-haspopup="dialog" title="How much data there is, and where it comes from" @click=${this.#toggle}>
        <span class="short">Data</span><span class="long"><span class="unseen">Data: </span>${text}</span> <span aria-hidden="true">▾</span>
      </button>
      <div popover role="dialog" aria-label="Data">${this.#scale(scale)} ${this.#list()} ${this.#origin()}</div>
    `;
  }

  #scale(scale: number | null) {
    if (scale === null) return nothing;
    const presets = [...new Set([...scalesFor(scale, this.#workbench.value.scales), scale])].sort(
      (a, b) => a - b,
    );
    return html`<h2>Scale: what load(scale) is given</h2>
      <div class="row">
        <div class="segments" role="group" aria-label="Scales">
          ${presets.map((each) => html`<button aria-pressed=${each === scale} @click=${() => setScale(each)}>${count(each)}</button>`)}
        </div>
        <input type="number" min="1" max=${MOST} aria-label="Scale" .value=${String(scale)} @change=${this.#change} />
      </div>`;
  }

  #list() {
    const tables = this.#tables.value;
    if (!tables?.length) return nothing;
    return html`<h2>In the shown run</h2>
      <ul class="tables">
        ${tables.map(({ model, rows }) => html`<li><span>${model.split('.').at(-1)}</span><span class="figure">${count(rows)}</span></li>`)}
      </ul>`;
  }

  #origin() {
    const { imported, dataFile, lesson, modelsModule } = this.#workbench.value;
    const own = Boolean(imported) || !datasets.some(({ name }) => name === modelsModule);
    return html`<h2>Data set</h2>
      <div class="row">
        <select aria-label="Data set" @change=${(event: Event) => this.#use(event)}>
          <option value="" ?selected=${own}>${imported ?? 'its own'}</option>
          ${datasets.map(({ name, summary }) => html`<option value=${name} title=${summary} ?selected=${!own && name === modelsModule}>${name}</option>`)}
        </select>
      </div>
      <p>
        ${imported ? html`${imported}, imported in this browser. ` : nothing}
        ${
          dataFile
            ? html`<button class="link" @click=${() => this.#open(dataFile)}>${dataFile}</button> fills the tables.`
            : imported
              ? nothing
              : 'Nothing fills the tables.'
        }
      </p>
      <div class="row">
        <button
          class="outlined"
          @click=${() => {
            this.#close();
            void importData();
          }}
        >
          Import data
        </button>
        <button
          class="outlined"
          @click=${() => {
            this.#close();
            showDetail('schema');
            showPane('results');
          }}
        >
          Look at the rows
        </button>
        ${
          lesson
            ? html`<button
                class="outlined"
                @click=${() => {
                  this.#close();
                  void startOver('data');
                }}
              >
                Reset
              </button>`
            : nothing
        }
      </div>`;
  }

  #use(event: Event): void {
    const name = (event.target as HTMLSelectElement).value;
    this.#close();
    if (name) void useDataset(name);
  }

  #open(file: string): void {
    this.#close();
    openTab(fileTab(file));
    showPane('code');
  }
}
