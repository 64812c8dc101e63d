// A shop that is paid through Stripe: orders, 3-D Secure, manual capture, notices in any order.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_KEY, of, orderBody, type PlacedBody } from '../support/http-client.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { unique } from '../support/store-orders.js';
import { StripeServer } from '../support/stripe-server.js';
import { until } from '../support/until.js';

interface StripeShop extends TestShop {
  stripe: StripeServer;
}

async function startStripeShop(settings: Record<string, string> = {}): Promise<StripeShop> {
  const stripe = new StripeServer();
  const shop = await startShop({
    STRIPE_API_URL: await stripe.listen(),
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_PUBLISHABLE_KEY: 'pk_test_12345678',
    PAYMENT_TIMEOUT_MS: '1000',
    ...settings,
  });
  const end = async () => {
    await shop.end();
    await stripe.close();
  };
  return { ...shop, end, stripe };
}

const deliver = ({ client }: TestShop, sent: { body: string; headers: Record<string, string> }) =>
  client.post('/v1/webhooks/payments/stripe', sent);

/** Stripe sends its notices to the shop from here on. */
const notified = (shop: StripeShop) => {
  shop.stripe.notify = (body, headers) => deliver(shop, { body, headers });
};

async function pay(shop: StripeShop, token: string) {
  const sku = unique('STRIPE');
  await shop.client.stocked(sku, 5);
  const body = { ...orderBody(of(sku, 2)), payment: { method: 'stripe', token } };
  const answer = await shop.client.place(body);
  return { ...answer, sku };
}

let shop: StripeShop;
let hasty: StripeShop;
let manual: StripeShop;
beforeAll(async () => {
  [shop, hasty, manual] = await Promise.all([
    startStripeShop(),
    startStripeShop({ HOLD_TTL_MS: '300' }),
    startStripeShop({ PAYMENT_CAPTURE: 'manual' }),
  ]);
});
afterAll(() => Promise.all([shop.end(), hasty.end(), manual.end()]));

