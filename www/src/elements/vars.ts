import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

/**
 * Sets CSS custom properties through the object model. A `style` attribute would need `unsafe-inline` in
 * the page's Content-Security-Policy.
 */
class Vars extends Directive {
  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error('vars() belongs in an element tag.');
  }

  render(_values: Record<`--${string}`, string | number>): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Record<`--${string}`, string | number>]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) style.setProperty(name, String(value));
    return noChange;
  }
}

export const vars = directive(Vars);
