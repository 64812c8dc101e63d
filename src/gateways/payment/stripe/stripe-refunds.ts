// Refunds of a PaymentIntent. https://docs.stripe.com/api/refunds

import type Stripe from 'stripe';
import type { KnownCharge, PaymentProvider, RefundOutcome, RefundRequest } from '../provider.js';
import { stripeAmount } from './amounts.js';
import { declinedBy } from './intents.js';
import { available, isRefusal, underKey, within } from './stripe-calls.js';

type FindIntent = (charge: KnownCharge) => Promise<Stripe.PaymentIntent>;

export function refunding(stripe: Stripe, intentOf: FindIntent): PaymentProvider['refund'] {
  /** Keys are forgotten after a day, refunds are not: whoever asks again looks first. */
  const madeBefore = async (intent: string, key: string): Promise<Stripe.Refund | undefined> => {
    for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: 100 })) {
      if (refund.metadata?.refund === key) return refund;
    }
    return undefined;
  };

  const make = async ({ charge, key, amount, isRepeated }: RefundRequest) => {
    const { id } = await intentOf(charge);
    const made = isRepeated ? await madeBefore(id, key) : undefined;
    if (made) return made;
    const minor = stripeAmount(amount, charge.currency);
    if (minor === null) return null;
    const metadata = { orderId: charge.key, refund: key };
    return underKey(key, (idempotencyKey) =>
      stripe.refunds.create({ payment_intent: id, amount: minor, metadata }, { idempotencyKey }),
    );
  };

  return (request, signal) =>
    available(async () => {
      try {
        return toOutcome(await within(signal, make(request)));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return declinedBy(error);
      }
    });
}

/** `pending` is made: the bank has only not booked it yet. */
function toOutcome(refund: Stripe.Refund | null): RefundOutcome {
  if (refund === null) return { type: 'declined', declineCode: 'amount_not_refundable' };
  const { status, failure_reason } = refund;
  if (status !== 'failed' && status !== 'canceled') return { type: 'refunded' };
  return { type: 'declined', declineCode: failure_reason ?? `refund_${status}` };
}
