/** The scenario of everything at once, for people to read. */
import { median, pooledLatency } from './statistics.js';
import { figure, table } from './table.js';
import type { TogetherResult, TogetherWindow } from './together.js';

type Row = { done: number; elapsedMs: number; latencyP50Ms: number; latencyP99Ms: number };

export function printTogether({ rounds, rate, signInsAtOnce }: TogetherResult): string {
  const names = [
    'orders',
    ...new Set(rounds.flatMap((round) => round.with.others.map(({ name }) => name))),
  ];
  const rowOf = (window: TogetherWindow, name: string): Row | undefined =>
    name === 'orders'
      ? { ...window.orders, done: window.orders.orders }
      : window.others.find((other) => other.name === name);
  const cells = (windows: TogetherWindow[], name: string): string[] => {
    const rows = windows.flatMap((window) => rowOf(window, name) ?? []);
    if (rows.length === 0) return ['–', '–', '–'];
    return [
      figure(median(rows.map(({ done, elapsedMs }) => (done * 1000) / elapsedMs))),
      figure(median(rows.map(({ latencyP50Ms }) => latencyP50Ms))),
      figure(median(rows.map(({ latencyP99Ms }) => latencyP99Ms))),
    ];
  };
  const withSignIns = rounds.map((round) => round.with);
  const without = rounds.map((round) => round.without);
  const p99 = (windows: TogetherWindow[]) => pooledLatency(windows.map(ordersOf), 0.99);
  const ratios = rounds.map((round) => p99([round.with]) / p99([round.without]));
  return [
    table(
      ['', 'without: /s', 'p50 ms', 'p99 ms', 'with sign-ins: /s', 'p50 ms', 'p99 ms'],
      names.map((name) => [name, ...cells(without, name), ...cells(withSignIns, name)]),
    ),
    '',
    `Medians of ${rounds.length} rounds at ${rate} orders/s, ${signInsAtOnce} people signing in without a pause.`,
    'Order p99 with sign-ins / without, all rounds’ orders together: ' +
      `${figure(p99(withSignIns) / p99(without))} (single rounds ${ratios.map(figure).join(', ')})`,
  ].join('\n');
}

const ordersOf = ({ orders }: TogetherWindow) => orders;

/** What no run may have: an answer that was none of the expected ones. */
export const togetherFailures = ({ rounds }: TogetherResult): string[] =>
  rounds
    .flatMap((round) => [...round.without.others, ...round.with.others])
    .flatMap(({ name, failed }) =>
      Object.entries(failed).map(([status, count]) => `${name}: ${count} answers ${status}`),
    );
