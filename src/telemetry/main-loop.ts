// How late the main loop's turns are, and how much memory the process has.

import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;

export type MainLoopFigures = {
  delayMs: { p50: number; p99: number };
  residentBytes: number;
  heapUsedBytes: number;
};

/** Watches from now on; each call tells of all the time since. */
export function watchMainLoop(): () => MainLoopFigures {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // The monitor's own timer is part of what it measures.
  const ms = (nanoseconds: number) =>
    Math.max(0, Math.round(nanoseconds / 10_000 - RESOLUTION_MS * 100) / 100);
  return () => {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      delayMs: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)) },
      residentBytes: rss,
      heapUsedBytes: heapUsed,
    };
  };
}
