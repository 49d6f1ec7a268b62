import { css, html, LitElement, nothing } from 'lit';
import { duration, significant } from '../reading/figures.ts';
import { PRESETS, roundTripAt, sliderOf, type TimeModel } from '../reading/modelled.ts';
import { setTimeMode, setTimeModel } from '../store/actions.ts';
import { select } from '../store/state.ts';
import { base, segments } from './base.ts';

/** Measured or modelled time, how far off the modelled database is, and the formula. */
export class OrTimeModel extends LitElement {
  static override styles = [
    base,
    segments,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      /* At the end of the row while there is only one. */
      ::slotted(*) {
        order: 1;
        margin-left: auto;
      }
      @container (max-width: 619px) {
        ::slotted(*) {
          order: 0;
        }
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        color: var(--ink-2);
      }
      input[type='range'] {
        width: 120px;
        min-height: 0;
        accent-color: var(--ink);
      }
      output {
        min-width: 56px;
        color: var(--ink);
      }
      .formula {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        margin-top: 4px;
        font-size: var(--small);
        line-height: 16px;
        color: var(--ink-2);
      }
      /* The trace's own signs. */
      .key {
        padding-left: 16px;
        background: left / 12px 10px no-repeat;
      }
      .key.trip {
        background-image: linear-gradient(var(--trip), var(--trip));
      }
      .key.python {
        background-image: linear-gradient(var(--python), var(--python));
        background-size: 12px 4px;
      }
      .key.modelled {
        background-image: repeating-linear-gradient(135deg, var(--trip) 0 1.5px, transparent 1.5px 3px);
      }
    `,
  ];

  #mode = select(this, (state) => state.timeMode);
  #model = select(this, (state) => state.timeModel);

  #slide(event: Event): void {
    const position = Number((event.target as HTMLInputElement).value);
    setTimeModel({ ...this.#model.value, roundTripMicros: roundTripAt(position) });
  }

  #pick(event: Event): void {
    const preset = PRESETS[Number((event.target as HTMLSelectElement).value)];
    if (preset)
      setTimeModel({ roundTripMicros: preset.roundTripMicros, bitsPerSecond: preset.bitsPerSecond });
  }

  override render() {
    const mode = this.#mode.value;
    const model = this.#model.value;
    const preset = PRESETS.findIndex((each) => same(each, model));
    return html`
      <div class="row">
        <div class="segments" role="group" aria-label="Time shown in the trace">
          <button aria-pressed=${mode === 'measured'} @click=${() => setTimeMode('measured')}>Measured</button>
          <button aria-pressed=${mode === 'modelled'} @click=${() => setTimeMode('modelled')}>Modelled</button>
        </div>
        <slot></slot>
        <label
          >Round trip
          <input type="range" min="0" max="1000" .value=${String(sliderOf(model.roundTripMicros))} aria-valuetext=${duration(model.roundTripMicros)} @input=${this.#slide} />
          <output class="figure">${duration(model.roundTripMicros)}</output>
        </label>
        <select aria-label="Where the modelled database is" .value=${String(preset)} @change=${this.#pick}>
          ${preset < 0 ? html`<option value="-1" selected>custom</option>` : nothing}
          ${PRESETS.map((each, index) => html`<option value=${index} ?selected=${index === preset}>${each.name}, ${duration(each.roundTripMicros)}</option>`)}
        </select>
      </div>
      <p class="formula">
        <span class="key trip">database</span>
        <span class="key python">Python</span>
        ${mode === 'modelled' ? html`<span class="key modelled">round trip, modelled</span>` : nothing}
        <span>
          modelled = measured + queries × ${duration(model.roundTripMicros)} + bytes ÷
          ${significant(model.bitsPerSecond / 1e9)} Gbit/s
        </span>
        <span>The picture is one run, the table the median.</span>
      </p>
    `;
  }
}

function same(a: TimeModel, b: TimeModel): boolean {
  return a.roundTripMicros === b.roundTripMicros && a.bitsPerSecond === b.bitsPerSecond;
}
