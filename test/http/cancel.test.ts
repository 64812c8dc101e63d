// Cancelling before shipping: the pieces come back, and so does the money.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_KEY, of, orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({ PAYMENT_TIMEOUT_MS: '3000' });
});
afterAll(() => shop.end());

const cancel = (id: string, as: string) =>
  shop.client.post<PlacedBody>(`/v1/orders/${id}/cancel`, { as });

/** The order of a customer whose request is still waiting for the provider. */
const pendingOn = (sku: string): Promise<PlacedBody> =>
  until(`a pending order of ${sku}`, async () =>
    (await shop.client.orders('?state=payment-pending')).find(({ lines }) => lines[0]?.sku === sku),
  );

describe('a confirmed order', () => {
  test('is cancelled by its owner: stock back, money back, number kept', async () => {
    const { client } = shop;
    await client.stocked('C-OWNER', 5);
    const { body } = await client.place(orderBody(of('C-OWNER', 2)));
    expect(await client.stock('C-OWNER')).toEqual({ onHand: 3, reserved: 0 });
    await atRest(shop, body.id);

    const cancelled = await cancel(body.id, body.accessToken);

    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      id: body.id,
      number: body.number,
      state: 'cancelled',
      payment: { state: 'refunded', amount: body.payment.amount },
    });
    expect(await client.stock('C-OWNER')).toEqual({ onHand: 5, reserved: 0 });
    expect(await client.order(body.id)).toEqual(cancelled.body);
  });

  test('can be cancelled again with the same answer, and the pieces come back once', async () => {
    const { client } = shop;
    await client.stocked('C-AGAIN', 5);
    const { body } = await client.place(orderBody(of('C-AGAIN', 2)));

    const answers = await Promise.all([1, 2, 3].map(() => cancel(body.id, body.accessToken)));
    const later = await cancel(body.id, body.accessToken);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(later.body).toMatchObject({ state: 'cancelled', payment: { state: 'refunded' } });
    expect(await client.stock('C-AGAIN')).toEqual({ onHand: 5, reserved: 0 });
  });

  test('leaves its pieces to the next customer', async () => {
    const { client } = shop;
    await client.stocked('C-LAST', 1);
    const { body } = await client.place(orderBody(of('C-LAST')));
    expect((await client.place(orderBody(of('C-LAST')))).status).toBe(409);

    await cancel(body.id, body.accessToken);

    expect((await client.place(orderBody(of('C-LAST')))).status).toBe(201);
  });
});

describe('an order that has failed', () => {
  test('cannot be cancelled', async () => {
    const { client } = shop;
    await client.place(paidWith('tok_decline'));
    const [failed] = await client.orders('?state=failed&limit=1');

    const refused = await cancel(failed?.id as string, OPERATOR_KEY);

    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ type: '/problems/wrong-state', state: 'failed' });
  });
});

describe.concurrent('an order that is still being paid', () => {
  test('is cancelled with its money back when the provider had taken it', async () => {
    const { client } = shop;
    await client.stocked('C-SLOW', 5);
    const placing = client.place(paidWith('tok_slow', of('C-SLOW', 2)), { key: 'C-SLOW' });
    const { id } = await pendingOn('C-SLOW');
    expect(await client.stock('C-SLOW')).toEqual({ onHand: 5, reserved: 2 });

    const cancelled = await cancel(id, OPERATOR_KEY);

    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', payment: { state: 'refunded' } });
    expect(await client.stock('C-SLOW')).toEqual({ onHand: 5, reserved: 0 });

    await placing;
    expect(await client.order(id)).toMatchObject({
      state: 'cancelled',
      payment: { state: 'refunded' },
    });
    expect(await client.stock('C-SLOW')).toEqual({ onHand: 5, reserved: 0 });
  });

  test('tells its customer, who waits, that it was cancelled', async () => {
    const { client } = shop;
    await client.stocked('C-TOLD', 5);
    const placing = client.place(paidWith('tok_slow', of('C-TOLD', 2)));
    const { id } = await pendingOn('C-TOLD');

    await cancel(id, OPERATOR_KEY);

    const placed = await placing;
    expect(placed.status).toBe(409);
    expect(placed.body).toMatchObject({ type: '/problems/wrong-state', state: 'cancelled' });
  });

  test('is cancelled for good when nothing was taken: nothing can be from then on', async () => {
    const { client } = shop;
    await client.stocked('C-LOST', 5);
    const placing = client.place(paidWith('tok_timeout_lost', of('C-LOST', 2)));
    const { id } = await pendingOn('C-LOST');

    const cancelled = await cancel(id, OPERATOR_KEY);

    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      state: 'cancelled',
      number: null,
      payment: { state: 'voided' },
    });
    expect(await client.stock('C-LOST')).toEqual({ onHand: 5, reserved: 0 });
    const placed = await placing;
    expect(placed.body).toMatchObject({ state: 'cancelled' });
    expect(await client.order(id)).toEqual(cancelled.body);
  });
});
