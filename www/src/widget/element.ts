import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { CodeEditor } from '../editor/view.ts';
import type { Approach, Report } from '../engine/types.ts';
import { bytes, count, duration, millis } from '../reading/figures.ts';
import { groupedRows } from '../reading/groups.ts';
import { lineCosts } from '../reading/lines.ts';
import { modelledMicros } from '../reading/modelled.ts';
import { sentenceOf } from '../reading/sentence.ts';
import { requestOf } from '../workbench/request.ts';
import { toFragment } from '../workbench/share.ts';
import { allTabs, nameOf, type TabId, textOf, type Workbench, withText } from '../workbench/workbench.ts';
import { coloured } from './coloured.ts';
import { isDark, watchHost } from './host-colours.ts';
import { type Given, readChildren, readLessonFile } from './sources.ts';
import { styles } from './styles.ts';

const MODEL = { roundTripMicros: 1000, bitsPerSecond: 1e9 };
/** The playground lies in the folder above the one that this script was loaded from. */
const PLAYGROUND = new URL(/* @vite-ignore */ '../', import.meta.url).href;
/** Shapes of statements listed; the playground has the rest. */
const MOST_STATEMENTS = 20;

/**
 * `<outer-ref>`: the instrument folded small, in somebody else's page. Until the reader acts it shows what
 * lies in the page and downloads nothing; then one engine serves all widgets, each run with a database of its own.
 */
export class OuterRefElement extends LitElement {
  static override properties = {
    report: { attribute: false },
    readOnly: { type: Boolean, attribute: 'read-only' },
  };
  static override styles = styles;

  /** The last Report, prerendered or measured. */
  declare report: Report | null;
  declare readOnly: boolean;
  #given: Given | null = null;
  /** What a script asked to be shown. */
  #shown: Given | null = null;
  #tab: TabId = 'approach:a1';
  #editor: CodeEditor | null = null;
  #status = '';
  #running = false;
  #measured = false;
  #link = '';
  #unwatch: (() => void) | null = null;

