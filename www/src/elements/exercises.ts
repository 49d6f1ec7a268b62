import { css, html, LitElement, nothing } from 'lit';
import { attempt, workbenchOf } from '../exercises/attempt.ts';
import type { Verdict } from '../exercises/checks.ts';
import { COURSE, fromFolder, type LoadedPack, loadPack } from '../exercises/pack.ts';
import type { Exercise } from '../exercises/parse.ts';
import { keep, loadProgress, merge, type Progress, readProgress, recordOf } from '../exercises/progress.ts';
import { SITE_PAGES } from '../site-pages.ts';
import { replaceWorkbench } from '../store/actions.ts';
import { download, pickFile, pickFolder } from '../store/files.ts';
import { notify } from '../store/notice.ts';
import { run, runWorkbench, stop } from '../store/session.ts';
import { select, store } from '../store/state.ts';
import { addApproach, openTab } from '../store/tabs.ts';
import { requestOf } from '../workbench/request.ts';
import { approachTab, type Workbench } from '../workbench/workbench.ts';
import { base } from './base.ts';
import { themeButton } from './theme-button.ts';

/** The exercises: their list, or one of them with its task, its code and the instrument. */
export class OrExercises extends LitElement {
  static override properties = { loaded: { attribute: false }, failed: { type: String } };
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        height: 100dvh;
        background: var(--paper);
      }
      header {
        display: flex;
        align-items: center;
        gap: 16px;
        min-height: 44px;
        padding: 0 12px;
        border-bottom: 1px solid var(--rule);
      }
      h1 {
        margin: 0;
        font-size: 15px;
        font-weight: 600;
      }
      header a {
        color: inherit;
        text-decoration: none;
      }
      header a:hover {
        text-decoration: underline;
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
      }
      .site {
        margin-left: auto;
      }
      .one {
        display: grid;
        grid-template-columns: 320px minmax(0, 1fr) minmax(0, 1.1fr);
        min-height: 0;
      }
      .one > * {
        min-height: 0;
      }
      .one > * + * {
        border-left: 1px solid var(--rule);
      }
      .code {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        background: var(--panel);
      }
      .results {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-width: 0;
      }
      .message {
        padding: 24px 16px;
      }
      @media (max-width: 1099px) {
        .one {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          grid-template-rows: minmax(0, 1fr) minmax(0, 1fr);
        }
        or-exercise-task {
          border-bottom: 1px solid var(--rule);
        }
        .results {
          grid-column: 2;
          grid-row: 1 / span 2;
        }
      }
      @media (max-width: 819px) {
        .one {
          display: block;
          overflow: auto;
          padding-bottom: 56px;
        }
        or-exercise-task {
          border-bottom: 0;
        }
        /* In reach of a thumb, whatever is in view. */
        or-run-bar {
          position: fixed;
          z-index: 5;
          inset: auto 0 0;
          padding: 8px 0;
          border-top: 1px solid var(--rule);
          background: var(--panel);
        }
        .results {
          grid-template-rows: minmax(0, 1fr);
        }
        .code {
          height: 60dvh;
          border: solid var(--rule);
          border-width: 1px 0;
        }
        .open .page {
          display: none;
        }
        header {
          flex-wrap: wrap;
          gap: 4px 16px;
          padding: 4px 12px;
        }
        .one > * + * {
          border-left: 0;
        }
      }
    `,
  ];

  declare loaded: LoadedPack | null;
  declare failed: string;
  #progress: Progress = loadProgress();
  #key = '';
  #verdicts: Verdict[] = [];
  #running = select(this, (state) => state.run.phase === 'running');
  #theme = select(this, (state) => state.theme);
  #leave: (() => void) | null = null;

  constructor() {
    super();
    this.loaded = null;
    this.failed = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#route);
    addEventListener('keydown', this.#shortcuts);
    this.#leave = store.subscribe(this.#keepCode);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#route);
    removeEventListener('keydown', this.#shortcuts);
    this.#leave?.();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('loaded') && this.loaded) this.#route();
  }

  #route = (): void => {
    const key = decodeURIComponent(location.hash.slice(1));
    const exercise = this.loaded?.exercises.get(key);
    // Until the new code is in place, what the store holds is another exercise's, and not to be kept as this one's.
    this.#key = '';
    this.#verdicts = [];
    if (exercise) this.#open(exercise, recordOf(this.#progress, key).code ?? exercise.starter);
    this.#key = exercise ? key : '';
    this.requestUpdate();
  };

  #open(exercise: Exercise, code: string): void {
    store.set({ shown: null, hiddenFiles: new Set(exercise.hidden) });
    replaceWorkbench(workbenchOf(exercise, code));
    openTab(approachTab('a1'));
  }

  #shortcuts = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#check();
    } else if (event.key === 'Escape' && this.#running.value) stop();
  };

  /** The code is kept as it is typed. */
  #keepCode = (): void => {
    const [yours] = store.state.workbench.approaches;
    const kept = recordOf(this.#progress, this.#key).code;
    const exercise = this.loaded?.exercises.get(this.#key);
    if (!exercise || !yours || yours.id !== 'a1' || yours.source === (kept ?? exercise.starter)) return;
    this.#progress = keep(this.#progress, this.#key, { code: yours.source }, this.#lost);
  };

  #change(change: Parameters<typeof keep>[2]): void {
    this.#progress = keep(this.#progress, this.#key, change, this.#lost);
    this.requestUpdate();
  }

  #warned = false;
  #lost = (): void => {
    if (this.#warned) return;
    this.#warned = true;
    notify('This browser keeps nothing: save your progress to a file before you close the page.');
  };

  /** A pack from the learner's own disk takes the place of the one that is shown. */
  async #openPack(): Promise<void> {
    const files = await pickFolder();
    if (files.length === 0) return;
    try {
      this.loaded = await loadPack(fromFolder(files), COURSE);
      this.failed = '';
      location.hash = '';
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error));
    }
  }

  async #check(): Promise<void> {
    const exercise = this.loaded?.exercises.get(this.#key);
    const code = store.state.workbench.approaches[0]?.source;
    if (!exercise || code === undefined || this.#running.value) return;
    const key = this.#key;
    const runOnce = (workbench: Workbench, timed: boolean) =>
      runWorkbench(workbench, requestOf(workbench, timed));
    const judged = await attempt(exercise, code, runOnce);
    if (!judged || key !== this.#key) return;
    this.#verdicts = judged.verdicts;
    store.set({
      shown: { report: judged.report, workbench: judged.workbench, prerendered: false, at: Date.now() },
      approach: 0,
      chosen: null,
    });
    const { attempts, solved } = recordOf(this.#progress, key);
    const now = judged.verdicts.length > 0 && judged.verdicts.every((verdict) => verdict.passed);
    this.#change({ attempts: attempts + 1, solved: solved || now });
    if (matchMedia('(max-width: 819px)').matches) {
      await this.updateComplete;
      this.renderRoot.querySelector('or-exercise-task')?.scrollIntoView({ block: 'start' });
    }
  }

  #wish(event: CustomEvent<'hint' | 'solution' | 'reset'>): void {
    const exercise = this.loaded?.exercises.get(this.#key);
    if (!exercise) return;
    const { hints } = recordOf(this.#progress, this.#key);
    if (event.detail === 'hint') this.#change({ hints: Math.min(hints + 1, exercise.hints.length) });
    else if (event.detail === 'reset') {
      this.#change({ code: null });
      replaceWorkbench(workbenchOf(exercise, exercise.starter), 'Back to the beginning.');
    } else void this.#compare(exercise);
  }

  /** Opens the solutions as approaches beside one's own, and runs them together. */
  async #compare(exercise: Exercise): Promise<void> {
    this.#change({ solutionSeen: true });
    const known = new Set(store.state.workbench.approaches.map((each) => each.source));
    for (const { name, source } of exercise.solutions) if (!known.has(source)) addApproach(name, source);
    await run();
  }

  async #import(): Promise<void> {
    const file = await pickFile('.json,application/json');
    if (!file) return;
    try {
      const theirs = readProgress(JSON.parse(await file.text()));
      this.#progress = merge(this.#progress, theirs);
      notify(`Took ${Object.keys(theirs.exercises).length} exercises from ${file.name}.`);
    } catch {
      notify(`${file.name} holds no progress of this page.`);
    }
    this.#route();
  }

  override render() {
    const exercise = this.loaded?.exercises.get(this.#key) ?? null;
    return html`
      <header class=${exercise ? 'open' : ''}>
        <h1><a href="./">OuterRef</a></h1>
        ${exercise ? html`<nav aria-label="Exercises"><a href="#">All exercises</a> ${this.#next()}</nav>` : nothing}
        <nav class="site" aria-label="Site">
          ${SITE_PAGES.map(([name, path]) => (name === 'Exercises' ? nothing : html`<a class="page" href=${path}>${name}</a>`))}
          ${themeButton(this.#theme.value)}
        </nav>
      </header>
      ${this.#body(exercise)}
      <or-notice></or-notice>
    `;
  }

  #next() {
    const keys = this.loaded?.pack.exercises ?? [];
    const next = keys[keys.indexOf(this.#key) + 1];
    return next ? html`<a href="#${next}">Next</a>` : nothing;
  }

  #body(exercise: Exercise | null) {
    if (this.failed) return html`<main><p class="message">⚠ ${this.failed}</p></main>`;
    if (!this.loaded) return html`<main><p class="message">Loading the exercises</p></main>`;
    if (!exercise) {
      return html`<main>
        <or-exercise-list .loaded=${this.loaded} .progress=${this.#progress}>
          <button class="outlined" @click=${() => void this.#openPack()}>Open a pack</button>
          <button class="outlined" @click=${() => download('outerref-progress.json', JSON.stringify(this.#progress, null, 2))}>Save progress</button>
          <button class="outlined" @click=${() => void this.#import()}>Load progress</button>
        </or-exercise-list>
      </main>`;
    }
    return html`<main class="one">
      <or-exercise-task
        .exercise=${exercise}
        .kept=${recordOf(this.#progress, this.#key)}
        .verdicts=${this.#verdicts}
        @or-wish=${this.#wish}
      ></or-exercise-task>
      <section class="code" aria-label="Code">
        <or-tabs fixed></or-tabs>
        <or-editor></or-editor>
      </section>
      <section class="results" aria-label="Results">
        <or-run-bar label="Check" .action=${() => this.#check()}></or-run-bar>
        <or-results></or-results>
      </section>
    </main>`;
  }
}
