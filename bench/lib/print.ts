/** The result as a person reads it. */
import type { MachineFacts } from './machine.js';
import type { MemoryResult } from './memory.js';
import { median } from './statistics.js';
import type { ArmSummary, Ratio, Spread } from './summary.js';
import { figure, table } from './table.js';

export function printMachine(machine: MachineFacts, fsyncsMs: number[]): string {
  const { cpu, cores, memoryGb, node, system } = machine;
  const range = `${figure(Math.min(...fsyncsMs))}–${figure(Math.max(...fsyncsMs))}`;
  return [
    `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}`,
    `fsync of 4 KB on the databases' disk: p50 ${figure(median(fsyncsMs))} ms (${range} in this run)`,
  ].join('\n');
}

export function printSummaries(summaries: ArmSummary[]): string {
  const header = ['', 'orders/s', 'p50 ms', 'p99 ms', 'max ms', 'loop p50', 'loop p99'];
  return table(
    [...header, 'RSS MB', 'CPU cores', 'load cores', '503s'],
    summaries.map((summary) => [
      summary.arm,
      Math.round(summary.ordersPerSecond).toLocaleString('en-US'),
      figure(summary.latencyP50Ms),
      figure(summary.latencyP99Ms),
      figure(summary.latencyMaxMs),
      figure(summary.loopDelayP50Ms),
      figure(summary.loopDelayP99Ms),
      figure(summary.rssPeakMb),
      figure(summary.cpuCores),
      figure(summary.generatorCpuCores),
      String(summary.answersByStatus['503'] ?? 0),
    ]),
  );
}

export const SUMMARY_LEGEND = [
  'Medians over the rounds; max, RSS (peak) and 503s over all of them. Latency as the client saw',
  'it. loop: delay of the server’s event loop in ms. CPU, load: cores kept busy by the server',
  'with all its threads, and by the load generator beside it.',
].join('\n');

export function printRatios(ratios: Ratio[]): string {
  return table(
    ['median ratio (min–max of the rounds)', 'orders/s', 'p99'],
    ratios.map((ratio) => [
      `${ratio.of} / ${ratio.to}`,
      printSpread(ratio.ordersPerSecond),
      printSpread(ratio.latencyP99),
    ]),
  );
}

export function printMemory(memory: MemoryResult): string {
  const first = memory.samples[0];
  const last = memory.samples.at(-1);
  const rate = Math.round((memory.load.orders * 1000) / memory.load.elapsedMs);
  return [
    table(
      ['orders', 'RSS MB'],
      memory.samples.map(({ orders, rssMb }) => [orders.toLocaleString('en-US'), figure(rssMb)]),
    ),
    '',
    `${rate.toLocaleString('en-US')} orders/s; RSS ${figure(first?.rssMb ?? Number.NaN)} MB at the` +
      ` start, ${figure(last?.rssMb ?? Number.NaN)} MB at the end,` +
      ` ${figure(memory.rssSettledMb)} MB once all tasks were done`,
    `slope: ${figure(memory.bytesPerOrder)} bytes an order,` +
      ` ${figure(memory.bytesPerOrderSecondHalf)} in the second half`,
  ].join('\n');
}

export function printFailures(sentences: string[]): string {
  if (sentences.length === 0) return '';
  const lines = sentences.map((sentence) => `!!! ${sentence}`);
  return `\n!!! NOT A VALID RUN: orders failed\n${lines.join('\n')}\n`;
}

function printSpread({ median, min, max }: Spread): string {
  return `${figure(median)} (${figure(min)}–${figure(max)})`;
}
