/** A ledger with an order of every kind in it, and the provider's books that belong to it. */
import { join } from 'node:path';
import { openCharges } from '../../src/gateways/payment/simulated/charges.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { valueIn } from './result.js';
import { intoOneFile } from './sqlite-store.js';
import { registeredIn } from './store-customers.js';
import { figuresOf } from './store-figures.js';
import {
  cancellation,
  confirmation,
  confirmed,
  failure,
  orderOf,
  PIECE,
  refund,
  reserved,
  stocked,
  T0,
  unique,
} from './store-orders.js';
import { claiming, moneyOf, useBy, useOf } from './store-promotions.js';
import { claimed, dead, failed, finished, ofEach, resultOf } from './store-tasks.js';

export interface SampleLedger {
  ledger: string;
  books: string;
  skus: { common: string; rare: string };
  /** Who has a password, a session and a reset that is under way. */
  customer: string;
  /** Order ids by what became of them; the last three claim promotions with a limit. */
  orders: Record<
    | 'confirmed'
    | 'second'
    | 'failed'
    | 'cancelled'
    | 'gone'
    | 'parked'
    | 'pending'
    | 'used'
    | 'claiming'
    | 'returned'
    | 'partly'
    | 'whole'
    | 'owing',
    string
  >;
}

const claim = (key: string) => ({ caller: 'guest', key, fingerprint: 'fingerprint' });
const at = T0 + 5_000;

export async function writeSampleLedger(folder: string): Promise<SampleLedger> {
  const [ledger, books] = [join(folder, 'ledger.db'), join(folder, 'simulated-payments.db')];
  const store = openSqliteStore({ file: ledger, batchMax: 64, queueMax: 64 });
  const skus = { common: await stocked(store, 50), rare: await stocked(store, 5) };
  const orders = await placeOrders(store, skus);
  const customer = await signsIn(store);
  await store.close();
  writeBooks(books, orders);
  intoOneFile(ledger);
  intoOneFile(books);
  return { ledger, books, skus, orders, customer };
}

async function signsIn(store: Store): Promise<string> {
  const { id, address } = await registeredIn(store);
  valueIn(await store.requestReset({ address, at, notAfter: 0 }));
  const reset = { customerId: id, hash: unique('reset'), expiresAt: at + 1, retryAt: at };
  valueIn(await store.issueReset({ address, ...reset }));
  return id;
}

async function placeOrders(
  store: Store,
  { common, rare }: SampleLedger['skus'],
): Promise<SampleLedger['orders']> {
  const one = [{ sku: common, quantity: 1 }];
  const both = [
    { sku: common, quantity: 2 },
    { sku: rare, quantity: 1 },
  ];
  const gone = await reserved(store, [{ sku: rare, quantity: 2 }], { holdExpiresAt: 1_000 });
  valueIn(await store.expireHolds({ at: 1_000, limit: 10 }));
  const first = await confirmed(store, both, { claim: claim('confirmed') });
  await workOff(store, first);
  const orders = {
    confirmed: first,
    second: await confirmed(store, [{ sku: rare, quantity: 1 }]),
    failed: await reserved(store, one, { claim: claim('failed') }),
    cancelled: await confirmed(store, one),
    gone,
    parked: await reserved(store, one, { claim: claim('parked') }),
    pending: await reserved(store, one, { claim: claim('pending') }),
    used: await limited(store, common),
    claiming: await limited(store, common),
    returned: await limited(store, common),
    partly: await confirmed(store, both),
    whole: await confirmed(store, both),
    owing: await confirmed(store, one),
  };
  valueIn(await store.confirm(confirmation(orders.used)));
  valueIn(await store.fail(failure(orders.returned)));
  const answer = { status: 402, body: '{}' };
  valueIn(await store.fail(failure(orders.failed, { answer })));
  valueIn(await store.cancelConfirmed(cancellation(orders.cancelled, at)));
  await refundMade(store, orders.cancelled);
  const refused = await store.confirm(confirmation(gone));
  if (refused.ok) throw new Error('the pieces should have been gone');
  const payment = { state: 'refund-pending' as const, reference: 'taken' };
  valueIn(await store.fail(failure(gone, { payment })));
  await refundMade(store, gone);
  const later = { settleAt: at, holdExpiresAt: at, reference: null, nextAction: null };
  valueIn(await store.park({ orderId: orders.parked, spans: [], at, ...later }));
  valueIn(await store.ship({ orderId: orders.second, state: 'delivered', detail: 'Parcel', at }));
  await giveBack(store, orders, { common, rare });
  return orders;
}

