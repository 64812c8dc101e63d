// Light or dark: what the system says, unless the visitor has said otherwise.

import { signal } from '@preact/signals';
import { keepChoice } from './storage.js';

export type Theme = 'light' | 'dark';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const chosen = (): Theme | null =>
  (document.documentElement.dataset.theme as Theme | undefined) ?? null;
const current = (): Theme => chosen() ?? (systemDark.matches ? 'dark' : 'light');

export const theme = signal<Theme>(current());
systemDark.addEventListener('change', () => {
  theme.value = current();
});

export function toggleTheme(): void {
  const next: Theme = theme.value === 'dark' ? 'light' : 'dark';
  const isSystems = next === (systemDark.matches ? 'dark' : 'light');
  // Back at what the system says, the choice is forgotten, so that the page follows it again.
  if (isSystems) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  keepChoice('theme', isSystems ? null : next);
  theme.value = next;
}
