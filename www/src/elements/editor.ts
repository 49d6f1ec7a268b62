import { css, html, LitElement, type PropertyValues } from 'lit';
import type { CallSpan } from '../editor/calls.ts';
import type { CodeEditor } from '../editor/view.ts';
import type { RunError } from '../engine/types.ts';
import { clausesOf } from '../reading/clauses.ts';
import { type LineCost, lineCosts, linesIn } from '../reading/lines.ts';
import { jumps, point, pointCall, typed } from '../store/actions.ts';
import { complete } from '../store/services.ts';
import { openQuery, type PageState, select } from '../store/state.ts';
import { nameOf, type TabId, textOf } from '../workbench/workbench.ts';
import { base } from './base.ts';

/** The open tab's text. Plain text until the editor's code is there, then the editor. */
export class OrEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        overflow: hidden;
        background: var(--panel);
      }
      .host {
        position: absolute;
        inset: 0;
      }
      pre {
        margin: 0;
        padding: 8px 0 8px 84px;
        font-size: var(--text);
        line-height: 20px;
        overflow: auto;
        height: 100%;
      }
    `,
  ];

  #tab = select(this, (state) => state.activeTab);
  #revision = select(this, (state) => state.revision);
  #shown = select(this, (state) => state.shown);
  #pointed = select(this, (state) => state.pointed ?? chosenOf(state));
  #workbench = select(this, (state) => state.workbench);
  #open = select(this, openQuery);
  #index = select(this, (state) => state.approach);
  #call = select(this, (state) => state.call);
  #editor: CodeEditor | null = null;
  #last: { tab?: string; revision?: number; shown?: unknown; name?: string; pointed?: unknown } = {};

  override connectedCallback(): void {
    super.connectedCallback();
    jumps.addEventListener('jump', this.#jump);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    jumps.removeEventListener('jump', this.#jump);
  }

  #jump = (event: Event): void => {
    const { line, focus } = (event as CustomEvent<{ line: number; focus: boolean }>).detail;
    void this.updateComplete.then(() => this.#editor?.jump(line, focus));
  };

  protected override async firstUpdated(): Promise<void> {
    const host = this.renderRoot.querySelector<HTMLElement>('.host');
    if (!host) return;
    const plain = document.createElement('pre');
    plain.textContent = textOf(this.#workbench.value, this.#tab.value) ?? '';
    host.append(plain);
    const { CodeEditor } = await import('../editor/view.ts');
    plain.remove();
    this.#editor = new CodeEditor(host, this.renderRoot as ShadowRoot, {
      onText: (text) => typed(this.#tab.value, text),
      onPoint: (cost) => this.#point(cost),
      onCall: (call) => pointCall(call),
      complete,
    });
    this.requestUpdate();
  }

  #point(cost: LineCost | null): void {
    const [own] = cost?.by ?? [];
    if (cost && own) point({ approach: own.approach, queries: new Set(own.queries) });
    else if (this.#pointed.value) point(null);
  }

  protected override updated(_changed: PropertyValues): void {
    const editor = this.#editor;
    if (!editor) return;
    const tab = this.#tab.value;
    const revision = this.#revision.value;
    const name = nameOf(this.#workbench.value, tab) ?? '';
    const shown = this.#shown.value;
    const last = this.#last;
    const opened = last.tab !== tab || last.revision !== revision;
    if (opened) editor.show(tab, textOf(this.#workbench.value, tab) ?? '');
    if (opened || last.shown !== shown || last.name !== name) {
      const report = shown?.report;
      // Lines of a report hold for the text that it was made from.
      const same = shown && textOf(shown.workbench, tab) === textOf(this.#workbench.value, tab);
      editor.showCosts(report && same ? lineCosts(report, name) : new Map());
      editor.showErrors(report && same ? this.#errorsIn(name) : []);
    }
    if (opened || last.pointed !== this.#pointed.value) editor.showPointed(this.#pointedLines(name));
    const calls = [shown, this.#open.value, this.#index.value, name, this.#call.value];
    if (opened || calls.some((each, index) => each !== this.#lastCalls[index])) {
      this.#lastCalls = calls;
      editor.showCalls(this.#spans(name, tab), this.#call.value);
    }
    this.#last = { tab, revision, shown, name, pointed: this.#pointed.value };
  }

  #lastCalls: unknown[] = [];

  /** Where the calls of the open statement stand in this file, as long as its text is the one that ran. */
  #spans(file: string, tab: TabId): CallSpan[] {
    const shown = this.#shown.value;
    const approach = shown?.report.approaches[this.#index.value];
    const open = this.#open.value;
    if (!shown || !approach || open < 0) return [];
    if (textOf(shown.workbench, tab) !== textOf(this.#workbench.value, tab)) return [];
    return clausesOf(approach, open).flatMap(({ source }, call) =>
      source.file === file ? [{ ...source, call }] : [],
    );
  }

  #errorsIn(file: string): RunError[] {
    const report = this.#shown.value?.report;
    if (!report) return [];
    const errors = [report.setupError, ...report.approaches.map((each) => each.error)];
    return errors.filter((error): error is RunError => error !== null && error.file === file);
  }

  #pointedLines(file: string): number[] {
    const pointed = this.#pointed.value;
    const queries = pointed && this.#shown.value?.report.approaches[pointed.approach]?.queries;
    if (!queries) return [];
    const lines = new Set<number>();
    for (const index of pointed.queries) {
      const query = queries[index];
      if (query) for (const line of linesIn(query, file)) lines.add(line);
    }
    return [...lines];
  }

  override render() {
    return html`<div class="host"></div>`;
  }
}

let lastChosen: { of: PageState['chosen']; pointed: PageState['pointed'] } = { of: null, pointed: null };

/** The chosen statement as something pointed at; the same object while it stays chosen. */
function chosenOf({ chosen }: PageState): PageState['pointed'] {
  if (lastChosen.of !== chosen) {
    const pointed = chosen && { approach: chosen.approach, queries: new Set([chosen.query]) };
    lastChosen = { of: chosen, pointed };
  }
  return lastChosen.pointed;
}
