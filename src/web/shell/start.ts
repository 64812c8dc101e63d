// What every page does first: its words, then its root component in `#app`.

import { type ComponentChild, render } from 'preact';
import { loadTexts } from './texts.js';

export async function start(root: () => ComponentChild): Promise<void> {
  await loadTexts();
  const element = document.getElementById('app');
  if (!element) throw new Error('the page has no #app');
  render(root(), element);
}
