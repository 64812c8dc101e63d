// How Stripe is asked: its failures sorted into what was refused and what is not known, and an
// idempotency key that outlives the answer it was spoilt by.
// https://docs.stripe.com/api/idempotent_requests, https://docs.stripe.com/error-low-level

import Stripe from 'stripe';
import { ProviderUnavailable } from '../provider.js';

/** Keys tried where Stripe has kept an internal error as the answer to a key. */
const SPOILT_KEYS_MAX = 3;

/**
 * Stripe keeps the first answer to a key, an internal error too, and gives it again for a day. What
 * ended so had no effect that counts, so the same is asked for under the next key of a fixed row: who
 * repeats it later goes the same way and comes to the same end.
 */
export async function underKey<Answer>(
  key: string,
  call: (idempotencyKey: string) => Promise<Answer>,
): Promise<Answer> {
  for (let spoilt = 0; ; spoilt += 1) {
    try {
      return await call(spoilt === 0 ? key : `${key}.${spoilt}`);
    } catch (error) {
      if (!isSpoilt(error) || spoilt === SPOILT_KEYS_MAX) throw error;
    }
  }
}

const isSpoilt = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError &&
  (error.statusCode ?? 0) >= 500 &&
  error.headers?.['idempotent-replayed'] === 'true';

/** An answer that says no, and means it: the card, or the request itself. */
export const isRefusal = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Stripe.errors.StripeCardError ||
  (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode !== 409);

/** Asked for again with other parameters than at first, as after a change of settings. */
export const isOtherRequest = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode !== 409;

export const isUnexpectedState = (error: unknown): boolean =>
  isRefusal(error) && error.code === 'payment_intent_unexpected_state';

/** In words that may be logged: Stripe's messages name no card, but may quote what they were sent. */
export function reasonFor(error: unknown): string {
  if (!(error instanceof Stripe.errors.StripeError)) return 'no answer';
  const { type, code, statusCode, requestId } = error;
  const facts = [type, code, statusCode, requestId].filter((fact) => fact !== undefined);
  return `stripe: ${facts.join(' ')}`;
}

export async function available<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProviderUnavailable) throw error;
    throw new ProviderUnavailable(reasonFor(error));
  }
}

/** The SDK knows a time-out but no signal: who waits no longer goes on without the answer. */
export function within<Answer>(signal: AbortSignal, call: Promise<Answer>): Promise<Answer> {
  if (signal.aborted) return late(call);
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(late(call));
    signal.addEventListener('abort', giveUp, { once: true });
    call.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

function late(call: Promise<unknown>): Promise<never> {
  call.catch(() => {});
  return Promise.reject(new ProviderUnavailable('no answer in time'));
}