/** In part, whole in two helpings with goodwill, and one that the provider has not answered yet. */
async function giveBack(
  store: Store,
  { partly, whole, owing }: SampleLedger['orders'],
  { common, rare }: SampleLedger['skus'],
): Promise<void> {
  const some = { lines: [{ sku: common, quantity: 1 }] };
  valueIn(await store.refund(refund(partly, some)));
  await refundMade(store, partly);
  const first = { lines: [{ sku: rare, quantity: 1 }], goodwill: { amount: 100, reason: 'Late' } };
  valueIn(await store.refund(refund(whole, first, { isRestocked: false })));
  await refundMade(store, whole);
  valueIn(await store.refund(refund(whole, { lines: [{ sku: common, quantity: 2 }] })));
  await refundMade(store, whole, 3);
  valueIn(await store.refund(refund(owing, some, { claim: claim('owing') })));
}

/** Claims one of three uses, the customer's only one, and a third of a budget. */
async function limited(store: Store, sku: string): Promise<string> {
  const customerId = unique('customer');
  const claims = [useOf('sale', 3), useBy(customerId, 'sale', 1), moneyOf('spree', 3)];
  const command = claiming(sku, claims, { customerId });
  valueIn(await store.reserve(command));
  return command.orderId;
}

/** Its tasks come to rest in every way, but for one that waits to be tried again. */
async function workOff(store: Store, orderId: string): Promise<void> {
  const figures = figuresOf(await orderOf(store, orderId));
  const [email] = await claimed(store, { wants: ofEach(1, ['confirmation-email']) });
  const others = await claimed(store, { wants: ofEach(1, ['invoice', 'warehouse', 'analytics']) });
  const [invoice, warehouse, analytics] = others;
  if (!email || !invoice || !warehouse || !analytics) throw new Error('a task was not due');
  const counted = await finished(
    store,
    failed(email),
    resultOf(invoice),
    dead(warehouse),
    resultOf(analytics, { figures }),
  );
  if (counted !== 4) throw new Error(`${counted} results of 4 counted`);
}

async function refundMade(store: Store, orderId: string, attempt = 2): Promise<void> {
  const settled = { orderId, attempt, outcome: 'refunded', payment: 'refunded' as const };
  valueIn(await store.settleAttempt({ ...settled, at, retryAt: null }));
}

function writeBooks(file: string, orders: SampleLedger['orders']): void {
  const apply = openCharges({ file });
  const charge = (key: string, pieces: number, declineCode: string | null = null) => ({
    type: 'charge' as const,
    key,
    amount: PIECE.gross * pieces,
    currency: 'EUR',
    reference: `ref-${key}`,
    declineCode,
    charges: true,
    errorsFirst: 0,
    challenges: false,
    isManual: false,
  });
  const refunded = (charge: string, pieces: number, attempt = 2) => ({
    type: 'refund' as const,
    key: `${charge}.refund.${attempt}`,
    charge,
    amount: PIECE.gross * pieces,
  });
  apply([
    charge(orders.confirmed, 3),
    charge(orders.second, 1),
    charge(orders.failed, 1, 'card_declined'),
    charge(orders.cancelled, 1),
    refunded(orders.cancelled, 1),
    charge(orders.gone, 2),
    refunded(orders.gone, 2),
    charge(orders.parked, 1),
    charge(orders.used, 1),
    charge(orders.partly, 3),
    refunded(orders.partly, 1),
    charge(orders.whole, 3),
    { ...refunded(orders.whole, 1), amount: PIECE.gross + 100 },
    { ...refunded(orders.whole, 2, 3), amount: 2 * PIECE.gross - 100 },
    charge(orders.owing, 1),
  ]);
}
