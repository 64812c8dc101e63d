// Tries a refund again that the provider refused: the card may be valid again by now, or the shop's
// balance be enough. Recorded first, as every attempt is; the provider is asked under a new key.

import { type RefundView, refundView } from '../core/refund-view.js';
import type { OrderRefusal } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { RetryRefundRefusal } from '../store/store.js';
import { refundRetryAt, settleAttemptOf } from './recover.js';
import type { Shop } from './shop.js';

type Refused = OrderRefusal | { type: 'not-found'; detail: string };

export async function retryRefund(
  shop: Shop,
  orderId: string,
  position: number,
): Promise<Result<RefundView, Refused>> {
  const at = shop.now();
  const retryAt = refundRetryAt(shop, at);
  const recorded = await shop.store.retryRefund({ orderId, position, at, retryAt });
  if (!recorded.ok) return refused(shop, orderId, recorded.refusal);
  shop.log.info({ orderId, refund: position }, 'refund is tried again');
  await settleAttemptOf(shop, orderId, recorded.value.attempt);
  const order = await shop.store.order(orderId);
  const made = order?.refunds?.find((one) => one.position === position);
  if (!order || !made)
    throw new Error(`refund ${position} of ${orderId} was tried again and is gone`);
  return ok(refundView(order, made));
}

async function refused(
  shop: Shop,
  orderId: string,
  refusal: RetryRefundRefusal,
): Promise<Result<RefundView, Refused>> {
  if (refusal.type === 'not-found')
    return refuse({ type: 'not-found', detail: 'the order has no such refund' });
  if (refusal.type !== 'not-failed') return refuse(refusal);
  const order = await shop.store.order(orderId);
  if (!order) throw new Error(`${orderId} has a refund and is gone`);
  const detail = `a refund that is ${refusal.state} cannot be tried again`;
  return refuse({ type: 'wrong-state', state: order.state, detail });
}
