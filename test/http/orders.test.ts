// Placing an order, and what is answered.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_KEY, of, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
  await shop.client.stocked('IN-CROWNS', 5, { SEK: '100' });
});
afterAll(() => shop.end());

describe('an order that is paid', () => {
  test('is answered 201 with its place and every field of the contract', async () => {
    const { client } = shop;
    const before = await client.stock('MUG-BLUE');

    const placed = await client.place(
      orderBody({ ...of('MUG-BLUE', 2), coupons: ['WELCOME10'], shippingMethod: 'standard' }),
    );

    expect(placed.status).toBe(201);
    expect(placed.headers['content-type']).toMatch(/^application\/json/);
    expect(placed.headers.location).toBe(`/v1/orders/${placed.body.id}`);
    expect(placed.body).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      number: expect.stringMatching(/^\d{4}-\d{6}$/),
      state: 'confirmed',
      currency: 'EUR',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      customer: { email: 'customer@example.com', name: 'Example Customer' },
      priceBasis: 'gross',
      lines: [
        {
          sku: 'MUG-BLUE',
          name: 'Mug, blue',
          quantity: 2,
          unitPrice: 1290,
          discount: 258,
          gross: 2322,
          taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 1951, amount: 371 }],
        },
      ],
      discounts: [
        {
          promotion: 'welcome10',
          name: '10 % off for new customers',
          coupon: 'WELCOME10',
          amount: 258,
        },
      ],
      shipping: {
        method: 'standard',
        gross: 490,
        taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 412, amount: 78 }],
      },
      taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 2363, amount: 449 }],
      totals: {
        subtotal: 2580,
        discount: 258,
        shipping: 490,
        net: 2363,
        tax: 449,
        total: 2812,
        payable: 2812,
      },
      shippingAddress: address,
      payment: {
        method: 'simulated',
        state: 'captured',
        amount: 2812,
        reference: expect.stringMatching(/^sim_/),
      },
      invoice: {
        number: `INV-${placed.body.number}`,
        pdf: `/v1/orders/${placed.body.id}/invoice.pdf`,
        xml: `/v1/orders/${placed.body.id}/invoice.xml`,
      },
      tasks: ['invoice', 'confirmation-email', 'warehouse', 'analytics'].map((topic) => ({
        topic,
        state: 'pending',
        attempts: 0,
      })),
      accessToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    const { onHand, reserved } = before;
    expect(await client.stock('MUG-BLUE')).toEqual({ onHand: onHand - 2, reserved });
  });

  test('is read again as it was answered', async () => {
    const { client } = shop;
    const { body, headers } = await client.place(orderBody());
    const { accessToken, tasks, ...order } = body;

    const read = await client.get(headers.location as string, { as: accessToken });

    expect(read.status).toBe(200);
    // Its tasks go on meanwhile.
    expect(read.body).toEqual({ ...order, tasks: expect.any(Array) });
    expect((read.body.tasks as typeof tasks).map(({ topic }) => topic)).toEqual(
      tasks.map(({ topic }) => topic),
    );
  });

  test('keeps what was sent with it: a billing address, a VAT id and another currency', async () => {
    const { client } = shop;
    const billingAddress = { ...address, line1: 'Rue 1', line2: '2e', city: 'Lyon', country: 'FR' };

    const placed = await client.place(
      orderBody({
        billingAddress,
        vatId: 'DE123456789',
        currency: 'JPY',
        shippingMethod: 'pickup',
      }),
    );

    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      billingAddress,
      vatId: 'DE123456789',
      currency: 'JPY',
      totals: { subtotal: 2100, shipping: 0, total: 2100 },
    });
  });

  test('of an operator comes without a token: the key opens it', async () => {
    const { client } = shop;

    const placed = await client.place(orderBody(), { as: OPERATOR_KEY });

    expect(placed.status).toBe(201);
    expect(placed.body).not.toHaveProperty('accessToken');
  });

  test('follows the number of the last one', async () => {
    const { client } = shop;

    const first = await client.place(orderBody());
    const second = await client.place(orderBody());

    const running = (number: string | null) => Number(number?.split('-')[1]);
    expect(running(second.body.number)).toBe(running(first.body.number) + 1);
  });
});

