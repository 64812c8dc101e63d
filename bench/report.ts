/**
 * Preloaded into every measured server (`node --import …/report.js`), so that event-loop delay,
 * memory and CPU are read inside the process without a change to the server.
 *
 * Worker threads inherit the flag: only the main thread answers, for the whole process.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import type { ServerAnswer, ServerReport, ServerRequest } from './lib/messages.js';

const RESOLUTION_MS = 10;
const RSS_SAMPLE_EVERY_MS = 100;

if (isMainThread && process.channel) observe();

function observe(): void {
  const loopDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loopDelay.enable();
  let window = openWindow();
  setInterval(() => {
    window.rssPeakBytes = Math.max(window.rssPeakBytes, process.memoryUsage.rss());
  }, RSS_SAMPLE_EVERY_MS).unref();

  process.on('message', (message: ServerRequest) => {
    if (message.type === 'bench:reset') {
      loopDelay.reset();
      window = openWindow();
    }
    if (message.type === 'bench:report') answer(closeWindow(window, loopDelay));
  });
  // The channel alone must not keep a server alive that has closed everything else.
  process.channel?.unref();
  // A server whose benchmark was killed would hold its port and its directory for ever.
  process.once('disconnect', () => {
    process.stderr.write('ended because its benchmark has gone\n');
    process.exit(1);
  });
  // At the level of its log a server that is asked to stop says nothing.
  process.once('SIGTERM', () => {
    process.stderr.write('got SIGTERM\n');
    // Whoever has no handler of its own ends by it.
    if (process.listenerCount('SIGTERM') === 0) process.kill(process.pid, 'SIGTERM');
  });
}

interface Window {
  startedAtMs: number;
  cpu: NodeJS.CpuUsage;
  rssPeakBytes: number;
}

function openWindow(): Window {
  return {
    startedAtMs: performance.now(),
    cpu: process.cpuUsage(),
    rssPeakBytes: process.memoryUsage.rss(),
  };
}

function closeWindow(
  window: Window,
  loopDelay: ReturnType<typeof monitorEventLoopDelay>,
): ServerReport {
  const elapsedMs = performance.now() - window.startedAtMs;
  const cpu = process.cpuUsage(window.cpu);
  const rssBytes = process.memoryUsage.rss();
  return {
    elapsedMs,
    loopDelayP50Ms: delayMs(loopDelay.percentile(50)),
    loopDelayP99Ms: delayMs(loopDelay.percentile(99)),
    rssBytes,
    rssPeakBytes: Math.max(window.rssPeakBytes, rssBytes),
    cpuCores: (cpu.user + cpu.system) / 1000 / elapsedMs,
  };
}

/** Node records the time between two ticks of its timer: the timer's own period is no delay. */
function delayMs(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
}

function answer(report: ServerReport): void {
  const message: ServerAnswer = { type: 'bench:report', report };
  process.send?.(message);
}
