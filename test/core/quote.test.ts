import { describe, expect, test } from 'vitest';
import { automatic, cartOf, line, promotion, quoted, refusal, rulesOf, taxRate } from './carts.js';

describe('a quote', () => {
  test('is the one that the documentation shows', () => {
    const welcome10 = promotion({ id: 'welcome10', name: 'Welcome', coupon: 'WELCOME10' });
    const lines = [line('MUG-BLUE', '12.90', 2, { name: 'Mug, blue' })];
    const cart = cartOf({ coupons: ['WELCOME10'], shippingMethod: 'standard', lines });
    expect(quoted(cart, rulesOf({ promotions: [welcome10] }))).toEqual({
      currency: 'EUR',
      priceBasis: 'gross',
      lines: [
        {
          sku: 'MUG-BLUE',
          name: 'Mug, blue',
          quantity: 2,
          unitPrice: 1_290,
          discount: 258,
          gross: 2_322,
          taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 1_951, amount: 371 }],
        },
      ],
      discounts: [{ promotion: 'welcome10', name: 'Welcome', coupon: 'WELCOME10', amount: 258 }],
      shipping: {
        method: 'standard',
        gross: 490,
        taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 412, amount: 78 }],
      },
      taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 2_363, amount: 449 }],
      totals: {
        subtotal: 2_580,
        discount: 258,
        shipping: 490,
        net: 2_363,
        tax: 449,
        total: 2_812,
        payable: 2_812,
      },
    });
  });

  test('adds the tax to a net price list, and says net where it means net', () => {
    const cart = cartOf({ currency: 'USD', shippingMethod: 'standard' });
    const quote = quoted(cart);
    expect(quote.priceBasis).toBe('net');
    expect(quote.lines).toMatchObject([{ net: 2_580, discount: 0 }]);
    expect(quote.lines[0]).not.toHaveProperty('gross');
    expect(quote.shipping).toMatchObject({ method: 'standard', net: 490 });
    expect(quote.shipping).not.toHaveProperty('gross');
    expect(quote.taxes).toMatchObject([{ base: 3_070, amount: 583 }]); // 583.3
    expect(quote.totals).toMatchObject({ net: 3_070, tax: 583, total: 3_653 });
  });

  test('takes the basis of recorded prices before that of the price list', () => {
    const lines = [{ ...line('MUG-BLUE', '12.90', 1), unitPriceMicros: 10_000_000 }];
    const quote = quoted(cartOf({ lines, priceBasis: 'net' }));
    expect(quote.lines).toMatchObject([{ unitPrice: 1_000, net: 1_000 }]);
    expect(quote.totals).toMatchObject({ net: 1_000, tax: 190, total: 1_190 });
  });

  test('takes a recorded price of zero for what it is', () => {
    const lines = [{ ...line('SAMPLE', '12.90', 3), unitPriceMicros: 0 }];
    expect(quoted(cartOf({ lines })).totals).toMatchObject({ subtotal: 0, total: 0 });
  });

  test('counts in whole yen', () => {
    const cart = cartOf({
      currency: 'JPY',
      country: 'JP',
      shippingMethod: 'standard',
      coupons: ['TEN'],
      lines: [line('MUG', '2105', 1)],
    });
    const { totals } = quoted(cart, rulesOf({ promotions: [promotion()] }));
    // 10 % of 2105 is 210.5, a tie; 2694 × 10 ÷ 110 is 244.9.
    expect(totals).toEqual({
      subtotal: 2_105,
      discount: 211,
      shipping: 800,
      net: 2_449,
      tax: 245,
      total: 2_694,
      payable: 2_694,
    });
  });

  test('rounds a fine unit price once a line, not once a piece', () => {
    const lines = [line('SCREW', '0.0625', 20), line('WASHER', '0.017325', 1_000)];
    const quote = quoted(cartOf({ lines }));
    expect(quote.lines).toMatchObject([
      { unitPrice: '0.0625', quantity: 20, gross: 125 },
      { unitPrice: '0.017325', quantity: 1_000, gross: 1_733 },
    ]);
  });

  test('takes parts of a piece and prints them as they were asked for', () => {
    const quote = quoted(cartOf({ lines: [line('ROPE', '2.00', '1.5')] }));
    expect(quote.lines).toMatchObject([{ quantity: '1.5', unitPrice: 200, gross: 300 }]);
  });

  test('of an empty cart is nothing, with no tax row', () => {
    const quote = quoted(cartOf({ lines: [] }));
    expect(quote.taxes).toEqual([]);
    expect(quote.totals.total).toBe(0);
  });
});

