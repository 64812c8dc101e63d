/** How smoothly a page draws: the gaps between its animation frames, logged in the page itself. */
import type { Page } from 'playwright-core';
import { quantile } from './statistics.js';

export interface FrameFigures {
  frames: number;
  p50Ms: number;
  p99Ms: number;
  longestMs: number;
  /** Frames that came more than 100 ms after the one before. */
  over100Ms: number;
}

const DROPPED_MS = 100;

/** As text: it runs in the page, and this program knows no types of a browser. */
const LOG = `
  window.frameGaps = [];
  let before = performance.now();
  const frame = (now) => {
    window.frameGaps.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;

export const logFrames = (page: Page): Promise<unknown> => page.evaluate(LOG);

/** Those since the last look. */
export async function framesOf(page: Page): Promise<FrameFigures> {
  const gaps = await page.evaluate<number[]>('window.frameGaps.splice(0)');
  return {
    frames: gaps.length,
    p50Ms: quantile(gaps, 0.5),
    p99Ms: quantile(gaps, 0.99),
    longestMs: Math.max(...gaps),
    over100Ms: gaps.filter((gap) => gap > DROPPED_MS).length,
  };
}
