// Quotes: a price and why it is that, and nothing is held.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

interface Quoted extends Json {
  lines: Json[];
  totals: Record<string, number>;
  explanation: { subject: string; rule: string; text: string; amount: number }[];
}

const quote = (more: Json = {}, as?: string) =>
  shop.client.post<Quoted>('/v1/quotes', {
    body: {
      currency: 'EUR',
      country: 'DE',
      lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
      ...more,
    },
    ...(as === undefined ? {} : { as }),
  });

describe('a quote', () => {
  test('has the lines, discounts, taxes and totals of the order that it would be', async () => {
    const before = await shop.client.stock('MUG-BLUE');

    const { status, body } = await quote({ coupons: ['WELCOME10'] });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      currency: 'EUR',
      priceBasis: 'gross',
      lines: [{ sku: 'MUG-BLUE', quantity: 2, unitPrice: 1290, discount: 258, gross: 2322 }],
      discounts: [{ promotion: 'welcome10', coupon: 'WELCOME10', amount: 258 }],
      shipping: { method: 'standard', gross: 490 },
      taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 2363, amount: 449 }],
      totals: { subtotal: 2580, discount: 258, shipping: 490, net: 2363, tax: 449, total: 2812 },
    });
    expect(await shop.client.stock('MUG-BLUE')).toEqual(before);
  });

  test('explains every amount, each with a pointer that leads to it', async () => {
    const { body } = await quote({ coupons: ['WELCOME10'] });

    const why = body.explanation;
    expect(why.map(({ subject, rule, amount }) => [subject, rule, amount])).toEqual([
      ['/lines/0', 'list-price', 2580],
      ['/discounts/0', 'promotion', 258],
      ['/lines/0', 'promotion', 258],
      ['/lines/0', 'line-amount', 2322],
      ['/shipping', 'shipping', 490],
      ['/taxes', 'whose-tax', 0],
      ['/taxes/0', 'tax', 449],
      ['/totals/subtotal', 'sum', 2580],
      ['/totals/discount', 'sum', 258],
      ['/totals/net', 'sum', 2363],
      ['/totals/tax', 'sum', 449],
      ['/totals/total', 'total', 2812],
    ]);
    expect(why[0]?.text).toContain('2 × 12.9');
    expect(why[1]?.text).toContain('WELCOME10');
    for (const { subject } of why) {
      const found = subject
        .slice(1)
        .split('/')
        .reduce<unknown>((part, key) => (part as Json)[key], body);
      expect(found).toBeDefined();
    }
  });

  test('takes quantities of parts of a piece, and answers them as they were asked', async () => {
    const lines = [{ sku: 'MUG-BLUE', quantity: '0.5' }];

    const { status, body } = await quote({ lines, shippingMethod: 'pickup' });

    expect(status).toBe(200);
    expect(body.lines).toMatchObject([{ quantity: '0.5', unitPrice: 1290, gross: 645 }]);
    expect(body.totals).toMatchObject({ subtotal: 645, shipping: 0, total: 645 });
  });

  test('prints a price that is finer than the minor unit as a decimal in major units', async () => {
    const lines = [{ sku: 'TEA-BAG-PEPPERMINT', quantity: 100 }];

    const { body } = await quote({ lines, shippingMethod: 'pickup' });

    expect(body.lines).toMatchObject([{ unitPrice: '0.085', gross: 850 }]);
  });

  test('adds the tax where prices are before tax, and charges none where it does not owe any', async () => {
    const { body } = await quote({ currency: 'USD', shippingMethod: 'pickup' });
    const abroad = await quote({ country: 'US', shippingMethod: 'pickup' });

    expect(body).toMatchObject({
      priceBasis: 'net',
      lines: [{ net: 2780 }],
      totals: { net: 2780, tax: 528, total: 3308 },
    });
    expect(abroad.body).toMatchObject({ totals: { tax: 0, total: 2580, net: 2580 } });
  });

  test('takes the country from the address when that is given', async () => {
    const { body } = await quote({ country: undefined, shippingAddress: { country: 'FR' } });
    const whole = await quote({
      country: undefined,
      shippingAddress: { ...address, country: 'FR' },
    });

    expect(body).toMatchObject({ taxes: [{ jurisdiction: 'FR', rate: '20' }] });
    expect(whole.body).toEqual(body);
  });

  test('is given for more than there is: it promises nothing', async () => {
    const { status } = await quote({ lines: [{ sku: 'LAMP-PAPER', quantity: 5 }] });

    expect(status).toBe(200);
  });

  test('stands on recorded prices for who may set them', async () => {
    const lines = [{ sku: 'MUG-BLUE', quantity: 1, unitPrice: '7.5' }];

    const { status, body } = await quote({ lines, priceBasis: 'net' }, OPERATOR_KEY);

    expect(status).toBe(200);
    expect(body.lines).toMatchObject([{ unitPrice: 750, net: 750 }]);
    expect(body.explanation[0]?.rule).toBe('recorded-price');
    expect((await quote({ lines })).status).toBe(403);
  });
});

describe('a quote that cannot be', () => {
  const refusals: [status: number, what: string, more: Json, expected: Json][] = [
    [400, 'no country', { country: undefined }, { errors: [{ pointer: '/country' }] }],
    [400, 'an unknown country', { country: 'XX' }, { errors: [{ pointer: '/country' }] }],
    [
      400,
      'an unknown country in its address',
      { country: undefined, shippingAddress: { country: 'XX' } },
      { errors: [{ pointer: '/shippingAddress/country' }] },
    ],
    [
      400,
      'a quantity of nothing',
      { lines: [{ sku: 'MUG-BLUE', quantity: '0.000000' }] },
      { errors: [{ pointer: '/lines/0/quantity' }] },
    ],
    [400, 'an unknown field', { payment: {} }, { errors: [{ pointer: '/payment' }] }],
    [400, 'an unknown currency', { currency: 'XXX' }, { errors: [{ pointer: '/currency' }] }],
    [422, 'an unknown SKU', { lines: [{ sku: 'NO', quantity: 1 }] }, { sku: 'NO' }],
    [422, 'an unknown coupon', { coupons: ['NO'] }, { coupon: 'NO' }],
  ];

  for (const [status, what, more, expected] of refusals) {
    test(`is refused with ${status}: ${what}`, async () => {
      const refused = await quote(more);

      expect(refused.status).toBe(status);
      expect(refused.body).toMatchObject({ status, ...expected });
    });
  }

  test('because its quantity is no number is refused', async () => {
    for (const quantity of ['--1', '1e3', 'one', '1.0000001', '', 1.5, 0]) {
      const refused = await quote({ lines: [{ sku: 'MUG-BLUE', quantity }] });
      expect(refused.status).toBe(400);
      expect(refused.body.errors).toContainEqual(
        expect.objectContaining({ pointer: '/lines/0/quantity' }),
      );
    }
  });

  test('because a customer gives goods back is refused: that is for operators', async () => {
    for (const quantity of [-1, '-0.5']) {
      const refused = await quote({ lines: [{ sku: 'MUG-BLUE', quantity }] });
      expect(refused.status).toBe(400);
      expect(refused.body.errors).toContainEqual(
        expect.objectContaining({ pointer: '/lines/0/quantity' }),
      );
    }
  });
});
