import type { Theme } from '../state/state';

const KEPT = 'entente.theme';

/** The theme of somebody who chose none in the address: what they chose before, else what the system asks for. */
export function usualTheme(): Theme {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function keepTheme(theme: Theme) {
  localStorage.setItem(KEPT, theme);
}

/** The style sheet goes by this attribute. */
export function showTheme(theme: Theme) {
  document.documentElement.dataset['theme'] = theme;
}
