import { css, html, LitElement, nothing } from 'lit';
import type { Finding } from '../engine/types.ts';
import { plural } from '../reading/figures.ts';
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
      article > :is(h3, p, pre) {
        max-width: 720px;
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
    if (!approach) return nothing;
    return html`
      <or-questions></or-questions>
      ${
        approach.findings.length === 0
          ? html`<p class="none">Nothing was found in ${approach.name}.</p>`
          : approach.findings.map((finding) => this.#finding(finding, approach.name))
      }
    `;
  }

  #try(finding: Finding, name: string): void {
    const source = this.#shown.value?.workbench.approaches.find((each) => each.name === name)?.source ?? '';
    addApproach(`${name}, rewritten`, rewritten(source, finding, name));
    showPane('code');
  }

  #point(finding: Finding | null): void {
    point(
      finding && finding.queries.length > 0
        ? { approach: this.#index.value, queries: new Set(finding.queries) }
        : null,
    );
  }

  #finding(finding: Finding, name: string) {
    const { file, line, rewrite, relation } = finding;
    return html`
      <article @mouseenter=${() => this.#point(finding)} @mouseleave=${() => this.#point(null)}>
        <h3>${finding.title}</h3>
        <div class="about">
          <span>${WEIGHT[finding.severity]}</span>
          <code>${finding.code}</code>
          ${line === null ? nothing : html`<button class="place" @click=${() => goTo(file, line)}>${file} line ${line}</button>`}
          ${relation ? html`<code>${relation}</code>` : nothing}
          ${finding.queries.length > 0 ? html`<span>${plural(finding.queries.length, 'query', 'queries')}</span>` : nothing}
        </div>
        <p>${finding.explanation}</p>
        <p>${finding.suggestion}</p>
        ${
          rewrite
            ? html`<pre tabindex="0" role="region" aria-label="Code that would do better">${rewrite}</pre>
                <button class="outlined" @click=${() => this.#try(finding, name)}>Try it as a new approach</button>`
            : nothing
        }
      </article>
    `;
  }
}