describe('tax', () => {
  const lines = [
    line('BOOK', '10.00', 1, { taxCategory: 'books' }),
    line('MUG', '12.90', 1),
    line('ATLAS', '20.00', 1, { taxCategory: 'books' }),
  ];

  test('has a row for each rate, in order of first appearance, shipping included', () => {
    const { taxes } = quoted(cartOf({ lines, shippingMethod: 'standard' }));
    expect(taxes).toEqual([
      { code: 'VAT', jurisdiction: 'DE', rate: '7', base: 2_804, amount: 196 },
      { code: 'VAT', jurisdiction: 'DE', rate: '19', base: 1_496, amount: 284 },
    ]);
  });

  test('is rounded once per rate: rows of one rate are summed before they are taxed', () => {
    const pennies = Array.from({ length: 3 }, (_, i) => line(`PIN-${i}`, '0.03', 1));
    // 0.03 × 19 ÷ 119 is 0.005 each, which would round to nothing three times: 0.09 × … is 0.014.
    expect(quoted(cartOf({ lines: pennies })).taxes).toMatchObject([{ base: 8, amount: 1 }]);
  });

  test('counts two categories of the same rate as one', () => {
    const taxRates = [taxRate(), taxRate({ category: 'books', rate: '19.0' })];
    expect(quoted(cartOf({ lines }), rulesOf({ taxRates })).taxes).toHaveLength(1);
  });

  test('keeps rates of the same height apart where the law names them differently', () => {
    const taxRates = [taxRate(), taxRate({ category: 'books', code: 'LEVY' })];
    const { taxes } = quoted(cartOf({ lines }), rulesOf({ taxRates }));
    expect(taxes.map(({ code }) => code)).toEqual(['LEVY', 'VAT']);
  });

  test('is not charged on exports, which are named with their country', () => {
    const { taxes, totals } = quoted(cartOf({ lines, country: 'US' }));
    expect(taxes).toEqual([
      {
        code: 'EXPORT',
        jurisdiction: 'US',
        rate: '0',
        base: 4_290,
        amount: 0,
        treatment: 'G',
        reason: 'Export',
      },
    ]);
    expect(totals).toMatchObject({ net: 4_290, tax: 0, total: 4_290 });
  });

  test('has no row for free shipping, whose rate no line has', () => {
    const books = [line('BOOK', '10.00', 1, { taxCategory: 'books' })];
    expect(quoted(cartOf({ lines: books })).taxes).toMatchObject([{ rate: '7' }]);
  });

  test.each([
    ['2023-12-31', '20'],
    ['2024-01-01', '22'],
  ])('on %s is that of the day: %s %%', (date, rate) => {
    const taxRates = [
      taxRate({ rate: '20', until: '2024-01-01' }),
      taxRate({ rate: '22', since: '2024-01-01' }),
    ];
    expect(quoted(cartOf({ date }), rulesOf({ taxRates })).taxes).toMatchObject([{ rate }]);
  });

  test('inside a gross price is rounded, and the net is the rest', () => {
    const { taxes } = quoted(cartOf({ lines: [line('MUG', '0.10', 1)] }));
    expect(taxes).toMatchObject([{ base: 8, amount: 2 }]); // 1.6 and 8.4
  });
});

describe('a cart is refused', () => {
  test('for an article that nobody knows', () => {
    const cart = cartOf({ lines: [{ sku: 'GHOST', quantityMicros: 1_000_000, product: null }] });
    expect(refusal(cart)).toEqual({
      type: 'unknown-sku',
      sku: 'GHOST',
      errors: [{ pointer: '/lines/0/sku', detail: 'there is no article GHOST' }],
    });
  });

  test('for an article without a price in its currency', () => {
    const cart = cartOf({ lines: [line('MUG-BLUE', '12.90'), line('VASE', null)] });
    expect(refusal(cart)).toEqual({
      type: 'no-price',
      sku: 'VASE',
      currency: 'EUR',
      errors: [{ pointer: '/lines/1/sku', detail: 'VASE has no price in EUR' }],
    });
  });

  test('not for a missing list price where the line brings a recorded one', () => {
    const lines = [{ ...line('VASE', null), unitPriceMicros: 5_000_000 }];
    expect(quoted(cartOf({ lines })).totals.total).toBe(500);
  });

  test.each([
    ['before the first rate', { date: '2020-12-31' }, 'standard'],
    ['for a category that the country does not tax', {}, 'jewels'],
  ])('when no tax rate is known: %s', (_, changes, taxCategory) => {
    const lines = [line('RING', '12.90', 1, { taxCategory })];
    expect(refusal(cartOf({ lines, ...changes }))).toEqual({
      type: 'no-tax-rate',
      country: 'DE',
      taxCategory,
    });
  });

  test('when only the shipping has no tax rate', () => {
    const taxRates = [taxRate({ category: 'books', rate: '7' })];
    const lines = [line('BOOK', '10.00', 1, { taxCategory: 'books' })];
    const cart = cartOf({ lines, shippingMethod: 'standard' });
    expect(refusal(cart, rulesOf({ taxRates }))).toMatchObject({ taxCategory: 'standard' });
  });

  test('for a shipping method that does not exist', () => {
    expect(refusal(cartOf({ shippingMethod: 'rocket' }))).toEqual({
      type: 'unknown-shipping-method',
      shippingMethod: 'rocket',
    });
  });

  test('for a shipping method without a price in its currency', () => {
    expect(refusal(cartOf({ currency: 'GBP' }))).toEqual({
      type: 'no-shipping-price',
      shippingMethod: 'pickup',
      currency: 'GBP',
    });
  });

  test('for a line too large to be added up exactly', () => {
    const largest = cartOf({ lines: [line('GOLD', '9007199.25474', 1_000)] });
    expect(quoted(largest).totals.total).toBe(900_719_925_474);
    const tooLarge = cartOf({ lines: [line('GOLD', '9007199.25475', 1_000)] });
    expect(refusal(tooLarge)).toEqual({
      type: 'amount-out-of-range',
      detail: 'GOLD: 1000 × 9007199.25475 EUR',
    });
  });

  test('for a line that no safe integer holds', () => {
    const cart = cartOf({ lines: [line('GOLD', '9007199254', 1_000_000)] });
    expect(refusal(cart)).toMatchObject({ type: 'amount-out-of-range' });
  });

  test('not for automatic promotions that are over: they are simply not there', () => {
    const over = automatic({ since: '2025-01-01', until: '2026-01-01' });
    expect(quoted(cartOf(), rulesOf({ promotions: [over] })).discounts).toEqual([]);
  });
});
