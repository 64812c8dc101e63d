// What batchers and pools of threads are doing.

import type { MetricFamily } from '../../telemetry/prometheus.js';
import { type Figures, family, type Kind, numbers, summary } from './samples.js';

const poolNumbers: readonly [figure: string, name: string, type: Kind, help: string][] = [
  ['queued', 'orderloom_queue_items', 'gauge', 'Items that wait for a batch.'],
  ['queueMax', 'orderloom_queue_limit_items', 'gauge', 'Items that may wait.'],
  ['refused', 'orderloom_queue_refusals_total', 'counter', 'Items refused by a full queue.'],
  ['underWay', 'orderloom_batches_under_way', 'gauge', 'Batches (passwords: hashes) being done.'],
  ['batches', 'orderloom_batches_total', 'counter', 'Batches sent.'],
  ['threads', 'orderloom_threads', 'gauge', 'Threads.'],
  ['late', 'orderloom_spare_time_misses_total', 'counter', 'Items that found no time to spare.'],
  ['deaths', 'orderloom_thread_deaths_total', 'counter', 'Threads that died and were replaced.'],
];
const poolSummaries: readonly [figure: string, name: string, scale: number, help: string][] = [
  ['batchSize', 'orderloom_batch_items', 1, 'Items a batch; of the ledger, commands a commit.'],
  ['waitMicroseconds', 'orderloom_queue_wait_seconds', 1e-6, 'From the queue to the batch.'],
  [
    'runMicroseconds',
    'orderloom_batch_run_seconds',
    1e-6,
    'A batch and back; of the ledger, a commit.',
  ],
];

const POOLS = ['quote', 'ledger', 'carts', 'invoice', 'payments', 'passwords'];

export function poolFamilies(figures: Readonly<Record<string, Figures>>): MetricFamily[] {
  const named = [...POOLS.map((pool) => [pool, figures[pool]] as const)];
  const pools = [...named, ['deals', figures.quote?.deals] as const].flatMap(([pool, of]) =>
    of ? [{ pool, of: of as Figures }] : [],
  );
  const taxes = figures.taxes ?? {};
  return [
    ...poolNumbers.map(([figure, name, type, help]) =>
      family(
        name,
        type,
        help,
        pools.flatMap(({ pool, of }) => numbers({ pool }, of[figure])),
      ),
    ),
    ...poolSummaries.map(([figure, name, scale, help]) =>
      family(
        name,
        'summary',
        help,
        pools.flatMap(({ pool, of }) => summary({ pool }, of[figure], scale)),
      ),
    ),
    family(
      'orderloom_tax_provider_total',
      'counter',
      'Questions to the tax provider, and those that failed or were skipped.',
      ['asked', 'failed', 'skipped'].flatMap((outcome) => numbers({ outcome }, taxes[outcome])),
    ),
  ];
}