describe('an order that cannot be', () => {
  test('is refused when there is not enough, with what there is', async () => {
    const { client } = shop;
    await client.stocked('LAST-TWO', 2);

    const placed = await client.place(orderBody(of('LAST-TWO', 3)));

    expect(placed.status).toBe(409);
    expect(placed.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(placed.body).toEqual({
      type: '/problems/out-of-stock',
      title: expect.any(String),
      status: 409,
      items: [{ sku: 'LAST-TWO', requested: 3, available: 2 }],
    });
    expect(await client.stock('LAST-TWO')).toEqual({ onHand: 2, reserved: 0 });
  });

  test('is refused when the price is not the one that the customer has seen', async () => {
    const { client } = shop;
    const body = orderBody({ expectedTotal: 1_000 });
    const before = await client.stock('MUG-BLUE');

    const refused = await client.place(body);
    const placed = await client.place({ ...body, expectedTotal: 1_780 });

    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      type: '/problems/price-changed',
      expectedTotal: 1_000,
      quote: { totals: { total: 1_780 } },
    });
    expect(placed.status).toBe(201);
    expect(await client.stock('MUG-BLUE')).toEqual({ ...before, onHand: before.onHand - 1 });
  });

  test('is refused with every line that cannot be sold, and the place of each', async () => {
    const lines = ['MUG-BLUE', 'NO-SUCH-THING', 'IN-CROWNS', 'NEITHER'].map((sku) => ({
      sku,
      quantity: 1,
    }));

    const refused = await shop.client.place(orderBody({ lines }));

    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      type: '/problems/unknown-sku',
      sku: 'NO-SUCH-THING',
      errors: [
        { pointer: '/lines/1/sku', detail: 'there is no article NO-SUCH-THING' },
        { pointer: '/lines/2/sku', detail: 'IN-CROWNS has no price in EUR' },
        { pointer: '/lines/3/sku', detail: 'there is no article NEITHER' },
      ],
    });
  });

  const unpriceable: [what: string, more: object, type: string, value: object][] = [
    ['an unknown SKU', of('NO-SUCH-THING'), 'unknown-sku', { sku: 'NO-SUCH-THING' }],
    ['no price in its currency', { currency: 'SEK' }, 'no-price', { currency: 'SEK' }],
    ['an unknown coupon', { coupons: ['NO-SUCH'] }, 'unknown-coupon', { coupon: 'NO-SUCH' }],
    [
      'a coupon that has expired',
      { coupons: ['SPRING25'] },
      'coupon-expired',
      { coupon: 'SPRING25' },
    ],
    [
      'no price of its shipping in its currency',
      { currency: 'SEK', ...of('IN-CROWNS') },
      'no-shipping-price',
      { currency: 'SEK', shippingMethod: 'standard' },
    ],
  ];
  for (const [what, more, type, value] of unpriceable) {
    test(`is refused with 422 and the offending value: ${what}`, async () => {
      const { client } = shop;
      const before = await client.stock('MUG-BLUE');

      const refused = await client.place(orderBody(more as Record<string, unknown>));

      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({ type: `/problems/${type}`, status: 422, ...value });
      expect(await client.stock('MUG-BLUE')).toEqual(before);
    });
  }
});

describe('an order that costs nothing', () => {
  test('is confirmed without asking anybody for money', async () => {
    const { client } = shop;
    await client.stocked('FREE-SAMPLE', 2, { EUR: '0' });
    const body = orderBody({ ...of('FREE-SAMPLE'), shippingMethod: 'pickup' });

    const placed = await client.place({
      ...body,
      payment: { method: 'simulated', token: 'tok_decline' },
    });

    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      state: 'confirmed',
      totals: { subtotal: 0, tax: 0, total: 0 },
      payment: { state: 'captured', amount: 0 },
    });
    expect(await client.stock('FREE-SAMPLE')).toEqual({ onHand: 1, reserved: 0 });
  });

  test('can be cancelled like any other', async () => {
    const { client } = shop;
    await client.stocked('FREE-TOO', 1, { EUR: '0' });
    const { body } = await client.place(orderBody({ ...of('FREE-TOO'), shippingMethod: 'pickup' }));

    const cancelled = await client.post(`/v1/orders/${body.id}/cancel`, { as: body.accessToken });

    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', payment: { state: 'refunded' } });
    expect(await client.stock('FREE-TOO')).toEqual({ onHand: 1, reserved: 0 });
  });
});