  constructor() {
    super();
    this.report = null;
    this.readOnly = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchHost(() => this.toggleAttribute('data-dark', isDark(this)));
    // The children are there once the document is parsed, or at once where a script made the element.
    if (this.#given === null) queueMicrotask(() => void this.#load());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#unwatch = null;
  }

  /** Shows this instead of what the page gave: for scripts that have a workbench. */
  show(workbench: Workbench, report: Report | null): void {
    this.#shown = { workbench, hidden: new Set(), report };
    if (this.#given === null) return;
    this.reset();
  }

  async #load(): Promise<void> {
    try {
      const src = this.getAttribute('src');
      if (this.#shown) this.#given = { ...this.#shown };
      else
        this.#given =
          src === null ? readChildren(this) : await readLessonFile(new URL(src, document.baseURI));
      this.report ??= this.#given.report;
    } catch (error) {
      this.#status = error instanceof Error ? error.message : String(error);
    }
    this.#tab = this.#tabs().find((tab) => tab.startsWith('approach:')) ?? this.#tabs()[0] ?? this.#tab;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('load'));
    if (this.hasAttribute('auto-run') && this.isConnected) void this.run();
  }

  /** Runs the approaches. Resolves to the Report, or to nothing where it failed or was stopped. */
  async run(): Promise<Report | null> {
    const given = this.#given;
    if (!given || this.#running) return null;
    this.#running = true;
    this.#say('Loading the engine');
    this.dispatchEvent(new CustomEvent('run'));
    const { onEngine, runShared } = await import('./shared-engine.ts');
    const leave = onEngine((status) => {
      if (status.phase === 'loading' && status.total > 0) {
        this.#say(`Engine ${bytes(status.loaded)} of ${bytes(status.total)}`);
      }
    });
    try {
      this.report = await runShared(requestOf(this.#asked(given.workbench)), (stage) => this.#say(stage));
      this.#measured = true;
      this.#say('');
      this.dispatchEvent(new CustomEvent('result', { detail: this.report }));
      return this.report;
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
      this.dispatchEvent(new CustomEvent('error', { detail: error }));
      return null;
    } finally {
      leave();
      this.#running = false;
      this.requestUpdate();
    }
  }

  /** All approaches, or with `compare="off"` the one that is open. */
  #asked(workbench: Workbench): Workbench {
    const own = workbench.approaches.filter((each) => this.#tab === `approach:${each.id}`);
    return this.getAttribute('compare') === 'off' && own.length > 0
      ? { ...workbench, approaches: own }
      : workbench;
  }

  /** Back to the code and the figures that came with the page. */
  reset(): void {
    this.#given = null;
    this.report = null;
    this.#measured = false;
    this.#editor?.destroy();
    this.#editor = null;
    void this.#load();
  }

  #say(status: string): void {
    this.#status = status;
    this.requestUpdate();
  }

  async #stop(): Promise<void> {
    const { stopShared } = await import('./shared-engine.ts');
    stopShared();
  }

  #tabs(): TabId[] {
    const given = this.#given;
    return given
      ? allTabs(given.workbench).filter((tab) => !given.hidden.has(tab.slice('file:'.length)))
      : [];
  }

  /** The reader wants to change the code: from now on there is an editor. */
  async #edit(): Promise<void> {
    const given = this.#given;
    if (!given || this.#editor || this.readOnly) return;
    const { CodeEditor } = await import('../editor/view.ts');
    const host = this.renderRoot.querySelector<HTMLElement>('.editor');
    if (!host || this.#editor) return;
    this.#editor = new CodeEditor(host, this.renderRoot as ShadowRoot, {
      onText: (text) => {
        given.workbench = withText(given.workbench, this.#tab, text);
        this.#link = '';
      },
      onPoint: () => {},
    });
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const given = this.#given;
    const height = this.getAttribute('height');
    if (height) this.style.setProperty('--height', height);
    if (!given || !this.#editor) return;
    this.#editor.show(this.#tab, textOf(given.workbench, this.#tab) ?? '');
    if (!changed.has('report') || !this.report || !this.#measured) return;
    const name = nameOf(given.workbench, this.#tab) ?? '';
    this.#editor.showCosts(lineCosts(this.report, name));
    const errors = this.report.approaches.flatMap((each) => (each.error?.file === name ? [each.error] : []));
    this.#editor.showErrors(errors);
  }

  /** The link holds the code, so it is made when it is about to be followed. */
  async #aim(event: Event): Promise<void> {
    const given = this.#given;
    if (!given || this.#link) return;
    const link = event.currentTarget as HTMLAnchorElement;
    this.#link = `${PLAYGROUND}#${await toFragment(given.workbench)}`;
    link.href = this.#link;
  }

  override render() {
    const given = this.#given;
    if (!given)
      return html`<slot></slot>${this.#status ? html`<p class="error">${this.#status}</p>` : nothing}`;
    if (given.workbench.approaches.length === 0)
      return html`<p class="note">This widget was given no code.</p>`;
    return html`
      <div class="head" part="head">
        ${this.#tabs().map((tab) => this.#tabButton(tab))}
        ${
          this.#running
            ? html`<button class="run" part="run" @click=${this.#stop}>■ Stop</button>`
            : html`<button class="run" part="run" @click=${() => void this.run()}>▶ Run</button>`
        }
      </div>
      <div class="code" part="code">${this.#code(textOf(given.workbench, this.#tab) ?? '')}</div>
      <div class="results" part="results" aria-live="polite">${this.#results()}</div>
    `;
  }

  #tabButton(tab: TabId) {
    const open = () => {
      this.#tab = tab;
      this.requestUpdate();
    };
    const name = this.#given ? nameOf(this.#given.workbench, tab) : '';
    return html`<button class="tab" aria-pressed=${tab === this.#tab} @click=${open}>${name}</button>`;
  }

  #code(text: string) {
    return html`<div class="editor"></div>
      ${
        this.#editor
          ? nothing
          : html`<pre tabindex="0" aria-label="Code" role="region" @click=${this.#edit} @keydown=${this.#startTyping}>${coloured(
              text,
            ).map((piece) =>
              piece.kind ? html`<span class=${piece.kind}>${piece.text}</span>` : piece.text,
            )}</pre>`
      }`;
  }

  #startTyping(event: KeyboardEvent): void {
    if (event.key === 'Enter') void this.#edit();
  }

  #results() {
    const { report } = this;
    const status = this.#status ? html`<p class="note" role="status">${this.#status}</p>` : nothing;
    if (!report) return html`${status}${this.#foot()}`;
    const { main, measured, modelled } = sentenceOf(report, MODEL);
    return html`
      ${status}
      <p class="sentence">${main}</p>
      ${measured ? html`<p class="note">${measured}; ${modelled}.</p>` : nothing}
      ${report.setupError ? html`<p class="error">${report.setupError.type}: ${report.setupError.message}</p>` : nothing}
      ${report.approaches.map((each) =>
        each.error
          ? html`<p class="error">${each.name}, line ${each.error.line ?? '?'}: ${each.error.type}: ${each.error.message}</p>`
          : nothing,
      )}
      <div class="wide">${this.#table(report)}</div>
      ${report.approaches.map((each) => this.#statements(each))} ${this.#foot()}
    `;
  }

  #table(report: Report) {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">Approach</th>
          <th scope="col">queries</th>
          <th scope="col" class="rows">rows</th>
          <th scope="col">measured, ms</th>
          <th scope="col">modelled ${duration(MODEL.roundTripMicros)} away, ms</th>
        </tr>
      </thead>
      <tbody>
        ${report.approaches.map(
          (each) => html`<tr>
            <th scope="row">${each.name}</th>
            <td class="trips">${count(each.totals.queries)}</td>
            <td class="rows">${count(each.totals.rowsFetched)}</td>
            <td>${each.timing.runs > 0 ? millis(each.timing.medianMicros) : '–'}</td>
            <td>${each.timing.runs > 0 ? millis(modelledMicros(each, MODEL)) : '–'}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #statements(approach: Approach) {
    const rows = groupedRows(approach);
    if (rows.length === 0) return nothing;
    return html`<details>
      <summary>SQL of ${approach.name}</summary>
      <ol>
        ${rows.slice(0, MOST_STATEMENTS).map(
          (row) => html`<li>${row.queries.length > 1 ? html`${count(row.queries.length)} times` : nothing}
            ${row.line === null ? nothing : html`line ${row.line}`}
            <pre>${row.sql}</pre>
          </li>`,
        )}
      </ol>
    </details>`;
  }

  #foot() {
    return html`<div class="foot">
      <span>${this.report && !this.#measured ? 'Figures from when this page was built.' : nothing}</span>
      <a href=${this.#link || PLAYGROUND} target="_blank" rel="noopener" @pointerenter=${this.#aim} @focus=${this.#aim}>Open in the playground</a>
    </div>`;
  }
}
