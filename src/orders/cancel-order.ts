// Cancellation before shipping: stock back, money back, and a credit note where there was an invoice.

import { problemOf } from '../core/problems.js';
import type { OrderRefusal } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import { ProviderUnavailable } from '../gateways/payment/provider.js';
import type { CancelCommand, ConfirmRefusal, StoredOrder } from '../store/store.js';
import { refundRetryAt, settleAttemptsOf } from './recover.js';
import { closedAs, settlePayment } from './settle-payment.js';
import { providerOf, type Shop, seriesAt } from './shop.js';

export async function cancelOrder(
  shop: Shop,
  order: StoredOrder,
): Promise<Result<StoredOrder, OrderRefusal>> {
  const cancelled =
    order.state === 'payment-pending'
      ? await cancelPending(shop, order)
      : await shop.store.cancelConfirmed(cancellation(shop, order.id));
  if (!cancelled.ok) return refuse(asOrderRefusal(cancelled.refusal));
  shop.log.info({ orderId: order.id }, 'order cancelled');
  await settleAttemptsOf(shop, order.id);
  return ok((await shop.store.order(order.id)) as StoredOrder);
}

function cancellation(shop: Shop, orderId: string): CancelCommand {
  const at = shop.now();
  const { couponBack } = shop.settings;
  const [series, retryAt] = [seriesAt(shop, at), refundRetryAt(shop, at)];
  return { orderId, at, retryAt, series, reason: CANCELLED, couponBack };
}

/** As the credit note says it. */
const CANCELLED = 'cancelled';

type Cancelled = Result<null, ConfirmRefusal | OrderRefusal>;

/** The charge is closed first: after that nothing can be taken for goods that are not held. */
async function cancelPending(shop: Shop, order: StoredOrder): Promise<Cancelled> {
  const orderId = order.id;
  try {
    const { method, amount, reference } = order.payment;
    const { currency, createdAt } = order;
    const charge = { key: orderId, amount, currency, reference, createdAt };
    const outcome = await providerOf(shop, method).close(charge);
    if (outcome.type !== 'absent') {
      await settlePayment(shop, orderId, outcome);
      return shop.store.cancelConfirmed(cancellation(shop, orderId));
    }
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
    return refuse({ type: 'payment-provider-unavailable', detail: error.message });
  }
  const { status, body } = problemOf(closedAs({ type: 'closed', state: 'cancelled' }));
  return shop.store.fail({
    orderId,
    state: 'cancelled',
    payment: { state: 'voided' },
    spans: [],
    at: shop.now(),
    answer: { status, body: JSON.stringify(body) },
  });
}

function asOrderRefusal(refusal: ConfirmRefusal | OrderRefusal): OrderRefusal {
  switch (refusal.type) {
    case 'order-closed':
      return {
        type: 'wrong-state',
        state: refusal.state,
        detail: `an order that is ${refusal.state} cannot be cancelled`,
      };
    case 'not-found':
    case 'stock-gone':
      throw new Error(`cancelling met ${refusal.type}`);
    default:
      return refusal;
  }
}
