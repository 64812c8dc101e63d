// Stripe's webhooks: verified by the SDK over the bytes as they came, and reduced to which order they
// are about. https://docs.stripe.com/webhooks

import Stripe from 'stripe';
import { InvalidNotice, type Notice, type PaymentProvider, StaleNotice } from '../provider.js';

/** Seconds that a notice may be old, which is the SDK's own default. */
const TOLERANCE_S = 300;

/** Final states are believed as they are told; of all others only that something has changed. */
const outcomes: Readonly<Record<string, (intentId: string) => Notice['outcome']>> = {
  'payment_intent.succeeded': (id) => ({ type: 'captured', reference: id }),
  'payment_intent.amount_capturable_updated': () => ({ type: 'changed' }),
  'payment_intent.payment_failed': () => ({ type: 'changed' }),
  'payment_intent.canceled': () => ({ type: 'changed' }),
};

export const noticeTypes: readonly string[] = Object.keys(outcomes);

export const noticeReader =
  (stripe: Stripe, secret: string): PaymentProvider['readNotice'] =>
  (rawBody, headers) => {
    const event = verified(stripe, secret, rawBody, headers['stripe-signature'] ?? '');
    const read = outcomes[event.type];
    if (!read) return null;
    const intent = event.data?.object as Partial<Stripe.PaymentIntent> | undefined;
    if (typeof intent?.id !== 'string') throw new InvalidNotice('the notice is about no intent');
    // An intent that was made elsewhere, in the dashboard for instance, is none of ours.
    const key = intent.metadata?.orderId;
    return key === undefined ? null : { key, outcome: read(intent.id) };
  };

function verified(
  stripe: Stripe,
  secret: string,
  rawBody: string,
  signature: string,
): Stripe.Event {
  const event = constructed(stripe, secret, rawBody, signature);
  if (typeof event?.type === 'string') return event;
  throw new InvalidNotice(NO_EVENT);
}

const NO_EVENT = 'the notice is no JSON event';

/** The SDK takes any JSON text for an event. */
function constructed(
  stripe: Stripe,
  secret: string,
  rawBody: string,
  signature: string,
): Stripe.Event | null {
  try {
    return stripe.webhooks.constructEvent(rawBody, signature, secret, TOLERANCE_S);
  } catch (error) {
    const { message } = error as Error;
    const isSigned = error instanceof Stripe.errors.StripeSignatureVerificationError;
    // The SDK looks at the signature first: what is stale is genuine.
    if (isSigned && message.startsWith('Timestamp outside')) {
      throw new StaleNotice(`the notice is older than ${TOLERANCE_S} s`);
    }
    const detail = isSigned ? 'the signature is not that of the body' : NO_EVENT;
    throw new InvalidNotice(detail);
  }
}
