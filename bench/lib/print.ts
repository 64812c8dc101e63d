/** The result as a person reads it. */
import type { IsolationResult, TasksResult, Window } from './background.js';
import type { ImportResult, WindowBeside } from './import.js';
import type { MachineFacts } from './machine.js';
import type { MemoryResult } from './memory.js';
import { median, pooledLatency } from './statistics.js';
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

export function printSummaries(summaries: ArmSummary[], rate = 'orders/s'): string {
  const header = ['', rate, 'p50 ms', 'p99 ms', 'max ms', 'loop p50', 'loop p99'];
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

export function printRatios(ratios: Ratio[], rate = 'orders/s'): string {
  return table(
    ['median ratio (min–max of the rounds)', rate, 'p99'],
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
    `while tasks ran: ${memory.whileTasksRun.map((mb) => Math.round(mb)).join(' ') || '–'} MB`,
    `slope: ${figure(memory.bytesPerOrder)} bytes an order,` +
      ` ${figure(memory.bytesPerOrderSecondHalf)} in the second half`,
  ].join('\n');
}

export function printTasks(tasks: TasksResult): string {
  const { alone, beside, besideRate, besideLoad, server, capacity } = tasks;
  return [
    table(
      ['', 'tasks/s', 'orders/s', 'order p99 ms', 'loop p99 ms', 'RSS MB'],
      [
        ['alone', whole(alone), '0', '–', '–', '–'],
        [
          `beside ${whole(besideRate)} orders/s`,
          whole(beside),
          whole((besideLoad.orders * 1000) / besideLoad.elapsedMs),
          figure(besideLoad.latencyP99Ms),
          figure(server.loopDelayP99Ms),
          figure(server.rssPeakBytes / 1e6),
        ],
      ],
    ),
    '',
    `No-op tasks. Without a limit the engine took ${whole(capacity)} orders/s.`,
  ].join('\n');
}

/** With thousands set apart. */
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

export function printImport({ rows, alone, rounds, after }: ImportResult): string {
  const rate = ({ load }: Window) => (load.orders * 1000) / load.elapsedMs;
  const row = (name: string, window: Window, beside?: WindowBeside) => [
    name,
    whole(rate(window)),
    figure(window.load.latencyP50Ms),
    figure(window.load.latencyP99Ms),
    figure(window.report.rssPeakBytes / 1e6),
    beside ? `${whole(beside.rowsPerSecond)} (${beside.state} at the end)` : '–',
  ];
  // Each compared with the windows without a file on both of its sides.
  const ratios = rounds.map((round, index) => {
    const next = rounds[index + 1]?.without ?? after;
    const without = (rate(round.without) + rate(next)) / 2;
    return [rate(round.checking.window) / without, rate(round.applying.window) / without];
  });
  const told = (part: 0 | 1) => ratios.map((pair) => figure(pair[part] as number)).join(', ');
  return [
    table(
      ['', 'orders/s', 'p50 ms', 'p99 ms', 'RSS MB', 'rows/s of the file'],
      [
        ...rounds.flatMap(({ without, checking, applying }) => [
          row('no file', without),
          row('a file is checked', checking.window, checking),
          row('a file is applied', applying.window, applying),
        ]),
        row('no file', after),
      ],
    ),
    '',
    `${rows.toLocaleString('en-US')} rows with no order beside them: ${figure(alone.seconds)} s, ` +
      `${alone.residentMb.peak} MB at most, ${alone.residentMb.before} MB before.`,
    `Orders beside a file of those without: ${told(0)} while it is checked, ` +
      `${told(1)} while it is applied.`,
  ].join('\n');
}

export function printIsolation({ rate, rounds }: IsolationResult): string {
  const quiet = rounds.map((round) => round.quiet);
  const rendering = rounds.map((round) => round.rendering);
  const p99 = (windows: Window[]) => pooledLatency(windows.map(loadOf), 0.99);
  const row = (name: string, windows: Window[], invoices: string) => [
    name,
    figure(pooledLatency(windows.map(loadOf), 0.5)),
    figure(p99(windows)),
    figure(median(windows.map(({ report }) => report.loopDelayP99Ms))),
    figure(Math.max(...windows.map(({ report }) => report.rssPeakBytes / 1e6))),
    invoices,
  ];
  const invoicesPerSecond = median(
    rendering.map(({ invoices, load }) => (invoices * 1000) / load.elapsedMs),
  );
  const ratios = rounds.map((round) => p99([round.rendering]) / p99([round.quiet]));
  return [
    table(
      ['', 'order p50 ms', 'order p99 ms', 'loop p99 ms', 'RSS MB', 'invoices/s'],
      [row('quiet', quiet, '–'), row('rendering', rendering, figure(invoicesPerSecond))],
    ),
    '',
    `${rounds.length} rounds at ${rate} orders/s: latencies of all their orders together, medians of`,
    'the loop and the invoices, RSS at its peak.',
    `Ratio of the p99s: ${figure(p99(rendering) / p99(quiet))} (single rounds ${ratios.map(figure).join(', ')})`,
  ].join('\n');
}

const loadOf = ({ load }: Window) => load;

export function printFailures(sentences: string[]): string {
  if (sentences.length === 0) return '';
  const lines = sentences.map((sentence) => `!!! ${sentence}`);
  return `\n!!! NOT A VALID RUN: orders failed\n${lines.join('\n')}\n`;
}

function printSpread({ median, min, max }: Spread): string {
  return `${figure(median)} (${figure(min)}–${figure(max)})`;
}
