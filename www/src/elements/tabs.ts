import { css, html, LitElement, nothing } from 'lit';
import { select } from '../store/state.ts';
import {
  addApproach,
  addFile,
  duplicateApproach,
  moveApproach,
  openTab,
  removeApproach,
  removeFile,
  renameApproach,
  renameFile,
  useAsData,
} from '../store/tabs.ts';
import { modelsPath } from '../workbench/file-edits.ts';
import { allTabs, approachTab, fileTab, nameOf, type TabId } from '../workbench/workbench.ts';
import { base } from './base.ts';

/** What can be done to the open tab, as its menu says it. */
interface Choice {
  label: string;
  run: () => void;
  /** Why it cannot be done. */
  not?: string;
}

/** The tabs of the files and of the approaches, and what can be done to them. */
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
      input.file {
        font: 12px / 20px var(--mono);
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
      hr {
        margin: 4px 0;
        border: 0;
        border-top: 1px solid var(--rule);
      }
    `,
  ];

  /** Tabs cannot be added or changed. */
  declare fixed: boolean;
  #workbench = select(this, (state) => state.workbench);
  #hidden = select(this, (state) => state.hiddenFiles);
  #active = select(this, (state) => state.activeTab);
  #renaming: TabId | null = null;

  constructor() {
    super();
    this.fixed = false;
  }

  #keys(event: KeyboardEvent): void {
    const hidden = this.#hidden.value;
    const tabs = allTabs(this.#workbench.value).filter((tab) => !hidden.has(tab.slice('file:'.length)));
    const tab = this.#active.value;
    const at = tabs.indexOf(tab);
    const approach = this.#approachOf(tab);
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && event.altKey && approach && !this.fixed) moveApproach(approach, by);
    else if (by) this.#focusTab(tabs[(at + by + tabs.length) % tabs.length]);
    else if (event.key === 'Home') this.#focusTab(tabs[0]);
    else if (event.key === 'End') this.#focusTab(tabs.at(-1));
    else if (event.key === 'F2' && !this.fixed) this.#rename(tab);
    else if (event.key === 'Delete' && !this.fixed) this.#remove(tab);
    else return;
    event.preventDefault();
  }

  /** The approach of a tab, by its id. */
  #approachOf(tab: TabId): string | null {
    return tab.startsWith('approach:') ? tab.slice('approach:'.length) : null;
  }

  #focusTab(tab: TabId | undefined): void {
    if (!tab) return;
    openTab(tab);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
    );
  }

  #remove(tab: TabId): void {
    const approach = this.#approachOf(tab);
    if (approach === null) removeFile(tab.slice('file:'.length));
    else removeApproach(approach);
  }

  #rename(tab: TabId): void {
    this.#renaming = tab;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.select());
  }

  #renamed(event: Event): void {
    const tab = this.#renaming;
    if (tab === null) return;
    this.#renaming = null;
    const { value } = event.target as HTMLInputElement;
    const approach = this.#approachOf(tab);
    if (approach === null) renameFile(tab.slice('file:'.length), value);
    else renameApproach(approach, value);
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

  #choices(tab: TabId): Choice[] {
    const rename: Choice = { label: 'Rename', run: () => this.#rename(tab) };
    const remove: Choice = { label: 'Remove', run: () => this.#remove(tab) };
    const id = this.#approachOf(tab);
    if (id !== null) {
      return [
        rename,
        { label: 'Duplicate', run: () => duplicateApproach(id) },
        { label: 'Move left', run: () => moveApproach(id, -1) },
        { label: 'Move right', run: () => moveApproach(id, 1) },
        remove,
      ];
    }
    const workbench = this.#workbench.value;
    const path = tab.slice('file:'.length);
    if (modelsPath(workbench) === path) return [rename, { ...remove, not: 'The models are in it.' }];
    if (workbench.dataFile === path) return [rename, remove];
    return [rename, { label: 'Fill the tables with it', run: () => useAsData(path) }, remove];
  }

  #choice({ label, run, not }: Choice) {
    const click = () => {
      this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover();
      run();
    };
    return html`<button ?disabled=${not !== undefined} title=${not ?? nothing} @click=${click}>${label}</button>`;
  }

  #tab(id: TabId, label: string, kind: 'file' | 'approach') {
    if (id === this.#renaming) return this.#nameField(label, kind);
    const selected = id === this.#active.value;
    return html`<button
      role="tab"
      class=${kind}
      aria-selected=${selected}
      tabindex=${selected ? 0 : -1}
      title=${this.fixed ? label : `${label} (double-click renames)`}
      @click=${() => openTab(id)}
      @dblclick=${() => !this.fixed && this.#rename(id)}
    >
      ${label}
    </button>`;
  }

  #nameField(name: string, kind: 'file' | 'approach') {
    return html`<input
      type="text"
      class=${kind}
      maxlength="60"
      spellcheck="false"
      aria-label=${kind === 'file' ? 'Name of the file' : 'Name of the approach'}
      .value=${name}
      @blur=${this.#renamed}
      @keydown=${this.#renameKeys}
    />`;
  }

  override render() {
    const { files, approaches } = this.#workbench.value;
    const visible = files.filter((file) => !this.#hidden.value.has(file.path));
    const active = this.#active.value;
    const open = this.fixed ? undefined : nameOf(this.#workbench.value, active);
    return html`
      <div class="tabs" role="tablist" aria-label="Files and approaches" @keydown=${this.#keys}>
        ${visible.map(({ path }) => this.#tab(fileTab(path), path, 'file'))}
        <span class="gap" role="presentation"></span>
        ${approaches.map(({ id, name }) => this.#tab(approachTab(id), name, 'approach'))}
      </div>
      ${this.fixed ? nothing : this.#tools(active, open)}
    `;
  }

  #tools(active: TabId, open: string | undefined) {
    return html`<div class="tools">
        <button @click=${() => addApproach()} aria-label="Add an approach" title="Add an approach">+</button>
        ${
          open === undefined
            ? nothing
            : html`<button @click=${this.#openMenu} aria-label="Change ${open}" title="Change ${open}" aria-haspopup="true">⋮</button>`
        }
      </div>
      <div popover aria-label="Change the open tab">
        ${this.#choices(active).map((each) => this.#choice(each))}
        <hr />
        <button
          @click=${() => {
            this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover();
            this.#rename(addFile());
          }}
        >
          Add a file
        </button>
      </div>`;
  }
}
