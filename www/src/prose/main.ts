/** The theme on the pages of prose: as it was chosen anywhere on the site, and a button that changes it. */
import type { Theme } from '../store/state.ts';
import { load, save } from '../store/storage.ts';
import { applyTheme, nextTheme, THEME_SIGN, themeOf } from '../store/theme.ts';

let theme: Theme = themeOf(load('theme'));
applyTheme(theme);

document.addEventListener('DOMContentLoaded', () => {
  const button = document.createElement('button');
  button.className = 'theme';
  const show = () => {
    button.textContent = THEME_SIGN[theme];
    button.title = `Theme: ${theme}`;
    button.setAttribute('aria-label', button.title);
  };
  button.addEventListener('click', () => {
    theme = nextTheme(theme);
    save('theme', theme);
    applyTheme(theme);
    show();
  });
  show();
  document.querySelector('header nav')?.append(' ', button);
});
