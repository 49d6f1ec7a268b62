import { css, html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { columnsOf, type DiagramField, type DiagramModel } from '../reading/diagram.ts';
import { plural } from '../reading/figures.ts';
import { base } from './base.ts';

interface Edge {
  from: string;
  to: string;
  path: string;
}

/** Room for the curve of a relation between two columns. */
const BEND = 24;

/** The models as boxes, their relations as lines from the field to the model that it leads to. */
export class OrDiagram extends LitElement {
  static override properties = {
    models: { attribute: false },
    edges: { state: true },
    pointed: { state: true },
  };
  static override styles = [
    base,
    css`
      .scroll {
        overflow-x: auto;
        padding: 4px;
        margin: -4px;
      }
      .plane {
        position: relative;
        display: flex;
        gap: 48px;
        width: max-content;
      }
      /* One under the other where they do not fit side by side; relations then go around on the right. */
      @container (max-width: 459px) {
        .plane {
          flex-direction: column;
          gap: 24px;
          width: auto;
          padding-right: 40px;
        }
      }
      .column {
        display: flex;
        flex-direction: column;
        gap: 24px;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: visible;
        pointer-events: none;
      }
      path {
        fill: none;
        stroke: var(--rule-strong);
        stroke-width: 1.5;
      }
      path[data-pointed] {
        stroke: var(--ink);
        stroke-width: 2.5;
      }
      circle {
        fill: var(--rule-strong);
      }
      section {
        position: relative;
        border: 1px solid var(--rule);
        border-radius: 6px;
        background: var(--paper);
      }
      section[data-pointed] {
        border-color: var(--ink);
      }
      .title {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        padding: 4px 12px;
        border-bottom: 1px solid var(--rule);
        border-radius: 6px 6px 0 0;
        background: var(--shade);
      }
      .title button {
        padding: 0;
        min-height: 24px;
        font-weight: 600;
        text-decoration: underline;
        text-decoration-color: var(--rule-strong);
      }
      .title .rows {
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
      ul {
        margin: 0;
        padding: 4px 0 8px;
        list-style: none;
        font: var(--small) / 20px var(--mono);
      }
      li {
        display: grid;
        grid-template-columns: 1fr max-content;
        gap: 0 12px;
        padding: 0 12px;
      }
      li[data-pointed] {
        background: var(--select);
      }
      .type,
      .reverse {
        color: var(--ink-2);
      }
      .to {
        color: var(--link);
      }
      .facts {
        font-family: var(--words);
      }
    `,
  ];

  declare models: readonly DiagramModel[];
  declare edges: Edge[];
  /** The relation or the model that the pointer is over. */
  declare pointed: { from: string; to: string } | null;
  #resized = new ResizeObserver(() => requestAnimationFrame(() => this.#connect()));

  constructor() {
    super();
    this.models = [];
    this.edges = [];
    this.pointed = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('models')) return;
    this.#resized.disconnect();
    const plane = this.renderRoot.querySelector('.plane');
    if (plane) this.#resized.observe(plane);
    this.#connect();
  }

  /** Finds the lines from where the boxes stand. */
  #connect(): void {
    const plane = this.renderRoot.querySelector('.plane');
    if (!plane) return;
    const origin = plane.getBoundingClientRect();
    const edges: Edge[] = [];
    for (const row of this.renderRoot.querySelectorAll<HTMLElement>('li[data-to]')) {
      const { from = '', to = '' } = row.dataset;
      const target = this.renderRoot.querySelector(`section[data-model="${CSS.escape(to)}"] .title`);
      const own = row.closest('section');
      if (!target || !own) continue;
      const box = own.getBoundingClientRect();
      const end = target.getBoundingClientRect();
      const y = row.getBoundingClientRect().top + 10 - origin.top;
      const endY = end.top + end.height / 2 - origin.top;
      edges.push({ from, to, path: curve(box, end, y, endY, origin.left) });
    }
    if (JSON.stringify(edges) !== JSON.stringify(this.edges)) this.edges = edges;
  }

  #tell(name: 'rows' | 'source', model: DiagramModel): void {
    this.dispatchEvent(new CustomEvent(name, { detail: model }));
  }

  #isPointed({ from, to }: { from: string; to: string }): boolean {
    const pointed = this.pointed;
    return (
      pointed !== null &&
      (pointed.to === '' ? [from, to].includes(pointed.from) : pointed.from === from && pointed.to === to)
    );
  }

  override render() {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Models and their relations">
      <div class="plane">
        <svg aria-hidden="true">
          ${this.edges.map(
            (edge) => svg`<path d=${edge.path} ?data-pointed=${this.#isPointed(edge)}></path>`,
          )}
        </svg>
        ${columnsOf(this.models).map(
          (column) => html`<div class="column">${column.map((model) => this.#model(model))}</div>`,
        )}
      </div>
    </div>`;
  }

  #model(model: DiagramModel) {
    const { name, rows } = model;
    const lit = this.pointed !== null && this.pointed.to === name;
    return html`<section
      aria-label="Model ${name}"
      data-model=${name}
      ?data-pointed=${lit}
      @mouseenter=${() => {
        this.pointed = { from: name, to: '' };
      }}
      @mouseleave=${() => {
        this.pointed = null;
      }}
    >
      <h3 class="title">
        <button title="Go to its code" @click=${() => this.#tell('source', model)}>${name}</button>
        ${
          rows === null
            ? nothing
            : html`<button class="rows" title="Look at the rows" @click=${() => this.#tell('rows', model)}>${plural(rows, 'row')}</button>`
        }
      </h3>
      <ul>
        ${model.fields.map((field) => this.#field(name, field))}
        ${model.reverse.map(
          (each) => html`<li class="reverse"><span>${each.name}</span><span>← ${each.from}</span></li>`,
        )}
      </ul>
    </section>`;
  }

  #field(from: string, { name, type, to, facts }: DiagramField) {
    const about = facts.length > 0 ? html` <span class="facts">${facts.join(', ')}</span>` : nothing;
    if (to === null) {
      return html`<li><span>${name}</span><span class="type">${type}${about}</span></li>`;
    }
    const point = (event: Event) => {
      this.pointed = event.type === 'mouseover' ? { from, to } : { from, to: '' };
    };
    return html`<li data-from=${from} data-to=${to} @mouseover=${point} @mouseout=${point}>
      <span>${name}</span><span class="type">${type} <span class="to">→ ${to}</span>${about}</span>
    </li>`;
  }
}

/** From the left of a field's box to the right of its target; around the right side where that lies behind it. */
function curve(box: DOMRect, end: DOMRect, y: number, endY: number, left: number): string {
  const point = (x: number) => Math.round(10 * (x - left)) / 10;
  if (end.right < box.left) {
    const [from, to] = [point(box.left), point(end.right)];
    return `M${from} ${y} C${from - BEND} ${y} ${to + BEND} ${endY} ${to} ${endY}`;
  }
  const [from, to] = [point(box.right), point(end.right)];
  const out = Math.max(from, to) + BEND;
  return `M${from} ${y} C${out} ${y} ${out} ${endY} ${to} ${endY}`;
}