describe('an order that is paid through Stripe', () => {
  test('is confirmed with the intent as its reference', async () => {
    const { status, body, sku } = await pay(shop, 'pm_card_visa');

    expect(status).toBe(201);
    const intent = shop.stripe.intentOf(body.id);
    expect(body.payment).toEqual({
      method: 'stripe',
      state: 'captured',
      amount: body.totals.total,
      reference: intent.id,
    });
    expect(intent).toMatchObject({
      amount: body.totals.total,
      currency: 'eur',
      status: 'succeeded',
    });
    expect(await shop.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
  });

  test('is refused with the code of the card, and the intent is closed', async () => {
    const { status, body, sku } = await pay(shop, 'pm_card_chargeDeclinedInsufficientFunds');

    expect(status).toBe(402);
    expect(body).toMatchObject({ declineCode: 'insufficient_funds' });
    expect(await shop.client.stock(sku)).toEqual({ onHand: 5, reserved: 0 });
    const [failed] = await shop.client.orders('?state=failed');
    expect(shop.stripe.intentOf((failed as PlacedBody).id).status).toBe('canceled');
  });

  test('settles by itself where the answer is lost', async () => {
    shop.stripe.failing('confirm', 'silent');
    const { status, body } = await pay(shop, 'pm_card_visa');

    expect(status).toBe(202);
    const order = await settled(shop, body.id, 'confirmed');
    expect(order.payment).toMatchObject({ state: 'captured' });
    expect(shop.stripe.taken(body.id)).toBe(body.totals.total);
  });

  test('goes back whole when it is cancelled, and in parts when it is refunded', async () => {
    const cancelled = await pay(shop, 'pm_card_visa');
    const answer = await shop.client.post<PlacedBody>(`/v1/orders/${cancelled.body.id}/cancel`, {
      as: OPERATOR_KEY,
    });
    expect(answer.body.payment.state).toBe('refunded');
    expect(shop.stripe.taken(cancelled.body.id)).toBe(0);

    const { body, sku } = await pay(shop, 'pm_card_visa');
    const refund = { lines: [{ sku, quantity: 1 }], reason: 'broken' };
    await shop.client.post(`/v1/orders/${body.id}/refunds`, { as: OPERATOR_KEY, body: refund });
    const order = await shop.client.order(body.id);
    expect(order.payment.state).toBe('partially-refunded');
    expect(shop.stripe.taken(body.id)).toBe(body.totals.total - (order.refunds?.[0]?.amount ?? 0));
  });
});

describe('3-D Secure', () => {
  test('answers 202 with what the customer has to do, and holds the stock meanwhile', async () => {
    const { status, body, sku } = await pay(shop, 'pm_card_threeDSecure2Required');

    expect(status).toBe(202);
    expect(body.state).toBe('payment-pending');
    const intent = shop.stripe.intentOf(body.id);
    const nextAction = {
      type: 'redirect',
      url: `https://hooks.stripe.com/3d_secure_2/${intent.id}`,
      clientSecret: intent.client_secret,
      publishableKey: 'pk_test_12345678',
    };
    expect(body.payment).toMatchObject({ state: 'action-required', nextAction });
    expect((await shop.client.order(body.id)).payment).toEqual(body.payment);
    expect(intent.next_action?.redirect_to_url.return_url).toContain(`/orders/${body.id}?token=`);
    expect(await shop.client.stock(sku)).toEqual({ onHand: 5, reserved: 2 });
  });

  test('ends in a confirmed order once the notice comes, twice and early as it may be', async () => {
    const { body, sku } = await pay(shop, 'pm_card_threeDSecure2Required');
    await shop.stripe.authenticate(body.id, true);
    const notice = shop.stripe.signed('payment_intent.succeeded', shop.stripe.intentOf(body.id));
    // A notice of a state that has long passed comes in between.
    const late = shop.stripe.signed('payment_intent.payment_failed', shop.stripe.intentOf(body.id));

    const answers = await Promise.all([
      deliver(shop, notice),
      deliver(shop, late),
      deliver(shop, notice),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    const order = await shop.client.order(body.id);
    expect(order).toMatchObject({ state: 'confirmed', payment: { state: 'captured' } });
    expect(order.payment.nextAction).toBeUndefined();
    expect(await shop.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
  });

  test('ends in a failed order, and nothing charged, once the customer has failed it', async () => {
    const { body, sku } = await pay(shop, 'pm_card_threeDSecure2Required');
    await shop.stripe.authenticate(body.id, false);
    await deliver(
      shop,
      shop.stripe.signed('payment_intent.payment_failed', shop.stripe.intentOf(body.id)),
    );

    expect(await shop.client.order(body.id)).toMatchObject({
      state: 'failed',
      payment: { state: 'declined', declineCode: 'payment_intent_authentication_failure' },
    });
    expect(shop.stripe.intentOf(body.id).status).toBe('canceled');
    expect(await shop.client.stock(sku)).toEqual({ onHand: 5, reserved: 0 });
  });

  test('is given up when the hold is over: the stock is free, and the intent closed', async () => {
    const { body, sku } = await pay(hasty, 'pm_card_threeDSecure2Required');
    expect(body.payment.state).toBe('action-required');

    const order = await settled(hasty, body.id, 'failed');
    expect(order.payment).toMatchObject({ state: 'voided' });
    expect(hasty.stripe.intentOf(body.id).status).toBe('canceled');
    expect(await hasty.client.stock(sku)).toEqual({ onHand: 5, reserved: 0 });
  });

  test('that is cancelled by the customer charges nothing', async () => {
    const { body } = await pay(shop, 'pm_card_threeDSecure2Required');
    const answer = await shop.client.post<PlacedBody>(`/v1/orders/${body.id}/cancel`, {
      as: OPERATOR_KEY,
    });

    expect(answer.body).toMatchObject({ state: 'cancelled', payment: { state: 'voided' } });
    expect(shop.stripe.intentOf(body.id).status).toBe('canceled');
  });
});

describe('manual capture', () => {
  const shipped = (id: string) =>
    manual.engine.shop.store.ship({
      orderId: id,
      state: 'shipped',
      detail: null,
      at: Date.now(),
    });

  test('authorises with the order and takes the money when it ships', async () => {
    notified(manual);
    const { status, body } = await pay(manual, 'pm_card_visa');
    expect(status).toBe(201);
    expect(body.payment.state).toBe('authorised');
    expect(manual.stripe.taken(body.id)).toBe(0);

    await shipped(body.id);
    const order = await settled(manual, body.id, 'captured');
    expect(order).toMatchObject({ state: 'shipped', payment: { state: 'captured' } });
    expect(manual.stripe.taken(body.id)).toBe(body.totals.total);
  });

  test('releases what was authorised when the order is cancelled', async () => {
    const { body } = await pay(manual, 'pm_card_visa');
    const answer = await manual.client.post<PlacedBody>(`/v1/orders/${body.id}/cancel`, {
      as: OPERATOR_KEY,
    });

    expect(answer.body).toMatchObject({ state: 'cancelled', payment: { state: 'voided' } });
    expect(answer.body.refunds).toMatchObject([{ state: 'refunded' }]);
    expect(manual.stripe.intentOf(body.id).status).toBe('canceled');
    expect(manual.stripe.refunds.filter(({ metadata }) => metadata.orderId === body.id)).toEqual(
      [],
    );
  });

  test('takes all before a part goes back', async () => {
    const { body, sku } = await pay(manual, 'pm_card_visa');
    const refund = { lines: [{ sku, quantity: 1 }], reason: 'broken' };
    await manual.client.post(`/v1/orders/${body.id}/refunds`, { as: OPERATOR_KEY, body: refund });

    const order = await manual.client.order(body.id);
    expect(order.payment.state).toBe('partially-refunded');
    expect(manual.stripe.taken(body.id)).toBe(
      body.totals.total - (order.refunds?.[0]?.amount ?? 0),
    );
  });

  test('says so where the authorisation has run out before', async () => {
    const { body } = await pay(manual, 'pm_card_visa');
    await manual.stripe.expire(body.id);
    await shipped(body.id);

    const order = await settled(manual, body.id, 'capture-failed');
    expect(order).toMatchObject({ state: 'shipped', payment: { state: 'capture-failed' } });
  });

  test('asks again where Stripe does not answer, and takes it once', async () => {
    const { body } = await pay(manual, 'pm_card_visa');
    manual.stripe.failing('capture', 'silent', 'error-500');
    await shipped(body.id);

    await settled(manual, body.id, 'captured');
    expect(manual.stripe.taken(body.id)).toBe(body.totals.total);
  });

  test('holds for the simulated provider too', async () => {
    const sku = unique('SIMULATED');
    await manual.client.stocked(sku, 5);
    const { body } = await manual.client.place(orderBody(of(sku, 1)));
    expect(body.payment.state).toBe('authorised');

    await shipped(body.id);
    expect((await settled(manual, body.id, 'captured')).payment.state).toBe('captured');
  });
});

describe('the notices of Stripe', () => {
  test('count when they overtake the answer', async () => {
    notified(shop);
    const { status, body } = await pay(shop, 'pm_card_visa');
    shop.stripe.notify = () => {};

    expect(status).toBe(201);
    expect((await shop.client.order(body.id)).state).toBe('confirmed');
  });

  test('are refused with a type each when they are forged, and when they are stale', async () => {
    const { body } = await pay(shop, 'pm_card_visa');
    const intent = shop.stripe.intentOf(body.id);
    const fresh = shop.stripe.signed('payment_intent.succeeded', intent);
    const forged = { ...fresh, body: fresh.body.replace('succeeded', 'canceled') };
    const stale = shop.stripe.signed('payment_intent.succeeded', intent, Date.now() - 600_000);

    const answers = await Promise.all([forged, stale].map((sent) => deliver(shop, sent)));
    expect(answers.map(({ status, body: { type } }) => [status, type])).toEqual([
      [401, '/problems/invalid-signature'],
      [401, '/problems/stale-notice'],
    ]);
  });

  test.each([
    'null',
    '',
    '[]',
    '1',
    '{"object":"event","type":"payment_intent.succeeded"}',
    '{"object":"event","type":"payment_intent.succeeded","data":{"object":{"metadata":{}}}}',
  ])('that are signed and say nothing are refused: %s', async (text) => {
    const answer = await deliver(shop, shop.stripe.signedText(text));
    expect([answer.status, answer.body.type]).toEqual([401, '/problems/invalid-signature']);
  });

  test('of other orders are nobody’s business, and are not sent again', async () => {
    const { body } = await pay(shop, 'pm_card_visa');
    const intent = { ...shop.stripe.intentOf(body.id), metadata: {} as Record<string, string> };

    expect(
      (await deliver(shop, shop.stripe.signed('payment_intent.succeeded', intent))).status,
    ).toBe(204);
  });

  test('bring the money back where the order was given up before', async () => {
    const { body } = await pay(hasty, 'pm_card_threeDSecure2Required');
    await settled(hasty, body.id, 'failed');
    // As if the cancellation and the customer’s yes had crossed.
    const intent = hasty.stripe.intentOf(body.id);
    intent.status = 'requires_action';
    await hasty.stripe.authenticate(body.id, true);
    await deliver(hasty, hasty.stripe.signed('payment_intent.succeeded', intent));

    await until('the refund', () => hasty.stripe.taken(body.id) === 0);
    expect((await settled(hasty, body.id, 'refunded')).state).toBe('failed');
  });
});

describe('the simulated bank', () => {
  test('asks on a page of its own, and takes the customer back to their order', async () => {
    const sku = unique('BANK');
    await shop.client.stocked(sku, 5);
    const order = { ...orderBody(of(sku, 1)), payment: { method: 'simulated', token: 'tok_3ds' } };
    const { status, body } = await shop.client.place(order);
    expect(status).toBe(202);
    const { url } = body.payment.nextAction as { url: string };
    const page = await fetch(url);
    expect(await page.text()).toContain('Is this you?');

    const answer = await fetch(`${url}/approve`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain(`/orders/${body.id}?token=`);
    expect((await shop.client.order(body.id)).state).toBe('confirmed');
  });
});
