// A refund, top to bottom:
//
//   record (what goes back, credit note, stock, attempt: one transaction) → ask the provider → answer
//
// From the record on the refund stands. When the provider does not answer, recovery asks it again
// under the refund's own key, and whoever comes to know first stores the answer for a repeated request.

import { isKept, problemOf } from '../core/problems.js';
import type { RefundRequest } from '../core/refund.js';
import { refundView } from '../core/refund-view.js';
import type { OrderRefusal } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { IdempotencyClaim, KeyTaken, RefundRefusal } from '../store/store.js';
import { refundRetryAt, settleAttemptOf } from './recover.js';
import { type Shop, seriesAt } from './shop.js';

export interface RefundOrder {
  orderId: string;
  request: RefundRequest;
  isRestocked: boolean;
  reason: string;
  claim: IdempotencyClaim | null;
}

/** `body` is JSON text, the very bytes that a repeated key gets. */
export interface RefundAnswer {
  status: number;
  body: string;
  replayed: boolean;
}

type Refused = OrderRefusal | { type: 'not-found' };

export async function refundOrder(
  shop: Shop,
  { orderId, claim, ...refund }: RefundOrder,
): Promise<Result<RefundAnswer, Refused>> {
  const taken = claim && (await shop.store.keyAnswer(claim));
  if (taken) return repeated(taken);
  const at = shop.now();
  const { couponBack } = shop.settings;
  const recorded = await shop.store.refund({
    ...{ orderId, ...refund, claim, at, couponBack },
    retryAt: refundRetryAt(shop, at),
    series: seriesAt(shop, at),
  });
  if (!recorded.ok) return refused(shop, claim, recorded.refusal);
  const { position, attempt } = recorded.value;
  shop.log.info({ orderId, refund: position }, 'refund recorded');
  if (attempt !== null) await settleAttemptOf(shop, orderId, attempt);
  // The first answer to the key stands, though the order may have gone on since.
  const stored = claim && (await shop.store.keyAnswer(claim));
  if (stored?.type === 'answered') return ok({ ...stored.answer, replayed: false });
  const order = await shop.store.order(orderId);
  const made = order?.refunds?.find((one) => one.position === position);
  if (!order || !made) throw new Error(`refund ${position} of ${orderId} was recorded and is gone`);
  return ok({ status: 201, body: JSON.stringify(refundView(order, made)), replayed: false });
}

function repeated(taken: KeyTaken): Result<RefundAnswer, Refused> {
  return taken.type === 'answered' ? ok({ ...taken.answer, replayed: true }) : refuse(taken);
}

async function refused(
  shop: Shop,
  claim: IdempotencyClaim | null,
  refusal: RefundRefusal,
): Promise<Result<RefundAnswer, Refused>> {
  switch (refusal.type) {
    case 'answered':
    case 'request-in-progress':
    case 'idempotency-key-reused':
      return repeated(refusal);
    case 'order-closed':
      return kept(shop, claim, {
        type: 'wrong-state',
        state: refusal.state,
        detail: `nothing can be given back of an order that is ${refusal.state}`,
      });
    default:
      return kept(shop, claim, refusal);
  }
}

/** A refusal is an answer too, and given again to a repeated key. */
async function kept(
  shop: Shop,
  claim: IdempotencyClaim | null,
  refusal: Refused,
): Promise<Result<RefundAnswer, Refused>> {
  const { status, body } = problemOf(refusal);
  if (!claim || !isKept(status)) return refuse(refusal);
  const answer = { status, body: JSON.stringify(body), at: shop.now() };
  const taken = await shop.store.rememberAnswer({ ...claim, ...answer });
  return taken.ok && taken.value ? repeated(taken.value) : refuse(refusal);
}
