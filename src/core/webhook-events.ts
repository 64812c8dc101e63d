// What a shop tells other programs of an order: one event for each state that it can enter, taken from
// the table of states, so that a new state is told of without another word.

import type { OrderFacts } from './order.js';
import { type OrderState, orderStates, transitions } from './order-states.js';

const entered: readonly OrderState[] = orderStates.filter((state) =>
  orderStates.some((from) => transitions[from].includes(state)),
);

export const eventTypeOf = (state: OrderState): string => `order.${state}`;
export const webhookEventTypes: readonly string[] = entered.map(eventTypeOf);

/** Which entry of an order's history it is. */
export interface WebhookEvent {
  orderId: string;
  /** Grows with each event of the order, not by one: what comes later has the higher one. */
  sequence: number;
  type: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** The same for every endpoint and every attempt, so that a receiver can tell a repetition. */
export const webhookEventId = ({ orderId, sequence }: Omit<WebhookEvent, 'type' | 'at'>): string =>
  `evt_${orderId}_${sequence}`;

export function parseWebhookEventId(id: string): { orderId: string; sequence: number } | null {
  const [, orderId, sequence] = /^evt_([0-9A-Za-z-]{1,64})_([1-9]\d{0,8})$/.exec(id) ?? [];
  return orderId === undefined ? null : { orderId, sequence: Number(sequence) };
}

/**
 * Nothing that identifies a person: who has the key for it reads the order. All of it is frozen with
 * the order or the event, so that it says the same however late it is sent.
 */
export const webhookData = (
  { id, number, currency, createdAt, document }: OrderFacts,
  { sequence, type }: WebhookEvent,
) => ({
  orderId: id,
  orderNumber: number,
  state: type.slice('order.'.length),
  sequence,
  currency,
  total: document.totals.payable,
  lines: document.lines.map(({ sku, quantity }) => ({ sku, quantity })),
  placedAt: new Date(createdAt).toISOString(),
  order: `/v1/orders/${id}`,
});
