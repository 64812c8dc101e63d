// What operators watch, as Prometheus reads it: the figures of `/v1/admin/pools` and the counts of tasks
// and payments, under names and units of the field. Labels are words of the shop's own (a pool, a topic, a
// step, the type of a refusal, an endpoint's id): bounded, and nothing of a person.

import { slotMs, slotUpperMs } from '../../core/order-figures.js';
import type { TaskCount, UnderWay } from '../../store/store.js';
import type { FileSizes } from '../../telemetry/file-sizes.js';
import type { MetricFamily, Sample } from '../../telemetry/prometheus.js';
import type { Tally } from '../../telemetry/tally.js';
import { poolFamilies } from './pools.js';
import { type Figures, family, numbers, scaled, single, summary, tallied } from './samples.js';

export interface Measured {
  /** As `/v1/admin/pools` has them. */
  figures: Readonly<Record<string, Figures>>;
  traffic: {
    underWay: number;
    begun: number;
    orders: Tally;
    payments: Tally;
    steps: Tally;
    rateLimited: Tally;
  };
  tasks: readonly TaskCount[];
  payments: UnderWay;
  files: Readonly<Record<string, FileSizes>>;
  verification: { endedAt: number; offences: readonly unknown[] } | null;
  process: { startedAt: number; cpuSeconds: number; loopBusySeconds: number };
}

export function metricFamilies(measured: Measured): MetricFamily[] {
  return [
    ...orderFamilies(measured),
    ...stepFamilies(measured),
    ...poolFamilies(measured.figures),
    ...taskFamilies(measured),
    ...storageFamilies(measured),
    ...processFamilies(measured),
  ];
}

function orderFamilies({ traffic, payments }: Measured): MetricFamily[] {
  return [
    single('orderloom_orders_begun_total', 'counter', 'Orders begun.', traffic.begun),
    single('orderloom_orders_under_way', 'gauge', 'Orders being placed now.', traffic.underWay),
    family(
      'orderloom_orders_total',
      'counter',
      'Orders answered, by outcome: confirmed, payment-pending, replayed, or the type of the refusal.',
      tallied(traffic.orders, 'outcome'),
    ),
    family(
      'orderloom_payments_total',
      'counter',
      'What providers answered to charges; an unknown outcome is looked up afterwards.',
      tallied(traffic.payments, 'provider', 'outcome'),
    ),
    single(
      'orderloom_orders_paying',
      'gauge',
      'Orders whose payment is not known yet.',
      payments.paying,
    ),
    single(
      'orderloom_orders_holding',
      'gauge',
      'Of those, the ones that hold stock.',
      payments.holding,
    ),
    single(
      'orderloom_payment_attempts_open',
      'gauge',
      'Refunds and voids whose outcome is not known yet.',
      payments.openAttempts,
    ),
    family(
      'orderloom_rate_limited_total',
      'counter',
      'Requests refused by a rate limit, by limit and by what was counted.',
      tallied(traffic.rateLimited, 'limit', 'by'),
    ),
  ];
}

/** A bucket a doubling, from 0.1 ms to two minutes: the slots of which latencies are counted, by fours. */
const STEP_SLOTS = Array.from({ length: 21 }, (_, doubling) => 27 + 4 * doubling);

function stepFamilies({ traffic }: Measured): MetricFamily[] {
  const bySteps = new Map<string, [slot: number, count: number][]>();
  for (const [name, count] of traffic.steps.entries()) {
    const [step = '', slot] = name.split(' ');
    bySteps.set(step, [...(bySteps.get(step) ?? []), [Number(slot), count]]);
  }
  const samples = [...bySteps].flatMap(([step, counts]) => histogram({ step }, counts));
  const help =
    'How long the steps of confirmed orders took; counted in the background. The sum is of slot means.';
  return [family('orderloom_order_step_seconds', 'histogram', help, samples)];
}

function histogram(
  labels: Record<string, string>,
  counts: readonly [slot: number, count: number][],
): Sample[] {
  const upTo = (last: number) =>
    counts.reduce((sum, [slot, count]) => sum + (slot <= last ? count : 0), 0);
  const all = upTo(Number.POSITIVE_INFINITY);
  const sum = counts.reduce((total, [slot, count]) => total + slotMs(slot) * count, 0);
  return [
    ...STEP_SLOTS.map((last): Sample => {
      const le = String(Number((slotUpperMs(last) / 1_000).toPrecision(4)));
      return { suffix: '_bucket', labels: { ...labels, le }, value: upTo(last) };
    }),
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: all },
    { suffix: '_sum', labels, value: sum / 1_000 },
    { suffix: '_count', labels, value: all },
  ];
}

