// One order as bars over time, in text.

import type { Recorded } from './recorder.js';

const LABEL_WIDTH = 20;
const FIGURES_WIDTH = 16;

/** A row an attempt, in the order in which they began. `width` in characters. */
export function gantt(steps: readonly Recorded[], untilMs: number, width: number): string[] {
  const room = Math.max(20, width - LABEL_WIDTH - FIGURES_WIDTH - 2);
  const column = (ms: number) => Math.round((ms / Math.max(1, untilMs)) * room);
  const rows = steps.toSorted((a, b) => a.startedMs - b.startedMs || a.endedMs - b.endedMs);
  return rows.map(({ step, startedMs, endedMs, outcome }) => {
    const from = Math.min(column(startedMs), room - 1);
    const length = Math.max(1, column(endedMs) - from);
    const bar = (outcome === 'failed' ? '░' : '█').repeat(length);
    const figures = `${Math.round(startedMs)}–${Math.round(endedMs)} ms`;
    return `  ${step.padEnd(LABEL_WIDTH)}${(' '.repeat(from) + bar).padEnd(room)} ${figures}`;
  });
}
