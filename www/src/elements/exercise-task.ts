import { css, html, LitElement, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type Verdict, wordsOf } from '../exercises/checks.ts';
import type { Exercise } from '../exercises/parse.ts';
import type { Kept } from '../exercises/progress.ts';
import { markdown } from '../lessons/markdown.ts';
import { base } from './base.ts';

/** What is asked, what is judged, the hints taken so far. What the learner wants is told as an event. */
export class OrExerciseTask extends LitElement {
  static override properties = {
    exercise: { attribute: false },
    kept: { attribute: false },
    verdicts: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host {
        padding: 16px;
        overflow: auto;
        font-size: 14px;
        line-height: 22px;
      }
      h2 {
        font-size: var(--large);
        line-height: 28px;
        font-weight: 600;
        letter-spacing: -0.01em;
        text-wrap: balance;
      }
      .level {
        color: var(--ink-2);
        font-size: var(--small);
      }
      .text code {
        font-size: 13px;
      }
      .text p {
        margin: 8px 0;
      }
      .text pre {
        padding: 8px;
        border: 1px solid var(--rule);
        border-radius: 4px;
        font-size: var(--small);
        overflow: auto;
      }
      h3 {
        margin: 16px 0 4px;
        font-weight: 600;
      }
      .checks {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .checks li {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr);
        padding: 4px 0;
        border-top: 1px solid var(--rule);
      }
      .passed {
        color: var(--ok);
      }
      .failed {
        color: var(--warn);
      }
      .seen {
        grid-column: 2;
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0;
      }
      .hint {
        margin: 8px 0;
        padding: 0 12px;
        border: 1px solid var(--rule);
        border-left: 3px solid var(--link);
        border-radius: 4px;
        background: var(--panel);
      }
      .solved {
        color: var(--ok);
        font-weight: 600;
      }
    `,
  ];

  declare exercise: Exercise | null;
  declare kept: Kept | null;
  declare verdicts: Verdict[];

  constructor() {
    super();
    this.exercise = null;
    this.kept = null;
    this.verdicts = [];
  }

  #tell(wish: 'hint' | 'solution' | 'reset'): void {
    this.dispatchEvent(new CustomEvent('or-wish', { detail: wish }));
  }

  override render() {
    const { exercise, kept } = this;
    if (!exercise || !kept) return nothing;
    const shown = exercise.hints.slice(0, kept.hints);
    return html`
      <h2>${exercise.title}</h2>
      <p class="level">Level ${exercise.level} of 5${kept.solved ? html` · <span class="solved">✓ solved</span>` : nothing}</p>
      <div class="text">${unsafeHTML(markdown(exercise.task))}</div>
      <h3>What is judged</h3>
      <ul class="checks" aria-live="polite">
        ${exercise.checks.map((check, index) => this.#check(wordsOf(check), this.verdicts[index]))}
      </ul>
      <div class="actions">
        ${
          shown.length < exercise.hints.length
            ? html`<button class="outlined" @click=${() => this.#tell('hint')}>Hint ${shown.length + 1} of ${exercise.hints.length}</button>`
            : nothing
        }
        <button class="outlined" @click=${() => this.#tell('solution')}>${kept.attempts > 0 ? 'Compare with the solution' : 'Show the solution'}</button>
        <button class="outlined" @click=${() => this.#tell('reset')}>Start over</button>
      </div>
      ${shown.map((hint) => html`<div class="hint text">${unsafeHTML(markdown(hint))}</div>`)}
      ${
        exercise.afterword && (kept.solved || kept.solutionSeen)
          ? html`<h3>Afterwards</h3>
              <div class="text">${unsafeHTML(markdown(exercise.afterword))}</div>`
          : nothing
      }
    `;
  }

  #check(asked: string, verdict: Verdict | undefined) {
    const sign = verdict ? (verdict.passed ? '✓' : '✗') : '·';
    const state = verdict ? (verdict.passed ? 'passed' : 'failed') : 'open';
    return html`<li>
      <span class=${state} aria-hidden="true">${sign}</span>
      <span>${asked}<span class="unseen">${verdict ? `: ${state}` : ''}</span></span>
      ${verdict && !verdict.passed ? html`<span class="seen">${verdict.seen}</span>` : nothing}
    </li>`;
  }
}
