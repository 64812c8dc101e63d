// How the shop is doing right now, at a glance: figures, two charts, threads, payments, stock, books.

import { useEffect } from 'preact/hooks';
import { Badge, type Tone } from '../components/badge.js';
import { Chart } from '../components/chart.js';
import { Notice } from '../components/notice.js';
import { Table } from '../components/table.js';
import { money, number } from '../shell/format.js';
import { fill, texts } from '../shell/texts.js';
import { milliseconds, stateTones } from './figures.js';
import {
  changesPerSecond,
  connection,
  type PoolFigures,
  recentOrders,
  type Snapshot,
  series,
  snapshot,
  startLive,
  stopLive,
} from './live.js';
import { Books, LowStock, Steps } from './now-cards.js';

export function NowPage() {
  const words = texts().ops;
  useEffect(() => {
    startLive();
    return stopLive;
  }, []);
  const now = snapshot.value;
  return (
    <>
      {connection.value && (
        <Notice kind="warning">
          <p>{words.reconnecting}</p>
        </Notice>
      )}
      <Tiles now={now} />
      <div class="ops-columns">
        <LiveCharts />
        <RecentOrders />
      </div>
      <Pools now={now} />
      <div class="ops-columns ops-even">
        <Steps />
        <LowStock />
        <Books />
      </div>
    </>
  );
}

const clock = (seconds: number): string => new Date(seconds * 1_000).toLocaleTimeString();

function Tiles({ now }: { now: Snapshot | null }) {
  const words = texts().ops.tiles;
  const rate = series.ordersPerSecond.at(-1);
  const dead = now?.tasks.filter(({ state }) => state === 'dead') ?? [];
  const deadCount = dead.reduce((sum, { count }) => sum + count, 0);
  const waiting = (now?.tasks ?? [])
    .filter(({ state }) => state === 'pending' || state === 'running')
    .reduce((sum, { count }) => sum + count, 0);
  const loop = now?.figures.mainLoop;
  const or = (value: number | undefined, print: (value: number) => string) =>
    value === undefined ? '–' : print(value);
  return (
    <dl class="tiles">
      <Tile label={words.rate} value={or(rate, number)} />
      <Tile label={words.changes} value={number(changesPerSecond.value)} />
      <Tile label={words.underWay} value={or(now?.underWay, number)} />
      <Tile
        label={words.paying}
        value={or(now?.payments.paying, number)}
        hint={now ? fill(words.holding, { count: number(now.payments.holding) }) : ''}
        tone={now && now.payments.openAttempts > 0 ? 'low' : 'neutral'}
      />
      <Tile label={words.tasks} value={or(now ? waiting : undefined, number)} />
      <Tile
        label={words.dead}
        value={or(now ? deadCount : undefined, number)}
        tone={deadCount > 0 ? 'bad' : 'neutral'}
      />
      <Tile label={words.loop} value={or(loop?.delayMs.p99, milliseconds)} />
      <Tile
        label={words.memory}
        value={or(loop?.residentBytes, (bytes) => `${number(Math.round(bytes / 1e6))} MB`)}
      />
    </dl>
  );
}

function Tile({
  label,
  value,
  hint,
  tone = 'neutral',
}: {
  label: string;
  value: string;
  hint?: string;
  tone?: Tone;
}) {
  return (
    <div class={`tile tile-${tone}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
      {hint && <dd class="tile-hint">{hint}</dd>}
    </div>
  );
}

function LiveCharts() {
  const words = texts().ops;
  const version = snapshot.value?.at;
  const common = { at: series.at, printTime: clock, printTick: clock, version };
  return (
    <section class="card ops-charts">
      <Chart
        {...common}
        title={words.charts.rate}
        print={number}
        lines={[{ label: words.charts.rate, values: series.ordersPerSecond, colour: '--accent' }]}
      />
      <Chart
        {...common}
        title={words.charts.loop}
        print={(ms) => `${number(ms)} ms`}
        lines={[{ label: words.charts.loop, values: series.loopDelayMs, colour: '--step-pay' }]}
      />
    </section>
  );
}

function RecentOrders() {
  const words = texts().ops;
  const orders = recentOrders.value;
  return (
    <section class="card">
      <h2>{words.recent}</h2>
      {orders.length === 0 ? (
        <p class="soft">{words.noneYet}</p>
      ) : (
        <ol class="recent">
          {orders.map(({ id, number: printed, state, currency, totalMinor }) => (
            <li key={id}>
              <a href={`/ops/orders?open=${id}`}>{printed ?? id.slice(-8)}</a>
              <Badge tone={stateTones[state] ?? 'neutral'}>{words.states[state] ?? state}</Badge>
              <span class="figure">{money(totalMinor, currency)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Pools({ now }: { now: Snapshot | null }) {
  const words = texts().ops.pools;
  const rows = ['quote', 'ledger', 'invoice', 'carts', 'payments'].flatMap((name) => {
    const pool = now?.figures[name];
    return pool?.waitMicroseconds ? [{ name, pool }] : [];
  });
  const micro = (value: number | undefined) =>
    value === undefined ? '–' : milliseconds(value / 1_000);
  type Row = { name: string; pool: PoolFigures };
  return (
    <section class="card">
      <Table
        caption={words.title}
        rows={rows}
        keyOf={({ name }: Row) => name}
        columns={[
          { label: words.pool, cell: ({ name }) => words.names[name] ?? name },
          { label: words.threads, isFigure: true, cell: ({ pool }) => number(pool.threads) },
          { label: words.busy, isFigure: true, cell: ({ pool }) => number(pool.underWay ?? 0) },
          { label: words.queued, isFigure: true, cell: ({ pool }) => number(pool.queued ?? 0) },
          {
            label: words.batch,
            isFigure: true,
            cell: ({ pool }) => number(pool.batchSize?.mean ?? 0),
          },
          {
            label: words.waitP50,
            isFigure: true,
            cell: ({ pool }) => micro(pool.waitMicroseconds?.p50),
          },
          {
            label: words.waitP99,
            isFigure: true,
            cell: ({ pool }) => micro(pool.waitMicroseconds?.p99),
          },
          {
            label: words.runP50,
            isFigure: true,
            cell: ({ pool }) => micro(pool.runMicroseconds?.p50),
          },
          {
            label: words.runP99,
            isFigure: true,
            cell: ({ pool }) => micro(pool.runMicroseconds?.p99),
          },
          { label: words.deaths, isFigure: true, cell: ({ pool }) => number(pool.deaths ?? 0) },
        ]}
      />
    </section>
  );
}
