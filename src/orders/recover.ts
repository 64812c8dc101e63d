// Recovery: brings to an end whatever a crash, a silent provider or an expired hold has left open.
// It runs at start, over everything, and while the engine runs, over what is due.

import type { KnownCharge, PaymentProvider } from '../gateways/payment/provider.js';
import type { OpenAttempt, PendingPayment } from '../store/store.js';
import { type Known, NOTHING_TO_PAY, settlePayment } from './settle-payment.js';
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
  await settleUntried(shop, later);
  await recover(shop);
  return seen.size;
}

/** Refunds and voids that a process recorded and died before it could ask for them. */
async function settleUntried(shop: Shop, later: number): Promise<void> {
  const open = await shop.store.openAttempts({ dueAt: later, limit: 10_000 });
  const untried = open.filter(({ tries }) => tries === 0);
  for (let from = 0; from < untried.length; from += ROUND_MAX) {
    const round = untried.slice(from, from + ROUND_MAX);
    await Promise.all(round.map((attempt) => settleAttempt(shop, attempt)));
  }
}

async function settlePending(shop: Shop, payment: PendingPayment): Promise<void> {
  const { orderId, createdAt } = payment;
  try {
    const outcome = await askProvider(shop, payment);
    if (outcome !== null) await settlePayment(shop, orderId, outcome);
    else await awaitCustomer(shop, payment);
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

/** A provider has said that something has changed: what it is, is asked for. */
export async function lookAgain(shop: Shop, orderId: string): Promise<void> {
  const payment = await shop.store.pendingPayment(orderId);
  if (payment) await settlePending(shop, payment);
}

/**
 * What the provider has not seen is closed first, so that it cannot see it later; so is what the
 * customer has left undone for as long as a hold lasts. `null` while they may still do it.
 */
async function askProvider(shop: Shop, payment: PendingPayment): Promise<Known | null> {
  const { method, amount, createdAt } = payment;
  if (amount === 0) return { type: 'captured', reference: NOTHING_TO_PAY };
  const provider = providerOf(shop, method);
  const charge = chargeOf(payment, amount);
  const known = await provider.lookup(charge);
  if (known.type === 'action-required') {
    return shop.now() < actionEndsAt(shop, createdAt) ? null : provider.close(charge);
  }
  return known.type === 'absent' ? provider.close(charge) : known;
}

const chargeOf = (
  { orderId, currency, reference, createdAt }: PendingPayment | OpenAttempt,
  amount: number,
): KnownCharge => ({ key: orderId, amount, currency, reference, createdAt });

const actionEndsAt = ({ settings }: Shop, createdAt: number): number =>
  createdAt + settings.holdTtlMs;

async function awaitCustomer(shop: Shop, { orderId, createdAt, tries }: PendingPayment) {
  const settleAt = Math.min(shop.now() + backoffMs(tries), actionEndsAt(shop, createdAt));
  await shop.store.postpone({ orderId, settleAt });
}

/** The stock cannot wait longer. The charge is still to be closed, whenever the provider is back. */
async function giveUp(shop: Shop, orderId: string, reason: string): Promise<void> {
  const gone: Known = { type: 'absent' };
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
    if (operation === 'capture') {
      const outcome = await take(shop, provider, open);
      const payment = outcome === 'captured' ? outcome : ('capture-failed' as const);
      await shop.store.settleAttempt({ ...settled, outcome, payment, retryAt: null });
      return;
    }
    const closed = await provider.close(chargeOf(open, open.total));
    const isTooLate = closed.type === 'captured';
    const outcome = isTooLate ? closed.type : 'voided';
    await shop.store.settleAttempt({ ...settled, outcome, payment: 'voided', retryAt: null });
    if (isTooLate) await settlePayment(shop, orderId, closed);
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
  open: OpenAttempt,
): Promise<'refunded' | 'declined'> {
  const { orderId, attempt, amount, currency } = open;
  // An order that cost nothing was never charged.
  if (amount === 0) return 'refunded';
  // What is only authorised has to be taken before a part of it can go back.
  const capture = await openCaptureOf(shop, orderId);
  if (capture) await settleAttempt(shop, capture);
  if (await openCaptureOf(shop, orderId)) throw new Error('the payment is not captured yet');
  const patience = AbortSignal.timeout(shop.settings.paymentTimeoutMs);
  const key = `${orderId}.refund.${attempt}`;
  const charge = chargeOf(open, open.total);
  const isRepeated = open.tries > 0;
  const outcome = await provider.refund({ charge, key, amount, isRepeated }, patience);
  if (outcome.type === 'declined') {
    const fields = { orderId, amount, currency, declineCode: outcome.declineCode };
    shop.log.warn(fields, 'the provider gives no money back: it has to be paid by other means');
  }
  return outcome.type;
}

const openCaptureOf = async (shop: Shop, orderId: string): Promise<OpenAttempt | undefined> =>
  (await shop.store.openAttemptsOf(orderId)).find(({ operation }) => operation === 'capture');

/** The goods have left, or the authorisation is about to run out. */
async function take(
  shop: Shop,
  provider: PaymentProvider,
  open: OpenAttempt,
): Promise<'captured' | 'declined'> {
  const { orderId, amount } = open;
  const patience = AbortSignal.timeout(shop.settings.paymentTimeoutMs);
  const outcome = await provider.capture(chargeOf(open, amount), patience);
  if (outcome.type === 'declined') {
    const fields = { orderId, amount, declineCode: outcome.declineCode };
    shop.log.warn(fields, 'what was authorised cannot be captured: the order is not paid');
  }
  return outcome.type;
}

/** Settles what is to go back of one order now, so that whoever asked for it sees how it ended. */
export async function settleAttemptsOf(shop: Shop, orderId: string): Promise<void> {
  const open = await shop.store.openAttemptsOf(orderId);
  const back = open.filter(({ operation }) => operation !== 'capture');
  await Promise.all(back.map((attempt) => settleAttempt(shop, attempt)));
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
