/** What must be so after any death, once the engine is back and nothing is pending any more. */
import { expect } from 'vitest';
import { topics } from '../../src/core/tasks.js';
import { Books, verify } from './books.js';
import type { Answer, Client, Order } from './client.js';
import { chargingTokens, type Sent, type Token } from './customers.js';
import { until } from './engine-process.js';

export type Levels = Readonly<Record<string, number>>;

/** States in which the goods are the customer's and the money is the shop's. */
const soldStates = new Set(['confirmed', 'shipped', 'delivered']);
const isSold = ({ state }: Order): boolean => soldStates.has(state);

/** How an order ends whose customer was told 202. An erring provider may or may not have charged. */
const endings: Partial<Record<Token, 'sold' | 'failed'>> = {
  tok_approve: 'sold',
  tok_slow: 'sold',
  tok_webhook_first: 'sold',
  tok_timeout_charged: 'sold',
  tok_timeout_lost: 'failed',
  tok_error_forever: 'failed',
};

export async function untilSettled(dataDir: string): Promise<void> {
  const books = new Books(dataDir);
  try {
    await until('no order is pending', () => books.pending() + books.openAttempts() === 0);
  } finally {
    books.close();
  }
}

export async function expectNothingLost(
  { dataDir, client, initial }: { dataDir: string; client: Client; initial: Levels },
  sent: readonly Sent[],
): Promise<void> {
  expect(verify(dataDir).offences).toEqual([]);
  const orders = await client.orders();
  expectOrderEach(orders, sent);
  expectMoneyOfSold(dataDir, orders.filter(isSold));
  await expectStockAddsUp(client, orders.filter(isSold), initial);
}

function expectOrderEach(orders: readonly Order[], sent: readonly Sent[]): void {
  const byEmail = new Map<string, Order[]>();
  for (const order of orders) {
    const { email } = order.customer;
    byEmail.set(email, [...(byEmail.get(email) ?? []), order]);
  }
  const wrong = sent.flatMap((request) => {
    const own = byEmail.get(request.email) ?? [];
    byEmail.delete(request.email);
    const fault = faultOf(request, own);
    return fault ? [described(fault, request, own)] : [];
  });
  expect(wrong).toEqual([]);
  expect([...byEmail.keys()], 'orders that nobody asked for').toEqual([]);
}

/** Few words for each, so that a hundred of them can be read. */
function described(fault: string, { email, key, answer }: Sent, orders: readonly Order[]): string {
  const told = answer ? `${answer.status} ${answer.body.id ?? answer.body.type}` : 'nothing';
  const kept = orders.map(({ id, state, payment }) => `${id} ${state}, payment ${payment.state}`);
  return `${fault}: ${email}, key ${key}, was told ${told}; kept: ${kept.join('; ') || 'nothing'}`;
}

/** What is wrong with the orders that came of one request, or `null`. */
function faultOf({ token, answer }: Sent, orders: readonly Order[]): string | null {
  const [order] = orders;
  if (orders.length > 1) return 'one request, several orders';
  if (order && isSold(order) && !chargingTokens.has(token)) return 'sold without money';
  if (order && !isSold(order) && order.state !== 'failed') return 'an order without an end';
  if (!answer) return null;
  switch (answer.status) {
    case 201:
      return order ? faultOfPaid(order, answer) : 'the order of a 201 is lost';
    case 202:
      return order ? faultOfUnknown(order, token) : 'the order of a 202 is lost';
    case 402:
      return order && isSold(order) ? 'told 402, but sold' : null;
    case 409:
      return order ? 'told 409, but there is an order' : null;
    default:
      return `an answer that fits nothing: ${answer.status}`;
  }
}

function faultOfPaid(order: Order, { body }: Answer): string | null {
  if (!isSold(order)) return 'told 201, but not sold';
  if (JSON.stringify(frozenFacts(order)) !== JSON.stringify(frozenFacts(body))) {
    return 'told 201, but something else is kept';
  }
  const missing = topics.filter((topic) => !order.tasks.some((task) => task.topic === topic));
  return missing.length === 0 ? null : `tasks are missing: ${missing.join(', ')}`;
}

/** All of an order but what goes on after its confirmation: its state and its tasks. */
function frozenFacts(order: Record<string, unknown>) {
  const { id, number, currency, createdAt, customer, lines, discounts, shipping } = order;
  const { taxes, totals, shippingAddress, payment, invoice } = order;
  const amounts = { lines, discounts, shipping, taxes, totals };
  const { number: invoiceNumber } = (invoice ?? {}) as { number?: string };
  const parties = { customer, shippingAddress };
  return { id, number, invoiceNumber, currency, createdAt, ...parties, ...amounts, payment };
}

function faultOfUnknown(order: Order, token: Token): string | null {
  const ending = endings[token];
  const ended = isSold(order) ? 'sold' : 'failed';
  return ending === undefined || ending === ended ? null : `told 202, then ${ended}, not ${ending}`;
}

/** One charge for each order that is sold, of its amount, and none besides. */
function expectMoneyOfSold(dataDir: string, sold: readonly Order[]): void {
  const books = new Books(dataDir);
  const captured = books.captured();
  const reserved = books.reserved();
  const chargeable = books.voidedNotClosed();
  books.close();
  const amount = sold.reduce((sum, { totals }) => sum + totals.total, 0);
  expect(captured).toEqual({ charges: sold.length, amount });
  expect(chargeable, 'given up, but can still be charged').toBe(0);
  expect(reserved, 'pieces held for nobody').toBe(0);
}

async function expectStockAddsUp(
  client: Client,
  sold: readonly Order[],
  initial: Levels,
): Promise<void> {
  const accounted: Record<string, number> = {};
  for (const sku of Object.keys(initial)) accounted[sku] = await client.available(sku);
  for (const { sku, quantity } of sold.flatMap(({ lines }) => lines)) {
    accounted[sku] = (accounted[sku] ?? 0) + quantity;
  }
  expect(accounted, 'sold and available').toEqual(initial);
}
