// What can go wrong between the shop and Stripe: no fault charges twice, and none leaves it unknown
// for good whether money was taken.

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KnownCharge, ProviderUnavailable } from '../../../src/gateways/payment/provider.js';
import { stripeAmount } from '../../../src/gateways/payment/stripe/amounts.js';
import type { Fault } from '../../support/stripe-server.js';
import { openStripe, type StripeUnderTest } from '../../support/stripe-under-test.js';

let stripe: StripeUnderTest;
beforeAll(async () => {
  stripe = await openStripe();
});
afterAll(() => stripe.close());

const fresh = (): KnownCharge => ({
  key: `order-${randomUUID()}`,
  amount: 2_812,
  currency: 'EUR',
  reference: null,
  createdAt: Date.now(),
});
const requestOf = ({ key, amount, currency }: KnownCharge, token = 'pm_card_visa') => ({
  ...{ key, amount, currency, token },
  returnUrl: () => 'https://shop.example',
});
const within = (ms: number) => AbortSignal.timeout(ms);

/** Asks until the provider knows, as recovery does. */
async function settled(charge: KnownCharge) {
  const provider = stripe.open({ maxNetworkRetries: 0 });
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      const known = await provider.lookup(charge);
      return known.type === 'absent' ? await provider.close(charge) : known;
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) throw error;
    }
  }
  throw new Error('it stayed unknown');
}

describe('an answer that is lost', () => {
  test('after the charge: it is unknown, and found to be captured', async () => {
    const charge = fresh();
    stripe.server.failing('confirm', 'silent');

    const outcome = await stripe.open().charge(requestOf(charge), within(300));
    expect(outcome).toEqual({
      type: 'unknown',
      reason: expect.any(String),
      reference: stripe.server.intentOf(charge.key).id,
    });
    expect(await settled(charge)).toMatchObject({ type: 'captured' });
    expect(stripe.server.taken(charge.key)).toBe(2_812);
  });

  test('of the first call: the same call finds the intent again', async () => {
    const charge = fresh();
    stripe.server.failing('create', 'silent');

    const outcome = await stripe.open().charge(requestOf(charge), within(300));
    expect(outcome).toEqual({ type: 'unknown', reason: 'no answer in time' });
    expect(await settled(charge)).toEqual({ type: 'absent' });
    expect(stripe.server.intentOf(charge.key).status).toBe('canceled');
    expect(stripe.server.taken(charge.key)).toBe(0);
  });

  test('of a refund: asked for again after its key is forgotten, it is found and not made twice', async () => {
    const paid = fresh();
    const provider = stripe.open();
    await provider.charge(requestOf(paid), within(5_000));
    const charge = { ...paid, reference: stripe.server.intentOf(paid.key).id };
    const request = { charge, key: `${charge.key}.refund.2`, amount: 1_000, isRepeated: false };
    stripe.server.failing('refund', 'silent');
    await expect(provider.refund(request, within(300))).rejects.toThrow(ProviderUnavailable);
    stripe.server.forgetKeys();

    const again = await provider.refund({ ...request, isRepeated: true }, within(5_000));
    expect(again).toEqual({ type: 'refunded' });
    expect(stripe.server.taken(charge.key)).toBe(1_812);
  });
});

describe('an internal error that Stripe keeps under a key', () => {
  test.each(['create', 'confirm'])(
    'at %s: the charge succeeds when it is asked for again',
    async (route) => {
      const charge = fresh();
      const provider = stripe.open();
      stripe.server.failing(route, 'error-500');

      expect((await provider.charge(requestOf(charge), within(5_000))).type).toBe('unknown');
      expect((await provider.charge(requestOf(charge), within(5_000))).type).toBe('captured');
      expect(stripe.server.taken(charge.key)).toBe(2_812);
    },
  );
});

