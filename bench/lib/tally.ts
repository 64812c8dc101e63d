import { createHistogram } from 'node:perf_hooks';
import type { LoadResult } from './messages.js';

/** What was answered since the last reset. */
export class Tally {
  orders = 0;
  connectionErrors = 0;
  private startedAtMs = performance.now();
  private cpu = process.cpuUsage();
  private readonly answersByStatus = new Map<number, number>();
  private readonly latencyUs = createHistogram({ lowest: 1, highest: 600_000_000, figures: 3 });
  private samplesMs: number[] = [];

  /** With each latency kept, windows can be judged together: the tail of one alone is a few orders. */
  constructor(private readonly keepsSamples = false) {}

  /** True when the answer took an order. */
  record(status: number, latencyMs: number): boolean {
    this.answersByStatus.set(status, (this.answersByStatus.get(status) ?? 0) + 1);
    if (status < 200 || status > 299) return false;
    this.orders += 1;
    const us = Math.max(1, Math.round(latencyMs * 1000));
    this.latencyUs.record(us);
    if (this.keepsSamples) this.samplesMs.push(us / 1000);
    return true;
  }

  reset(): void {
    this.orders = 0;
    this.connectionErrors = 0;
    this.startedAtMs = performance.now();
    this.cpu = process.cpuUsage();
    this.answersByStatus.clear();
    this.latencyUs.reset();
    this.samplesMs = [];
  }

  result(): LoadResult {
    const elapsedMs = performance.now() - this.startedAtMs;
    const cpu = process.cpuUsage(this.cpu);
    return {
      elapsedMs,
      orders: this.orders,
      answersByStatus: Object.fromEntries(this.answersByStatus),
      connectionErrors: this.connectionErrors,
      latencyP50Ms: this.latencyUs.percentile(50) / 1000,
      latencyP99Ms: this.latencyUs.percentile(99) / 1000,
      latencyMaxMs: this.orders === 0 ? 0 : this.latencyUs.max / 1000,
      cpuCores: (cpu.user + cpu.system) / 1000 / elapsedMs,
      ...(this.keepsSamples && { latenciesMs: this.samplesMs }),
    };
  }
}
