import { css, html, LitElement, nothing } from 'lit';
import type { ChecklistItem } from '../engine/types.ts';
import { MARKS } from '../reading/scores.ts';
import { measureGrowth } from '../store/session.ts';
import { grownReport, select } from '../store/state.ts';
import { base } from './base.ts';

/** The article’s three questions about the approach that is shown, each answered with what was seen. */
export class OrQuestions extends LitElement {
  static override styles = [
    base,
    css`
      ul {
        display: grid;
        gap: 8px;
        max-width: 720px;
        margin: 0;
        padding: 12px 16px;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr);
        gap: 8px;
      }
      .mark {
        font-weight: 600;
        text-align: center;
      }
      .yes {
        color: var(--ok);
      }
      .no {
        color: var(--warn);
      }
      h3 {
        font-weight: 600;
      }
      .because {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        color: var(--ink-2);
      }
      :host {
        border-bottom: 1px solid var(--rule);
      }
    `,
  ];

  #report = select(this, grownReport);
  #index = select(this, (state) => state.approach);
  #running = select(this, (state) => state.run.phase === 'running');

  override render() {
    const answers = this.#report.value?.approaches[this.#index.value]?.checklist ?? [];
    if (answers.length === 0) return nothing;
    return html`<ul aria-label="The article’s three questions">${answers.map((each) => this.#answer(each))}</ul>`;
  }

  #answer({ question, text, verdict, because }: ChecklistItem) {
    const measurable = verdict === 'open' && question === 'constantQueries';
    const button = html`<button class="outlined" ?disabled=${this.#running.value} @click=${() => void measureGrowth()}>
      Measure the growth
    </button>`;
    return html`
      <li>
        <span class="mark ${verdict}" aria-hidden="true">${MARKS[verdict]}</span>
        <div>
          <h3>${text}</h3>
          <div class="because"><span><span class="unseen">${verdict}: </span>${because}</span>${measurable ? button : nothing}</div>
        </div>
      </li>
    `;
  }
}
