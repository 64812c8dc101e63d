/** What watching costs, for people to read. */
import { median } from './statistics.js';
import { figure, table } from './table.js';
import type { WatchersResult, WatchersWindow } from './watchers.js';

const rateOf = ({ load }: WatchersWindow): number => (load.orders * 1000) / load.elapsedMs;

export function printWatchers({ rounds, watchers }: WatchersResult): string {
  const row = (name: string, windows: WatchersWindow[]) => [
    name,
    figure(median(windows.map(rateOf))),
    figure(median(windows.map(({ load }) => load.latencyP50Ms))),
    figure(median(windows.map(({ load }) => load.latencyP99Ms))),
    figure(median(windows.map(({ report }) => report.loopDelayP99Ms))),
    figure(median(windows.map(({ report }) => report.cpuCores))),
    figure(median(windows.map(({ events }) => events))),
    figure(median(windows.map(({ changes }) => changes))),
  ];
  const ratios = rounds.map((round) => rateOf(round.with) / rateOf(round.without));
  return [
    table(
      ['', 'orders/s', 'p50 ms', 'p99 ms', 'loop p99', 'CPU cores', 'events each', 'changes each'],
      [
        row(
          'nobody watches',
          rounds.map((round) => round.without),
        ),
        row(
          `${watchers} watch`,
          rounds.map((round) => round.with),
        ),
      ],
    ),
    '',
    `Medians of ${rounds.length} rounds. Orders/s with watchers / without: ${figure(median(ratios))} (${ratios.map(figure).join(', ')})`,
  ].join('\n');
}
