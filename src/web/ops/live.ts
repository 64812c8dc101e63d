// How the shop is doing right now: the stream's snapshots, and the last minutes of them as series.

import { signal } from '@preact/signals';
import type { Problem } from '../shell/api.js';
import { followEvents } from '../shell/event-source.js';
import { wordsOf } from '../shell/words.js';
import { key, refuse } from './key.js';

export interface Spread {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
}

export interface PoolFigures {
  threads: number;
  deaths?: number;
  queued?: number;
  queueMax?: number;
  underWay?: number;
  batches?: number;
  batchSize?: Spread;
  waitMicroseconds?: Spread;
  runMicroseconds?: Spread;
}

export interface TaskCount {
  topic: string;
  state: string;
  count: number;
  atLeast: boolean;
}

export interface Snapshot {
  at: string;
  begun: number;
  underWay: number;
  payments: { paying: number; holding: number; openAttempts: number };
  tasks: TaskCount[];
  figures: Record<string, PoolFigures> & {
    mainLoop: {
      delayMs: { p50: number; p99: number };
      residentBytes: number;
      heapUsedBytes: number;
    };
    tasks: { share: number } & Record<string, unknown>;
  };
}

export interface OrderHead {
  id: string;
  number: string | null;
  state: string;
  currency: string;
  totalMinor: number;
  createdAt: number;
  updatedAt: number;
}

export interface Series {
  /** Seconds since the epoch. */
  at: number[];
  ordersPerSecond: number[];
  loopDelayMs: number[];
  ledgerQueued: number[];
}

const POINTS_MAX = 300;
const HEADS_MAX = 24;

export const snapshot = signal<Snapshot | null>(null);
export const connection = signal<Problem | null>(null);
export const recentOrders = signal<readonly OrderHead[]>([]);
export const changesPerSecond = signal(0);
/** Grows in place; `snapshot` says when. */
export const series: Series = { at: [], ordersPerSecond: [], loopDelayMs: [], ledgerQueued: [] };

let before: { begun: number; at: number } | null = null;
let changes = 0;
let end: (() => void) | null = null;

export function startLive(): void {
  if (end || key.value === null) return;
  end = followEvents('/v1/admin/events', key.value, {
    on: {
      snapshot: (data) => take(data as Snapshot),
      orders: (data) => {
        const { changed, orders } = data as { changed: number; orders: OrderHead[] };
        changes += changed;
        const ids = new Set(orders.map(({ id }) => id));
        recentOrders.value = [
          ...orders.toReversed(),
          ...recentOrders.peek().filter(({ id }) => !ids.has(id)),
        ].slice(0, HEADS_MAX);
      },
    },
    state: (problem) => {
      connection.value = problem;
      if (problem?.status === 401) refuse(wordsOf(problem));
    },
  });
}

export function stopLive(): void {
  end?.();
  end = null;
  before = null;
}

function take(next: Snapshot): void {
  const at = Date.parse(next.at);
  // After a restart of the server its count begins anew.
  if (before && next.begun >= before.begun && at > before.at) {
    push(next, at, ((next.begun - before.begun) * 1_000) / (at - before.at));
    changesPerSecond.value = Math.round((changes * 1_000) / (at - before.at));
  }
  changes = 0;
  before = { begun: next.begun, at };
  snapshot.value = next;
}

function push({ figures }: Snapshot, at: number, rate: number): void {
  series.at.push(at / 1_000);
  series.ordersPerSecond.push(Math.round(rate * 10) / 10);
  series.loopDelayMs.push(figures.mainLoop.delayMs.p99);
  series.ledgerQueued.push(figures.ledger?.queued ?? 0);
  if (series.at.length <= POINTS_MAX) return;
  for (const values of Object.values(series)) values.shift();
}
