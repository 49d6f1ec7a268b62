import type { Theme } from './state.ts';

const ORDER: readonly Theme[] = ['system', 'light', 'dark'];

/** What stands on the button that changes it. */
export const THEME_SIGN = { system: '◐', light: '○', dark: '●' } as const;

/** What was kept, if it is a theme. */
export function themeOf(kept: unknown): Theme {
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function nextTheme(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system';
}

/** Puts the theme on the document; `system` leaves it to the media query of the style sheet. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}
