import { css, html, LitElement, nothing } from 'lit';
import type { Finding } from '../engine/types.ts';
import { plural } from '../reading/figures.ts';
import { type FindingGroup, groupsOfFindings } from '../reading/findings.ts';
import { laidOut } from '../reading/python-layout.ts';
import { rewritten } from '../reading/rewrite.ts';
import { goTo, point, showPane } from '../store/actions.ts';
import { select } from '../store/state.ts';
import { addApproach } from '../store/tabs.ts';
import { base, codeBox } from './base.ts';

const WEIGHT = { high: '▲ high', medium: '◆ medium', low: '▽ low' } as const;

/** What the run shows about the code: what was seen, what it costs, the code that would do better. */
export class OrFindings extends LitElement {
  static override styles = [
    base,
    codeBox,
    css`
      article {
        padding: 12px 16px;
        border-bottom: 1px solid var(--rule);
      }
      :is(h3, p, pre, ol) {
        max-width: 720px;
      }
      ol {
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 8px 0;
        border-top: 1px solid var(--rule);
      }
      li:last-child {
        padding-bottom: 0;
      }
      li p {
        margin: 0;
      }
      h3 {
        font-weight: 600;
      }
      .about {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        align-items: center;
        color: var(--ink-2);
        font-size: var(--small);
      }
      .place {
        padding: 0;
        min-height: 24px;
        color: var(--link);
        text-decoration: underline;
      }
      p {
        margin-top: 4px;
      }
      pre {
        margin: 8px 0;
        white-space: pre;
        overflow-x: auto;
      }
      .none {
        padding: 16px;
      }
    `,
  ];

  #shown = select(this, (state) => state.shown);
  #index = select(this, (state) => state.approach);

  override render() {
    const approach = this.#shown.value?.report.approaches[this.#index.value];
    if (!approach) return html`<p class="none">Nothing was run.</p>`;
    return html`
      <or-questions></or-questions>
      ${
        approach.findings.length === 0
          ? html`<p class="none">Nothing was found in ${approach.name}.</p>`
          : groupsOfFindings(approach.findings).map((group) => this.#group(group, approach.name))
      }
    `;
  }

  #try(finding: Finding, name: string): void {
    const source = this.#shown.value?.workbench.approaches.find((each) => each.name === name)?.source ?? '';
    addApproach(`${name}, rewritten`, rewritten(source, finding, name));
    showPane('code');
  }

  #point(queries: readonly number[]): void {
    point(queries.length > 0 ? { approach: this.#index.value, queries: new Set(queries) } : null);
  }

  #group({ first, places, queries, suggestion }: FindingGroup, name: string) {
    const several = places.length > 1;
    return html`
      <article @mouseenter=${() => this.#point(queries)} @mouseleave=${() => this.#point([])}>
        <h3>${first.title}</h3>
        <div class="about">
          <span>${WEIGHT[first.severity]}</span>
          <code>${first.code}</code>
          ${several ? html`<span>at ${plural(places.length, 'place')}</span>` : this.#place(first)}
          ${first.relation ? html`<code>${first.relation}</code>` : nothing}
          ${queries.length > 0 ? html`<span>${plural(queries.length, 'query', 'queries')}</span>` : nothing}
        </div>
        <p>${first.explanation}</p>
        ${suggestion === null ? nothing : html`<p>${suggestion}</p>`}
        ${
          several
            ? html`<ol>
                ${places.map(
                  (
                    each,
                  ) => html`<li @mouseenter=${() => this.#point(each.queries)} @mouseleave=${() => this.#point(queries)}>
                    <p>${this.#place(each)} ${suggestion === null ? each.suggestion : nothing}</p>
                    ${this.#rewrite(each, name)}
                  </li>`,
                )}
              </ol>`
            : this.#rewrite(first, name)
        }
      </article>
    `;
  }

  #place({ file, line }: Finding) {
    if (line === null) return nothing;
    return html`<button class="place" @click=${() => goTo(file, line)}>${file} line ${line}</button>`;
  }

  #rewrite(finding: Finding, name: string) {
    if (finding.rewrite === null) return nothing;
    return html`<pre tabindex="0" role="region" aria-label="Code that would do better">${laidOut(finding.rewrite, this.clientWidth < 620 ? 44 : 80)}</pre>
      <button class="outlined" @click=${() => this.#try(finding, name)}>Try it as a new approach</button>`;
  }
}
