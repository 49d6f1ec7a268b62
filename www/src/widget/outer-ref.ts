/** The one script of the widget: gives `<outer-ref>` its meaning, unless another copy already did. */
import { OuterRefElement } from './element.ts';

if (!customElements.get('outer-ref')) customElements.define('outer-ref', OuterRefElement);
