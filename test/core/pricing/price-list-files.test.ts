import { describe, expect, test } from 'vitest';
import { compileRules } from '../../../src/core/compile-rules.js';
import { quote } from '../../../src/core/quote.js';
import { demoCart, demoRules, demoShop } from '../demo-shop.js';

const lists = demoRules.furtherPriceLists ?? [];

describe('the price lists in data/', () => {
  test('compile, and name articles of the demo shop', () => {
    expect(lists.length).toBeGreaterThan(0);
    expect(() => compileRules(demoRules)).not.toThrow();
    const skus = new Set(demoShop.products.map(({ sku }) => sku));
    const unknown = lists
      .flatMap(({ prices }) => Object.keys(prices))
      .filter((sku) => !skus.has(sku));
    expect(unknown).toEqual([]);
  });

  test('give a wholesale customer net prices by the quantity, and nobody else', () => {
    const cart = demoCart({
      currency: 'EUR',
      country: 'DE',
      date: '2026-06-15',
      shippingMethod: 'pickup',
      coupons: [],
      lines: [
        { sku: 'MUG-BLUE', quantity: '12' },
        { sku: 'NOTEBOOK-A5-DOTTED', quantity: '25' },
      ],
    });
    const compiled = compileRules({ ...demoRules, promotions: [] });
    const trade = { ...cart, customer: { groups: ['wholesale'] } };
    expect(quote(trade, compiled)).toMatchObject({
      ok: true,
      value: {
        priceBasis: 'net',
        lines: [
          { unitPrice: 760, net: 9_120 },
          { unitPrice: 550, net: 13_750 }, // 20 × 5.60 + 5 × 5.10
        ],
      },
    });
    expect(quote(cart, compiled)).toMatchObject({ value: { priceBasis: 'gross' } });
  });

  test('are rules: a mistake in one of them is named with its place', () => {
    const [first] = lists;
    const broken = { ...demoRules, furtherPriceLists: [{ ...first, currency: 'EURO' }] };
    expect(() => compileRules(broken as typeof demoRules)).toThrow(
      '/furtherPriceLists/0/currency: "EURO" is no ISO 4217 currency',
    );
  });
});
