import { html, type TemplateResult } from 'lit';
import { changeTheme } from '../store/actions.ts';
import type { Theme } from '../store/state.ts';
import { THEME_SIGN } from '../store/theme.ts';

/** What tells the theme and changes it. */
export function themeButton(theme: Theme): TemplateResult {
  return html`<button
    class="theme"
    @click=${() => changeTheme()}
    aria-label="Theme: ${theme}"
    title="Theme: ${theme}"
  >${THEME_SIGN[theme]}</button>`;
}
