// How operations prints figures, and which tone a state has.

import type { Tone } from '../components/badge.js';
import { number } from '../shell/format.js';

/** Hundredths matter below ten of them. */
export const milliseconds = (ms: number): string =>
  `${number(ms < 10 ? Math.round(ms * 100) / 100 : Math.round(ms))} ms`;

export const stateTones: Record<string, Tone> = {
  confirmed: 'good',
  shipped: 'good',
  delivered: 'good',
  'payment-pending': 'low',
  failed: 'bad',
  cancelled: 'neutral',
};
