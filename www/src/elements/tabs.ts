import { css, html, LitElement, nothing } from 'lit';
import {
  addApproach,
  duplicateApproach,
  moveApproach,
  openTab,
  removeApproach,
  renameApproach,
} from '../store/actions.ts';
import { select } from '../store/state.ts';
import { type ApproachTab, allTabs, approachTab, fileTab, type TabId } from '../workbench/workbench.ts';
import { base } from './base.ts';

/** The tabs of the files and of the approaches, and what can be done to an approach. */
export class OrTabs extends LitElement {
  static override properties = { fixed: { type: Boolean } };
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: stretch;
        height: 40px;
        border-bottom: 1px solid var(--rule);
        background: var(--paper);
      }
      .tabs {
        display: flex;
        flex: 0 1 auto;
        min-width: 0;
        overflow: auto hidden;
        scrollbar-width: none;
      }
      [role='tab'] {
        flex: none;
        min-height: 39px;
        padding: 0 12px;
        border: 0;
        border-right: 1px solid var(--rule);
        border-radius: 0;
        color: var(--ink-2);
        max-width: 220px;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      [role='tab'].file {
        font: 12px / 20px var(--mono);
      }
      [role='tab'][aria-selected='true'] {
        background: var(--panel);
        color: var(--ink);
        box-shadow: inset 0 2px var(--ink);
      }
      [role='tab']:focus-visible {
        outline-offset: -3px;
      }
      .gap {
        flex: none;
        width: 12px;
        border-right: 1px solid var(--rule);
      }
      .tools {
        display: flex;
        align-items: center;
        padding: 0 4px;
      }
      .tools button {
        min-width: 28px;
      }
      input {
        width: 140px;
        margin: 6px;
      }
      [popover] {
        margin: 0;
        padding: 4px;
        border: 1px solid var(--rule);
        border-radius: 6px;
        background: var(--panel);
        color: var(--ink);
        box-shadow: var(--shadow);
      }
      [popover] button {
        display: block;
        width: 100%;
        min-width: 160px;
        text-align: left;
      }
    `,
  ];

  /** Approaches cannot be added or changed. */
  declare fixed: boolean;
  #workbench = select(this, (state) => state.workbench);
  #hidden = select(this, (state) => state.hiddenFiles);
  #active = select(this, (state) => state.activeTab);
  #renaming: string | null = null;

  constructor() {
    super();
    this.fixed = false;
  }

  #activeApproach(): ApproachTab | undefined {
    return this.#workbench.value.approaches.find((each) => approachTab(each.id) === this.#active.value);
  }

  #keys(event: KeyboardEvent): void {
    const hidden = this.#hidden.value;
    const tabs = allTabs(this.#workbench.value).filter((tab) => !hidden.has(tab.slice('file:'.length)));
    const at = tabs.indexOf(this.#active.value);
    const approach = this.fixed ? undefined : this.#activeApproach();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && event.altKey && approach) moveApproach(approach.id, by);
    else if (by) this.#focusTab(tabs[(at + by + tabs.length) % tabs.length]);
    else if (event.key === 'Home') this.#focusTab(tabs[0]);
    else if (event.key === 'End') this.#focusTab(tabs.at(-1));
    else if (event.key === 'F2' && approach) this.#rename(approach.id);
    else if (event.key === 'Delete' && approach) removeApproach(approach.id);
    else return;
    event.preventDefault();
  }

  #focusTab(tab: TabId | undefined): void {
    if (!tab) return;
    openTab(tab);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
    );
  }

  #rename(id: string): void {
    this.#renaming = id;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.select());
  }

  #renamed(event: Event): void {
    const id = this.#renaming;
    if (id === null) return;
    this.#renaming = null;
    renameApproach(id, (event.target as HTMLInputElement).value);
    this.requestUpdate();
  }

  #renameKeys(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === 'Enter') (event.target as HTMLElement).blur();
    else if (event.key === 'Escape') {
      this.#renaming = null;
      this.requestUpdate();
    }
  }

  #openMenu(event: Event): void {
    const button = event.currentTarget as HTMLElement;
    const menu = this.renderRoot.querySelector<HTMLElement>('[popover]');
    if (!menu) return;
    const place = button.getBoundingClientRect();
    menu.style.top = `${place.bottom + 4}px`;
    menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - 184))}px`;
    menu.togglePopover();
  }

  #menuDo(action: (id: string) => void): () => void {
    return () => {
      this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover();
      const approach = this.#activeApproach();
      if (approach) action(approach.id);
    };
  }

  #tab(id: TabId, label: string, kind: 'file' | 'approach') {
    const selected = id === this.#active.value;
    return html`<button
      role="tab"
      class=${kind}
      aria-selected=${selected}
      tabindex=${selected ? 0 : -1}
      title=${kind === 'approach' ? `${label} (double-click renames)` : label}
      @click=${() => openTab(id)}
      @dblclick=${() => kind === 'approach' && !this.fixed && this.#rename(id.slice('approach:'.length))}
    >
      ${label}
    </button>`;
  }

  #approach(each: ApproachTab) {
    if (each.id !== this.#renaming) return this.#tab(approachTab(each.id), each.name, 'approach');
    return html`<input
      type="text"
      maxlength="60"
      aria-label="Name of the approach"
      .value=${each.name}
      @blur=${this.#renamed}
      @keydown=${this.#renameKeys}
    />`;
  }

  override render() {
    const { files, approaches } = this.#workbench.value;
    const approach = this.fixed ? undefined : this.#activeApproach();
    const visible = files.filter((file) => !this.#hidden.value.has(file.path));
    return html`
      <div class="tabs" role="tablist" aria-label="Files and approaches" @keydown=${this.#keys}>
        ${visible.map((file) => this.#tab(fileTab(file.path), file.path, 'file'))}
        <span class="gap" role="presentation"></span>
        ${approaches.map((each) => this.#approach(each))}
      </div>
      <div class="tools">
        ${this.fixed ? nothing : html`<button @click=${() => addApproach()} aria-label="Add an approach" title="Add an approach">+</button>`}
        ${
          approach
            ? html`<button @click=${this.#openMenu} aria-label="Change ${approach.name}" title="Change ${approach.name}" aria-haspopup="true">⋮</button>`
            : nothing
        }
      </div>
      <div popover aria-label="Change the approach">
        <button @click=${this.#menuDo((id) => this.#rename(id))}>Rename</button>
        <button @click=${this.#menuDo(duplicateApproach)}>Duplicate</button>
        <button @click=${this.#menuDo((id) => moveApproach(id, -1))}>Move left</button>
        <button @click=${this.#menuDo((id) => moveApproach(id, 1))}>Move right</button>
        <button @click=${this.#menuDo(removeApproach)}>Remove</button>
      </div>
    `;
  }
}
