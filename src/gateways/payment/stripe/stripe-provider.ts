// Stripe, through its own SDK. A charge takes two calls, so that it can always be found again:
//
//   create (idempotency key: the order's id) ─→ confirm with the customer's payment method
//
// The first says nothing of the customer, so anybody can repeat it, recovery after a crash too: Stripe
// answers it with the same PaymentIntent, and that is then retrieved. Nothing is ever charged but by
// confirming that one intent, and an intent is charged once at most. https://docs.stripe.com/api/payment_intents

import Stripe from 'stripe';
import {
  type Charge,
  type KnownCharge,
  type PaymentProvider,
  ProviderUnavailable,
} from '../provider.js';
import { stripeAmount } from './amounts.js';
import { declinedBy, isIdle, lastFailure, outcomeOf } from './intents.js';
import { noticeReader } from './notices.js';
import {
  available,
  isOtherRequest,
  isRefusal,
  isUnexpectedState,
  reasonFor,
  underKey,
  within,
} from './stripe-calls.js';
import { refunding } from './stripe-refunds.js';

export interface StripeProviderOptions {
  secretKey: string;
  webhookSecret: string;
  /** Handed to the storefront with what the customer has to do. */
  publishableKey: string;
  /** Where Stripe is asked. */
  apiUrl: string;
  capture: 'automatic' | 'manual';
  timeoutMs: number;
  /** How often the SDK asks again by itself, under the same key. */
  maxNetworkRetries?: number;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** A key is forgotten after a day: beyond this a charge is searched for instead of asked for again. */
const KEY_GOOD_MS = 23 * 3_600_000;

/** What a token is, by how it begins. */
const tokenFields: readonly [prefix: string, field: 'payment_method' | 'confirmation_token'][] = [
  ['pm_', 'payment_method'],
  ['ctoken_', 'confirmation_token'],
];

const NETWORK_RETRIES = 2;

/** Amounts that cannot be charged, and tokens that are none, are declined in these words. */
const AMOUNT_NOT_CHARGEABLE = 'amount_not_chargeable';
const INVALID_TOKEN = 'invalid_token';

export function stripeProvider(options: StripeProviderOptions): PaymentProvider {
  const { capture, publishableKey } = options;
  const stripe = client(options);
  const intents = finding(stripe, options);
  const toOutcome = (intent: Stripe.PaymentIntent) => outcomeOf(intent, publishableKey);

  const confirmed = async (
    intent: Stripe.PaymentIntent,
    payment: Stripe.PaymentIntentConfirmParams,
  ): Promise<Stripe.PaymentIntent> => {
    try {
      return await stripe.paymentIntents.confirm(intent.id, payment);
    } catch (error) {
      // It was confirmed before, by an attempt whose answer was lost.
      if (!isUnexpectedState(error)) throw error;
      return stripe.paymentIntents.retrieve(intent.id);
    }
  };

  return {
    name: 'stripe',

    charge: async ({ token, returnUrl, ...charge }, signal) => {
      const field = tokenFields.find(([prefix]) => token.startsWith(prefix))?.[1];
      if (field === undefined) return { type: 'declined', declineCode: INVALID_TOKEN };
      if (stripeAmount(charge.amount, charge.currency) === null) {
        return { type: 'declined', declineCode: AMOUNT_NOT_CHARGEABLE };
      }
      let reference: string | undefined;
      try {
        const created = await within(signal, intents.create(charge));
        reference = created.id;
        const failed = lastFailure(created);
        if (failed) {
          await intents.cancelled(created.id).catch(() => {});
          return failed;
        }
        const intent = isIdle(created)
          ? await within(signal, confirmed(created, { [field]: token, return_url: returnUrl() }))
          : created;
        const outcome = toOutcome(intent);
        if (outcome.type !== 'absent') return outcome;
        return lastFailure(intent) ?? { type: 'declined', declineCode: 'card_declined' };
      } catch (error) {
        if (isRefusal(error)) {
          const declined = declinedBy(error);
          // So that nobody who holds its secret can pay with another card for an order that is over.
          if (reference !== undefined) await intents.cancelled(reference).catch(() => {});
          return declined;
        }
        const reason = error instanceof ProviderUnavailable ? error.message : reasonFor(error);
        return { type: 'unknown', reason, ...(reference === undefined ? {} : { reference }) };
      }
    },

    lookup: (charge) => available(async () => toOutcome(await intents.of(charge))),

    close: (charge) =>
      available(async () => {
        const intent = await intents.of(charge);
        const ended = await intents.cancelled(intent.id);
        if (ended.status === 'succeeded') return { type: 'captured', reference: ended.id };
        if (ended.status !== 'canceled') {
          throw new ProviderUnavailable(`the payment is ${ended.status}`);
        }
        return lastFailure(ended) ?? { type: 'absent' };
      }),

    capture: (charge, signal) =>
      available(async () => {
        const { id, status } = await within(signal, intents.of(charge));
        if (status === 'succeeded') return { type: 'captured' };
        const key = `${charge.key}.capture`;
        try {
          await within(
            signal,
            underKey(key, (idempotencyKey) =>
              stripe.paymentIntents.capture(id, {}, { idempotencyKey }),
            ),
          );
          return { type: 'captured' };
        } catch (error) {
          if (!isRefusal(error)) throw error;
          const now = await stripe.paymentIntents.retrieve(id);
          return now.status === 'succeeded' ? { type: 'captured' } : declinedBy(error);
        }
      }),

    refund: refunding(stripe, intents.of),

    readNotice: noticeReader(stripe, options.webhookSecret),
  };

  function finding(api: Stripe, { now }: StripeProviderOptions) {
    /** As it is now: a repeated call is answered with what was true at the first one. */
    const create = async (charge: Charge): Promise<Stripe.PaymentIntent> => {
      const intent = await underKey(charge.key, (idempotencyKey) =>
        api.paymentIntents.create(
          {
            amount: stripeAmount(charge.amount, charge.currency) ?? charge.amount,
            currency: charge.currency.toLowerCase(),
            capture_method: capture,
            automatic_payment_methods: { enabled: true },
            metadata: { orderId: charge.key },
          },
          { idempotencyKey },
        ),
      );
      const isReplayed = intent.lastResponse.headers['idempotent-replayed'] === 'true';
      return isReplayed ? api.paymentIntents.retrieve(intent.id) : intent;
    };

    /** Found by what was agreed with Stripe first; the search lags behind by a minute or more. */
    const search = async ({ key }: Charge): Promise<Stripe.PaymentIntent> => {
      const query = `metadata['orderId']:'${key.replace(/[\\']/g, '\\$&')}'`;
      const { data } = await api.paymentIntents.search({ query, limit: 2 });
      const [found] = data;
      if (!found) throw new ProviderUnavailable('the payment is not found yet');
      return api.paymentIntents.retrieve(found.id);
    };

    const of = async (charge: KnownCharge): Promise<Stripe.PaymentIntent> => {
      if (charge.reference !== null) return api.paymentIntents.retrieve(charge.reference);
      if (now() - charge.createdAt > KEY_GOOD_MS) return search(charge);
      try {
        return await create(charge);
      } catch (error) {
        if (isOtherRequest(error)) return search(charge);
        throw error;
      }
    };

    /** Cancelled, or what it had come to before it could be. */
    const cancelled = async (id: string): Promise<Stripe.PaymentIntent> => {
      try {
        return await api.paymentIntents.cancel(id);
      } catch (error) {
        if (!isUnexpectedState(error)) throw error;
        return api.paymentIntents.retrieve(id);
      }
    };

    return { create, of, cancelled };
  }
}

function client(options: StripeProviderOptions): Stripe {
  const { secretKey, apiUrl, timeoutMs, maxNetworkRetries = NETWORK_RETRIES } = options;
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
    timeout: timeoutMs,
    maxNetworkRetries,
    telemetry: false,
    appInfo: { name: 'Orderloom' },
  });
}
