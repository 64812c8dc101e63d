// Pieces are not held for ever while somebody pays.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { of, orderBody, paidWith } from '../support/http-client.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({ HOLD_TTL_MS: '200', PAYMENT_TIMEOUT_MS: '10000' });
});
afterAll(() => shop.end());

/** Waits until the order of a customer who is still paying holds nothing any more. */
async function expired(sku: string): Promise<void> {
  await until(`a pending order of ${sku}`, async () =>
    (await shop.client.orders('?state=payment-pending')).some(({ lines }) => lines[0]?.sku === sku),
  );
  await until('its hold to expire', async () => (await shop.client.stock(sku)).reserved === 0);
  expect(await shop.client.stock(sku)).toEqual({ onHand: 1, reserved: 0 });
}

describe.concurrent('a hold that expires while its customer pays', () => {
  test('lets somebody else have the pieces; who pays too late gets the money back', async () => {
    const { client } = shop;
    await client.stocked('H-GONE', 1);
    const slow = client.place(paidWith('tok_slow', of('H-GONE')), { key: 'H-GONE' });
    await expired('H-GONE');

    const rival = await client.place(orderBody(of('H-GONE')));
    const late = await slow;

    expect(rival.status).toBe(201);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      type: '/problems/out-of-stock',
      items: [{ sku: 'H-GONE', requested: 1, available: 0 }],
    });
    expect(await client.stock('H-GONE')).toEqual({ onHand: 0, reserved: 0 });
    const failed = (await client.orders()).find(
      ({ id, lines }) => id !== rival.body.id && lines[0]?.sku === 'H-GONE',
    );
    const order = await settled(shop, failed?.id as string, 'refunded');
    expect(order).toMatchObject({ state: 'failed', payment: { state: 'refunded' } });
    const again = await client.place(paidWith('tok_slow', of('H-GONE')), { key: 'H-GONE' });
    expect(again.text).toBe(late.text);
  });

  test('is taken anew when nobody else wanted them', async () => {
    const { client } = shop;
    await client.stocked('H-STILL', 1);
    const slow = client.place(paidWith('tok_slow', of('H-STILL')));
    await expired('H-STILL');

    const placed = await slow;

    expect(placed.status).toBe(201);
    expect(await client.stock('H-STILL')).toEqual({ onHand: 0, reserved: 0 });
  });
});

describe('a hold on a payment that is not known', () => {
  test('keeps its pieces from everybody else', async () => {
    const patient = await startShop({ HOLD_TTL_MS: '400', PAYMENT_TIMEOUT_MS: '100' });
    try {
      const { client } = patient;
      await client.stocked('H-UNKNOWN', 1);

      const { status, body } = await client.place(paidWith('tok_timeout_charged', of('H-UNKNOWN')));
      const rival = await client.place(orderBody(of('H-UNKNOWN')));

      expect([status, rival.status]).toEqual([202, 409]);
      await settled(patient, body.id, 'confirmed');
      expect(await client.stock('H-UNKNOWN')).toEqual({ onHand: 0, reserved: 0 });
    } finally {
      await patient.end();
    }
  });
});
