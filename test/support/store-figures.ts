/** Orders that the shop's figures tell apart, and what is asked of those. */
import { type OrderFigures, orderFigures } from '../../src/core/order-figures.js';
import type {
  AnalyticsFigures,
  AnalyticsQuery,
  ClaimedTask,
  ReserveCommand,
  Store,
  StoredOrder,
  TaskResult,
} from '../../src/store/store.js';
import {
  address,
  confirmed,
  documentOf,
  type Line,
  MINUTE_MS,
  orderOf,
  T0,
} from './store-orders.js';
import { resultOf } from './store-tasks.js';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const asked = (
  store: Store,
  more: Partial<AnalyticsQuery> = {},
): Promise<AnalyticsFigures> =>
  store.analytics({ bucket: 'hour', from: T0 - DAY_MS, to: T0 + 9 * DAY_MS, limit: 100, ...more });

/** From Germany and in euros, at T0, unless it says otherwise. */
export function placed(
  store: Store,
  lines: readonly Line[],
  { country = 'DE', ...more }: Partial<ReserveCommand> & { country?: string } = {},
): Promise<string> {
  const document = { ...documentOf(lines), shippingAddress: { ...address, country } };
  return confirmed(store, lines, { document: JSON.stringify(document), ...more });
}

const from = (at: number, ms: number): number => Math.floor(at / ms) * ms;

/** What an order adds to the shop's figures, with the days of UTC. */
export const figuresOf = (order: StoredOrder): OrderFigures =>
  orderFigures(order, [{ step: 'pay', startedAt: T0, endedAt: T0 + 8, outcome: 'captured' }], {
    minute: from(order.createdAt, MINUTE_MS),
    hour: from(order.createdAt, HOUR_MS),
    day: from(order.createdAt, DAY_MS),
  });

/** The result that counts the order of a task. */
export const counting = async (
  store: Store,
  task: ClaimedTask,
  more: Partial<TaskResult> = {},
): Promise<TaskResult> =>
  resultOf(task, { figures: figuresOf(await orderOf(store, task.orderId)), ...more });