function taskFamilies({ figures, tasks }: Measured): MetricFamily[] {
  const deadOf = (topic: string): number =>
    tasks.find((task) => task.topic === topic && task.state === 'dead')?.count ?? 0;
  const [topics, endpoints] = [workOf(figures.tasks), workOf(figures.webhooks)];
  return [
    family(
      'orderloom_tasks',
      'gauge',
      'Tasks that are not at rest, by topic and state; beyond some thousands at least so many.',
      tasks
        .filter(({ state }) => state !== 'dead')
        .map(({ topic, state, count }) => ({ labels: { topic, state }, value: count })),
    ),
    family(
      'orderloom_dead_letters',
      'gauge',
      'Tasks that are tried no more until an operator replays them.',
      topics.map(([topic]) => ({ labels: { topic }, value: deadOf(topic) })),
    ),
    family(
      'orderloom_task_attempts_total',
      'counter',
      'Attempts at tasks.',
      attempts('topic', topics),
    ),
    family(
      'orderloom_task_run_seconds',
      'summary',
      'How long attempts took.',
      topics.flatMap(([topic, of]) => summary({ topic }, of.runMicroseconds, 1e-6)),
    ),
    family(
      'orderloom_webhook_deliveries_total',
      'counter',
      'Deliveries to endpoints that are enabled.',
      attempts('endpoint', endpoints),
    ),
    family(
      'orderloom_background_share',
      'gauge',
      'How much of its room background work may use: 1 is all, orders come first.',
      numbers({}, figures.tasks?.share),
    ),
  ];
}

/** What stands beside topics and endpoints in their figures is no object. */
const workOf = (figures: Figures = {}): [string, Figures][] =>
  Object.entries(figures).filter(
    (entry): entry is [string, Figures] => typeof entry[1] === 'object',
  );

const attempts = (label: string, all: readonly [string, Figures][]): Sample[] =>
  all.flatMap(([name, of]) =>
    ['done', 'failed', 'dead'].flatMap((outcome) =>
      numbers({ [label]: name, outcome }, of[outcome]),
    ),
  );

function storageFamilies({ files, verification }: Measured): MetricFamily[] {
  const sizes = (of: keyof FileSizes) =>
    Object.entries(files).map(([file, size]) => ({ labels: { file }, value: size[of] }));
  const found = verification ? [{ value: verification.offences.length }] : [];
  const ended = verification ? [{ value: verification.endedAt / 1_000 }] : [];
  return [
    family('orderloom_file_bytes', 'gauge', 'Size of a database file.', sizes('bytes')),
    family('orderloom_wal_bytes', 'gauge', 'Size of its write-ahead log.', sizes('walBytes')),
    family('orderloom_offences', 'gauge', 'Invariants broken at the last verification.', found),
    family('orderloom_verified_timestamp_seconds', 'gauge', 'When that ended.', ended),
  ];
}

function processFamilies({ figures, process }: Measured): MetricFamily[] {
  const { delayMs, residentBytes, heapUsedBytes } = (figures.mainLoop ?? {}) as {
    delayMs?: { p50: number; p99: number };
    residentBytes?: number;
    heapUsedBytes?: number;
  };
  return [
    ...(['p50', 'p99'] as const).map((percentile) =>
      family(
        `nodejs_eventloop_lag_${percentile}_seconds`,
        'gauge',
        'How late the main loop comes to what is due, since the start.',
        delayMs ? [{ value: scaled(delayMs[percentile], 1e-3) }] : [],
      ),
    ),
    single(
      'orderloom_event_loop_busy_seconds_total',
      'counter',
      'Time in which the main loop did not wait: its rate is the utilisation.',
      process.loopBusySeconds,
    ),
    family(
      'process_resident_memory_bytes',
      'gauge',
      'Resident memory.',
      numbers({}, residentBytes),
    ),
    family(
      'nodejs_heap_size_used_bytes',
      'gauge',
      'Heap of the main thread in use.',
      numbers({}, heapUsedBytes),
    ),
    single('process_cpu_seconds_total', 'counter', 'CPU time of every thread.', process.cpuSeconds),
    single(
      'process_start_time_seconds',
      'gauge',
      'When the process began, since the epoch.',
      process.startedAt,
    ),
  ];
}