describe('a key that is forgotten', () => {
  test('after a day the charge is searched for, and no second one is made', async () => {
    const charge = { ...fresh(), createdAt: Date.now() - 25 * 3_600_000 };
    await stripe.open().charge(requestOf(charge), within(5_000));
    stripe.server.forgetKeys();

    stripe.server.isSearchBehind = true;
    await expect(stripe.open().lookup(charge)).rejects.toThrow(ProviderUnavailable);
    stripe.server.isSearchBehind = false;
    expect((await stripe.open().lookup(charge)).type).toBe('captured');
    expect(stripe.server.intentOf(charge.key).status).toBe('succeeded');
  });

  test('or used with other settings: the charge is searched for', async () => {
    const charge = fresh();
    await stripe.open({ capture: 'manual' }).charge(requestOf(charge), within(5_000));

    expect((await stripe.open({ capture: 'automatic' }).lookup(charge)).type).toBe('authorised');
  });
});

describe('a wrong key of the account', () => {
  test('is unknown rather than declined, and named without the key', async () => {
    const outcome = await stripe
      .open({ secretKey: 'sk_test_of_somebody_else' })
      .charge(requestOf(fresh()), within(5_000));

    expect(outcome).toEqual({ type: 'unknown', reason: expect.stringContaining('401') });
    expect(JSON.stringify(outcome)).not.toContain('sk_test');
  });
});

describe('any faults in any order', () => {
  const fault = fc.constantFrom<Fault>(
    'drop',
    'drop-after',
    'error-500',
    'error-503',
    'rate-limit',
    'lock-timeout',
  );
  const routes = fc.constantFrom('create', 'confirm', 'retrieve', 'cancel');
  const token = fc.constantFrom('pm_card_visa', 'pm_card_chargeDeclinedInsufficientFunds');

  test('charge at most once, and what is said of it in the end is true', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(routes, fault), { maxLength: 6 }),
        token,
        fc.integer({ min: 1, max: 3 }),
        async (faults, card, tries) => {
          stripe.server.clearFaults();
          for (const [route, one] of faults) stripe.server.failing(route, one);
          const charge = fresh();
          const provider = stripe.open({ maxNetworkRetries: 0 });
          const said = [];
          for (let n = 0; n < tries; n += 1) {
            said.push(await provider.charge(requestOf(charge, card), within(5_000)));
          }
          const known = said.find(({ type }) => type !== 'unknown') ?? (await settled(charge));
          const taken = stripe.server.taken(charge.key);
          expect(taken).toBe(known.type === 'captured' ? 2_812 : 0);
          if (card !== 'pm_card_visa') expect(taken).toBe(0);
          stripe.server.clearFaults();
          if (known.type !== 'captured') {
            await settled(charge);
            expect(stripe.server.taken(charge.key)).toBe(0);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('amounts', () => {
  test.each([
    ['EUR', 2_812, 2_812],
    ['JPY', 500, 500],
    ['HUF', 1_045, 1_045],
    ['TWD', 80_045, 80_045],
    ['ISK', 5, 500],
    ['UGX', 5, 500],
    ['MGA', 1_000, 10],
    ['MGA', 1_050, null],
    ['KWD', 5_120, 5_120],
    ['KWD', 5_124, null],
    ['XOF', 700, 700],
  ])('%s %d minor units are %s at Stripe', (currency, amount, expected) => {
    expect(stripeAmount(amount, currency)).toBe(expected);
  });

  test('that Stripe cannot charge exactly are declined before it is asked', async () => {
    const charge = { ...fresh(), currency: 'KWD', amount: 5_124 };
    const outcome = await stripe.open().charge(requestOf(charge), within(5_000));

    expect(outcome).toEqual({ type: 'declined', declineCode: 'amount_not_chargeable' });
    expect(() => stripe.server.intentOf(charge.key)).toThrow('0 intents');
  });
});

describe('notices about nothing of the shop’s', () => {
  test('are taken and pass without effect', async () => {
    const charge = fresh();
    await stripe.open().charge(requestOf(charge), within(5_000));
    const intent = stripe.server.intentOf(charge.key);
    const read = (type: string, own = intent) => {
      const { body, headers } = stripe.server.signed(type, own);
      return stripe.open().readNotice(body, headers);
    };

    expect(read('charge.updated')).toBeNull();
    expect(read('payment_intent.succeeded', { ...intent, metadata: {} })).toBeNull();
    expect(read('payment_intent.payment_failed')).toEqual({
      key: charge.key,
      outcome: { type: 'changed' },
    });
  });
});
