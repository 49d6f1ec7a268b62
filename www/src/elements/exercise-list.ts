import { css, html, LitElement, nothing } from 'lit';
import type { LoadedPack } from '../exercises/pack.ts';
import { type Progress, recordOf } from '../exercises/progress.ts';
import { base } from './base.ts';

/** All exercises of a pack, by set, with what is solved. */
export class OrExerciseList extends LitElement {
  static override properties = { loaded: { attribute: false }, progress: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        overflow: auto;
      }
      .page {
        max-width: 960px;
        margin: 0 auto;
        padding: 24px 16px 48px;
      }
      h2 {
        font-size: 28px;
        line-height: 36px;
        font-weight: 600;
        letter-spacing: -0.015em;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: end;
        gap: 12px 24px;
        margin-bottom: 24px;
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .lead {
        color: var(--ink-2);
        font-size: 15px;
      }
      .sets {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(280px, 1fr));
        gap: 24px;
      }
      h3 {
        display: flex;
        justify-content: space-between;
        padding-bottom: 4px;
        border-bottom: 1px solid var(--rule-strong);
        font-weight: 600;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        padding: 6px 0;
        border-bottom: 1px solid var(--rule);
      }
      li p {
        grid-column: 2;
        color: var(--ink-2);
      }
      .done {
        color: var(--ok);
      }
      .broken {
        color: var(--warn);
      }
    `,
  ];

  declare loaded: LoadedPack | null;
  declare progress: Progress | null;

  constructor() {
    super();
    this.loaded = null;
    this.progress = null;
  }

  override render() {
    const { loaded, progress } = this;
    if (!loaded || !progress) return nothing;
    const { pack } = loaded;
    return html`<div class="page">
      <div class="head">
        <div>
          <h2>${pack.title}</h2>
          <p class="lead">${pack.summary}</p>
        </div>
        <div class="files"><slot></slot></div>
      </div>
      <div class="sets">${pack.sets.map((set) => this.#set(set.folder, set.title, loaded, progress))}</div>
    </div>`;
  }

  #set(folder: string, title: string, { pack, exercises, broken }: LoadedPack, progress: Progress) {
    const keys = pack.exercises.filter((key) => key.startsWith(`${folder}/`));
    const done = keys.filter((key) => recordOf(progress, key).solved).length;
    return html`<section aria-label=${title}>
      <h3>${title} <span class="figure quiet">${done}/${keys.length}</span></h3>
      <ol>
        ${keys.map((key) => {
          const exercise = exercises.get(key);
          const { solved, attempts } = recordOf(progress, key);
          if (!exercise)
            return html`<li><span class="broken" aria-hidden="true">⚠</span><span>${key}</span><p>${broken.get(key)}</p></li>`;
          return html`<li>
            <span class=${solved ? 'done' : 'quiet'} aria-hidden="true">${solved ? '✓' : attempts > 0 ? '◦' : ''}</span>
            <a href="#${key}">${exercise.title}${solved ? html`<span class="unseen"> (solved)</span>` : nothing}</a>
            <p>${exercise.summary}</p>
          </li>`;
        })}
      </ol>
    </section>`;
  }
}
