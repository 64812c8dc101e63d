// Recovery: brings to an end whatever a crash, a silent provider or an expired hold has left open.
// It runs at start, over everything, and while the engine runs, over what is due.

import type { Lookup, PaymentProvider } from '../gateways/payment/provider.js';
import type { OpenAttempt, PendingPayment } from '../store/store.js';
import { NOTHING_TO_PAY, settlePayment } from './settle-payment.js';
import { providerOf, type Shop } from './shop.js';

/** Rows a round takes up, so that a mass of them cannot crowd out the orders being placed. */
const ROUND_MAX = 200;
const RETRY_MARGIN_MS = 2_000;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 5 * 60_000;

/** One round over what is due at `dueAt`; answers how many rows it took up. */
export async function recover(shop: Shop, dueAt: number = shop.now()): Promise<number> {
  const query = { dueAt, limit: ROUND_MAX };
  const [pending, open] = await Promise.all([
    shop.store.pendingPayments(query),
    shop.store.openAttempts(query),
  ]);
  await Promise.all([
    ...pending.map((payment) => settlePending(shop, payment)),
    ...open.map((attempt) => settleAttempt(shop, attempt)),
  ]);
  await shop.store.expireHolds({ at: shop.now(), limit: ROUND_MAX });
  return pending.length + open.length;
}

/** Everything, due or not: at start nobody else can be working on it. */
export async function recoverAll(shop: Shop): Promise<number> {
  const later = shop.now() + 365 * 24 * 3_600_000;
  const seen = new Set<string>();
  for (;;) {
    const pending = await shop.store.pendingPayments({ dueAt: later, limit: 10_000 });
    const fresh = pending.filter(({ orderId }) => !seen.has(orderId));
    for (const { orderId } of fresh) seen.add(orderId);
    for (let from = 0; from < fresh.length; from += ROUND_MAX) {
      const round = fresh.slice(from, from + ROUND_MAX);
      await Promise.all(round.map((payment) => settlePending(shop, payment)));
    }
    if (fresh.length === 0) break;
  }
  await recover(shop);
  return seen.size;
}

async function settlePending(shop: Shop, payment: PendingPayment): Promise<void> {
  const { orderId, createdAt } = payment;
  try {
    await settlePayment(shop, orderId, await askProvider(shop, payment));
  } catch (error) {
    const reason = (error as Error).message;
    if (shop.now() - createdAt > shop.settings.paymentUnknownMaxMs) {
      await giveUp(shop, orderId, reason);
      return;
    }
    shop.log.warn({ orderId, reason }, 'the payment is still unknown');
    await shop.store.postpone({ orderId, settleAt: shop.now() + backoffMs(payment.tries) });
  }
}

/** What the provider has not seen is closed first, so that it cannot see it later. */
async function askProvider(shop: Shop, payment: PendingPayment): Promise<Lookup> {
  const { orderId, method, amount } = payment;
  if (amount === 0) return { type: 'captured', reference: NOTHING_TO_PAY };
  const provider = providerOf(shop, method);
  const known = await provider.lookup(orderId);
  return known.type === 'absent' ? provider.close(orderId) : known;
}

/** The stock cannot wait longer. The charge is still to be closed, whenever the provider is back. */
async function giveUp(shop: Shop, orderId: string, reason: string): Promise<void> {
  const gone: Lookup = { type: 'absent' };
  await settlePayment(shop, orderId, gone);
  await shop.store.openAttempt({ orderId, operation: 'void', at: shop.now() });
  shop.log.warn({ orderId, reason }, 'a payment stayed unknown for too long and was given up');
}

async function settleAttempt(shop: Shop, open: OpenAttempt): Promise<void> {
  const { orderId, attempt, operation } = open;
  const settled = { orderId, attempt, at: shop.now() };
  try {
    const provider = providerOf(shop, open.method);
    if (operation === 'refund') {
      const outcome = await giveBack(shop, provider, open);
      const payment = outcome === 'refunded' ? ('refunded' as const) : ('refund-failed' as const);
      await shop.store.settleAttempt({ ...settled, outcome, payment, retryAt: null });
      return;
    }
    const closed = await provider.close(orderId);
    const outcome = { outcome: closed.type, payment: 'voided' as const, retryAt: null };
    await shop.store.settleAttempt({ ...settled, ...outcome });
    if (closed.type === 'captured') await settlePayment(shop, orderId, closed);
  } catch (error) {
    shop.log.warn({ orderId, operation, reason: (error as Error).message }, 'will be tried again');
    const retryAt = shop.now() + backoffMs(open.tries);
    await shop.store.settleAttempt({ ...settled, outcome: 'unknown', payment: null, retryAt });
  }
}

/** Under a key of its own, so that several refunds of an order are told apart and none is made twice. */
async function giveBack(
  shop: Shop,
  provider: PaymentProvider,
  { orderId, attempt, amount, currency }: OpenAttempt,
): Promise<'refunded' | 'declined'> {
  // An order that cost nothing was never charged.
  if (amount === 0) return 'refunded';
  const patience = AbortSignal.timeout(shop.settings.paymentTimeoutMs);
  const key = `${orderId}.refund.${attempt}`;
  const outcome = await provider.refund({ charge: orderId, key, amount, currency }, patience);
  if (outcome.type === 'declined') {
    const fields = { orderId, amount, currency, declineCode: outcome.declineCode };
    shop.log.warn(fields, 'the provider gives no money back: it has to be paid by other means');
  }
  return outcome.type;
}

/** Settles what is open for one order now, so that whoever asked for it sees how it ended. */
export async function settleAttemptsOf(shop: Shop, orderId: string): Promise<void> {
  const open = await shop.store.openAttemptsOf(orderId);
  await Promise.all(open.map((attempt) => settleAttempt(shop, attempt)));
}

/** One of them, where others of the order may be somebody else's to wait for. */
export async function settleAttemptOf(shop: Shop, orderId: string, attempt: number): Promise<void> {
  const open = await shop.store.openAttemptsOf(orderId);
  const own = open.find((one) => one.attempt === attempt);
  if (own) await settleAttempt(shop, own);
}

/** Until then a refund is left to the request that recorded it. */
export const refundRetryAt = ({ settings }: Shop, at: number): number =>
  at + settings.paymentTimeoutMs + RETRY_MARGIN_MS;

/** Exponential with full jitter, so that a provider that comes back is not met by all at once. */
function backoffMs(tries: number): number {
  const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(tries, 20));
  return ceiling * (0.5 + Math.random() / 2);
}
