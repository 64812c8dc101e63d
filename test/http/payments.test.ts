// Every token of the simulated provider: what the customer is answered, and how the order ends.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { of, type PlacedBody, paidWith } from '../support/http-client.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { readFrom } from '../support/sqlite-store.js';
import { unique } from '../support/store-orders.js';

/** It gives up soon on who falls silent. */
let impatient: TestShop;
/** It waits for who is slow. */
let patient: TestShop;

beforeAll(async () => {
  [impatient, patient] = await Promise.all([
    startShop({ PAYMENT_TIMEOUT_MS: '500' }),
    startShop({ PAYMENT_TIMEOUT_MS: '10000' }),
  ]);
});
afterAll(() => Promise.all([impatient.end(), patient.end()]));

interface Paid {
  status: number;
  body: PlacedBody;
  sku: string;
  /** As an operator sees it. */
  order: PlacedBody;
}

async function pay({ client }: TestShop, token: string): Promise<Paid> {
  const sku = unique(token.toUpperCase());
  await client.stocked(sku, 5);
  const { status, body } = await client.place(paidWith(token, of(sku, 2)));
  const order = (await client.orders('?limit=100')).find(({ lines }) => lines[0]?.sku === sku);
  return { status, body, sku, order: order as PlacedBody };
}

/** The provider's own books. */
const charged = ({ dataDir }: TestShop, orderId: string) =>
  readFrom(join(dataDir, 'simulated-payments.db'), (db) =>
    db
      .prepare<[string], { state: string; amount: number; refunds: number }>(
        'select state, amount, refunds from charges where key = ?',
      )
      .get(orderId),
  );

describe('a payment that is answered at once', () => {
  test('tok_approve: 201, confirmed, charged once and in full', async () => {
    const { status, body, sku, order } = await pay(impatient, 'tok_approve');

    expect(status).toBe(201);
    expect(order).toMatchObject({ id: body.id, state: 'confirmed' });
    expect(await impatient.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
    expect(charged(impatient, order.id)).toEqual({
      state: 'captured',
      amount: body.totals.total,
      refunds: 0,
    });
  });

  const declines = [
    ['tok_decline', 'card_declined'],
    ['tok_insufficient_funds', 'insufficient_funds'],
    ['tok_that_nobody_knows', 'invalid_token'],
  ] as const;
  for (const [token, declineCode] of declines) {
    test(`${token}: 402 with its code, failed, stock released`, async () => {
      const { status, body, sku, order } = await pay(impatient, token);

      expect(status).toBe(402);
      expect(body).toEqual({
        type: '/problems/payment-declined',
        title: expect.any(String),
        status: 402,
        declineCode,
      });
      expect(order).toMatchObject({
        state: 'failed',
        number: null,
        payment: { state: 'declined', declineCode },
      });
      expect(await impatient.client.stock(sku)).toEqual({ onHand: 5, reserved: 0 });
      expect(charged(impatient, order.id)).toMatchObject({ state: 'declined' });
    });
  }
});

describe.concurrent('a payment whose outcome is not known', () => {
  test('tok_timeout_charged: 202 with the stock held, confirmed by itself', async () => {
    const { status, body, sku } = await pay(impatient, 'tok_timeout_charged');

    expect(status).toBe(202);
    expect(body).toMatchObject({
      state: 'payment-pending',
      number: null,
      invoice: null,
      payment: { state: 'unknown' },
    });
    const order = await settled(impatient, body.id, 'confirmed');
    expect(order).toMatchObject({ state: 'confirmed', payment: { state: 'captured' } });
    expect(order.number).not.toBeNull();
    expect(await impatient.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
    expect(charged(impatient, body.id)).toMatchObject({ state: 'captured', refunds: 0 });
  });

  for (const token of ['tok_timeout_lost', 'tok_error_forever']) {
    test(`${token}: 202, failed by itself, stock released and nothing taken`, async () => {
      const { status, body, sku } = await pay(impatient, token);

      expect(status).toBe(202);
      expect(body).toMatchObject({ state: 'payment-pending', payment: { state: 'unknown' } });
      const order = await settled(impatient, body.id, 'failed');
      expect(order).toMatchObject({ number: null, payment: { state: 'voided' } });
      expect(await impatient.client.stock(sku)).toEqual({ onHand: 5, reserved: 0 });
      expect(charged(impatient, body.id)).toMatchObject({ state: 'closed' });
    });
  }

  test('is opened by its customer’s token meanwhile', async () => {
    const { body } = await pay(impatient, 'tok_timeout_charged');

    const read = await impatient.client.get(`/v1/orders/${body.id}`, { as: body.accessToken });

    expect(read.status).toBe(200);
    await settled(impatient, body.id, 'confirmed');
  });

  test('tok_slow counts as unknown when it is slower than the shop waits', async () => {
    const { status, body } = await pay(impatient, 'tok_slow');

    expect(status).toBe(202);
    expect(await settled(impatient, body.id, 'confirmed')).toMatchObject({ state: 'confirmed' });
  });
});

describe.concurrent('a payment that takes its time', () => {
  test('tok_slow: 201 when the shop waits for it', async () => {
    const { status, body, sku } = await pay(patient, 'tok_slow');

    expect(status).toBe(201);
    expect(body.state).toBe('confirmed');
    expect(await patient.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
  });

  test('tok_error: 201 after retries under the same key, charged once', async () => {
    const { status, body, sku } = await pay(patient, 'tok_error');

    expect(status).toBe(201);
    expect(body.state).toBe('confirmed');
    expect(charged(patient, body.id)).toEqual({
      state: 'captured',
      amount: body.totals.total,
      refunds: 0,
    });
    expect(await patient.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
  });

  test('tok_webhook_first: 201, confirmed once though it is told three times', async () => {
    const { status, body, sku } = await pay(patient, 'tok_webhook_first');

    expect(status).toBe(201);
    const order = await patient.client.order(body.id);
    expect(order).toMatchObject({ state: 'confirmed', number: body.number });
    expect(await patient.client.stock(sku)).toEqual({ onHand: 3, reserved: 0 });
    expect(charged(patient, body.id)).toMatchObject({ state: 'captured', refunds: 0 });
  });
});
