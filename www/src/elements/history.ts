import { html, LitElement } from 'lit';
import { base } from './base.ts';

export class OrHistory extends LitElement {
  static override styles = [base];

  override render() {
    return html``;
  }
}
