// What becomes of an order once its payment is known. The customer's own request, a notice of the
// provider and recovery all come through here, in any order and more than once.

import type { OrderState } from '../core/order-states.js';
import { problemOf } from '../core/problems.js';
import type { OrderRefusal, Shortage } from '../core/refusals.js';
import type { Span } from '../core/timeline.js';
import type { Lookup } from '../gateways/payment/provider.js';
import type { ConfirmRefusal, FailCommand } from '../store/store.js';
import { type Shop, seriesAt } from './shop.js';

export type Settled =
  | {
      type: 'confirmed';
      number: string;
      invoiceNumber: string;
      reference: string;
      isCaptured: boolean;
      body: string | null;
    }
  | { type: 'declined'; declineCode: string }
  /** The hold had run out and the pieces are gone: the money goes back. */
  | { type: 'stock-gone'; items: Shortage[] }
  | { type: 'closed'; state: OrderState }
  | { type: 'not-found' }
  | { type: 'storage-unavailable'; detail: string };

/** The code given where the provider never saw a payment. */
export const NOTHING_PAID = 'payment_not_completed';

/** The reference of an order that costs nothing: no provider is asked. */
export const NOTHING_TO_PAY = 'nothing-to-pay';

/** What ends the waiting for a payment, one way or the other. */
export type Known = Exclude<Lookup, { type: 'action-required' }>;
type Paid = Extract<Known, { type: 'captured' | 'authorised' }>;

export function settlePayment(
  shop: Shop,
  orderId: string,
  outcome: Known,
  spans: Span[] = [],
): Promise<Settled> {
  if (outcome.type === 'captured' || outcome.type === 'authorised') {
    return confirm(shop, orderId, outcome, spans);
  }
  const declineCode = outcome.type === 'declined' ? outcome.declineCode : NOTHING_PAID;
  const payment =
    outcome.type === 'declined'
      ? { state: 'declined' as const, declineCode }
      : { state: 'voided' as const };
  return end(shop, orderId, payment, { type: 'declined', declineCode }, spans);
}

async function confirm(
  shop: Shop,
  orderId: string,
  { type, reference }: Paid,
  spans: Span[],
): Promise<Settled> {
  const at = shop.now();
  const isCaptured = type === 'captured';
  const confirmed = await shop.store.confirm({
    orderId,
    reference,
    captureBy: isCaptured ? null : at + shop.settings.captureAfterMs,
    spans,
    at,
    series: seriesAt(shop, at),
  });
  if (confirmed.ok) {
    shop.log.info({ orderId, number: confirmed.value.number }, 'order confirmed');
    return { type: 'confirmed', reference, isCaptured, ...confirmed.value };
  }
  const { refusal } = confirmed;
  if (refusal.type === 'stock-gone') {
    const payment = isCaptured
      ? { state: 'refund-pending' as const, reference }
      : { state: 'voided' as const, isOpen: true };
    return end(shop, orderId, payment, { type: 'stock-gone', items: refusal.items }, spans);
  }
  if (refusal.type === 'order-closed' && keepsNoMoney(refusal.state)) {
    // It was given up before this payment came to light: the money has to go back.
    const operation = isCaptured ? 'refund' : 'void';
    await shop.store.openAttempt({ orderId, operation, at });
  }
  return asSettled(refusal);
}

const keepsNoMoney = (state: OrderState): boolean => state === 'failed' || state === 'cancelled';

async function end(
  shop: Shop,
  orderId: string,
  payment: FailCommand['payment'],
  settled: Extract<Settled, { type: 'declined' | 'stock-gone' }>,
  spans: Span[],
): Promise<Settled> {
  const { status, body } = problemOf(closedAs(settled));
  const failed = await shop.store.fail({
    orderId,
    state: 'failed',
    payment,
    spans,
    at: shop.now(),
    answer: { status, body: JSON.stringify(body) },
  });
  if (!failed.ok) return asSettled(failed.refusal);
  shop.log.info({ orderId, reason: settled.type }, 'order failed');
  return settled;
}

function asSettled(refusal: ConfirmRefusal): Settled {
  if (refusal.type === 'order-closed') return { type: 'closed', state: refusal.state };
  if (refusal.type === 'overloaded') return { type: 'storage-unavailable', detail: refusal.detail };
  return refusal;
}

/** What the customer is told when the order did not come about. */
export function closedAs(settled: Exclude<Settled, { type: 'confirmed' }>): OrderRefusal {
  switch (settled.type) {
    case 'declined':
      return { type: 'payment-declined', declineCode: settled.declineCode };
    case 'stock-gone':
      return { type: 'out-of-stock', items: settled.items };
    case 'closed':
      return { type: 'wrong-state', state: settled.state, detail: `the order is ${settled.state}` };
    case 'not-found':
      throw new Error('an order that was reserved is not there any more');
    case 'storage-unavailable':
      return settled;
  }
}
