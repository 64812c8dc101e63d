// A PaymentIntent of Stripe's → what the shop knows of a charge. https://docs.stripe.com/payments/paymentintents/lifecycle

import type Stripe from 'stripe';
import { type ChargeOutcome, type Lookup, ProviderUnavailable } from '../provider.js';

type Declined = Extract<ChargeOutcome, { type: 'declined' }>;

/** Nothing was taken and nothing is under way: it may be confirmed, or cancelled. */
const idle: ReadonlySet<Stripe.PaymentIntent.Status> = new Set([
  'requires_payment_method',
  'requires_confirmation',
  'canceled',
]);

export const isIdle = ({ status }: Stripe.PaymentIntent): boolean => idle.has(status);

/** Stripe's own word for why, such as `insufficient_funds`. */
export const declinedBy = (error: {
  decline_code?: string | null;
  code?: string | null;
}): Declined => ({
  type: 'declined',
  declineCode: error.decline_code ?? error.code ?? 'card_declined',
});

/** The failure that the intent remembers, if any. */
export const lastFailure = ({ last_payment_error }: Stripe.PaymentIntent): Declined | null =>
  last_payment_error ? declinedBy(last_payment_error) : null;

/** @throws ProviderUnavailable while a bank takes its time */
export function outcomeOf(intent: Stripe.PaymentIntent, publishableKey: string): Lookup {
  const { id: reference, status } = intent;
  if (isIdle(intent)) return { type: 'absent' };
  switch (status) {
    case 'succeeded':
      return { type: 'captured', reference };
    case 'requires_capture':
      return { type: 'authorised', reference };
    case 'requires_action':
      return {
        type: 'action-required',
        reference,
        nextAction: nextActionOf(intent, publishableKey),
      };
    default:
      throw new ProviderUnavailable(`the payment is ${status}`);
  }
}

/** The bank's page, and what a storefront needs to show it without leaving its own. */
function nextActionOf(intent: Stripe.PaymentIntent, publishableKey: string) {
  const url = intent.next_action?.redirect_to_url?.url ?? null;
  const { client_secret } = intent;
  return {
    type: url === null ? ('in-page' as const) : ('redirect' as const),
    ...(url === null ? {} : { url }),
    ...(client_secret === null ? {} : { clientSecret: client_secret }),
    ...(publishableKey === '' ? {} : { publishableKey }),
  };
}
