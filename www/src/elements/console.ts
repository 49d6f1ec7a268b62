import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { ReplAnswer } from '../engine/types.ts';
import { duration, plural } from '../reading/figures.ts';
import { brief } from '../reading/sql.ts';
import { clearConsole, evaluate } from '../store/services.ts';
import { stop } from '../store/session.ts';
import { type ConsoleEntry, select } from '../store/state.ts';
import { base } from './base.ts';

/** Python, a line at a time, on the data that the runs begin with. */
export class OrConsole extends LitElement {
  static override properties = { line: { state: true } };
  static override styles = [
    base,
    css`
      :host {
        padding: 8px 16px 24px;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 4px 0 8px;
        border-bottom: 1px solid var(--rule);
      }
      pre {
        margin: 0;
        font-size: var(--small);
        line-height: 18px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      .asked {
        color: var(--ink-2);
      }
      .error {
        padding-left: 8px;
        border-left: 3px solid var(--warn);
      }
      .cost {
        font-size: var(--small);
        color: var(--ink-2);
      }
      summary {
        cursor: pointer;
      }
      .trips {
        color: var(--trip);
      }
      form {
        display: flex;
        align-items: start;
        gap: 8px;
        margin-top: 8px;
      }
      .prompt {
        line-height: 28px;
        font-family: var(--mono);
        color: var(--ink-2);
      }
      textarea {
        flex: 1;
        min-width: 0;
        padding: 4px 8px;
        border: 1px solid var(--rule);
        border-radius: 4px;
        background: var(--paper);
        color: inherit;
        font: var(--small) / 18px var(--mono);
        resize: vertical;
        field-sizing: content;
        min-height: 28px;
        max-height: 200px;
      }
      .about {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 12px;
        margin-bottom: 4px;
        color: var(--ink-2);
      }
    `,
  ];

  declare line: string;
  #entries = select(this, (state) => state.console);
  #running = select(this, (state) => state.run.phase === 'running');
  /** How far back in what was typed; 0 is the line being typed. */
  #back = 0;

  constructor() {
    super();
    this.line = '';
  }

  protected override updated(_changed: PropertyValues): void {
    this.renderRoot.querySelector('form')?.scrollIntoView({ block: 'nearest' });
  }

  #submit(): void {
    const line = this.line.trimEnd();
    if (!line || this.#running.value || this.#isWaiting()) return;
    this.line = '';
    this.#back = 0;
    void evaluate(line);
  }

  /** Whether the engine is still at the last line. */
  #isWaiting(): boolean {
    const last = this.#entries.value.at(-1);
    return last !== undefined && last.answer === null && last.failure === null;
  }

  #keys(event: KeyboardEvent): void {
    const area = event.target as HTMLTextAreaElement;
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'ArrowUp' && !area.value.slice(0, area.selectionStart).includes('\n')) {
      event.preventDefault();
      this.#recall(1);
    } else if (event.key === 'ArrowDown' && this.#back > 0) {
      event.preventDefault();
      this.#recall(-1);
    }
  }

  #recall(by: number): void {
    const entries = this.#entries.value;
    this.#back = Math.max(0, Math.min(entries.length, this.#back + by));
    this.line = this.#back === 0 ? '' : (entries.at(-this.#back)?.line ?? '');
  }

  override render() {
    const entries = this.#entries.value;
    const waiting = this.#isWaiting();
    return html`
      <div class="about">
        <span>The models are imported. What a line writes is gone with the next run.</span>
        ${entries.length > 0 ? html`<button @click=${clearConsole}>Clear</button>` : nothing}
      </div>
      <div role="log" aria-label="Console"><ol>
        ${entries.map((entry) => this.#entry(entry))}
      </ol></div>
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#submit();
        }}
      >
        <span class="prompt" aria-hidden="true">&gt;&gt;&gt;</span>
        <textarea
          rows="1"
          aria-label="A line of Python"
          placeholder="City.objects.count()"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          .value=${this.line}
          @input=${(event: Event) => {
            this.line = (event.target as HTMLTextAreaElement).value;
          }}
          @keydown=${this.#keys}
        ></textarea>
        ${
          waiting
            ? html`<button class="outlined" type="button" @click=${stop}>■ Stop</button>`
            : html`<button class="outlined" ?disabled=${this.#running.value}>Evaluate</button>`
        }
      </form>
    `;
  }

  #entry({ line, answer, failure }: ConsoleEntry) {
    return html`<li>
      <pre class="asked">&gt;&gt;&gt; ${line.replaceAll('\n', '\n... ')}</pre>
      ${failure === null ? nothing : html`<pre class="error">⚠ ${failure}</pre>`}
      ${answer ? this.#answer(answer) : nothing}
    </li>`;
  }

  #answer({ stdout, repr, table, queries, micros, error }: ReplAnswer) {
    return html`
      ${stdout ? html`<pre>${stdout}</pre>` : nothing}
      ${error ? html`<pre class="error">${error.type}: ${error.message}</pre>` : nothing}
      ${
        table && table.rows.length > 0
          ? html`<or-result-table .columns=${table.columns} .rows=${table.rows} label="Value"></or-result-table>`
          : repr === null
            ? nothing
            : html`<pre>${repr}</pre>`
      }
      ${
        queries.length === 0
          ? nothing
          : html`<details class="cost">
              <summary><span class="trips">${plural(queries.length, 'query', 'queries')}</span> in ${duration(micros)}</summary>
              ${queries.map(({ sql }) => html`<pre title=${sql}>${brief(sql)}</pre>`)}
            </details>`
      }
    `;
  }
}
