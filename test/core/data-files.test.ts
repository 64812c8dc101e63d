import { describe, expect, test } from 'vitest';
import { compileRules } from '../../src/core/compile-rules.js';
import { quote } from '../../src/core/quote.js';
import type { Selector } from '../../src/core/rules.js';
import { loadRules } from '../../src/shop-data.js';
import { demoCart, demoRules, demoShop } from './demo-shop.js';

interface DemoProfile {
  currency: string;
  address: { country: string };
  basket: { sku: string; quantity: number }[];
}

const compiled = compileRules(demoRules);
const currencies = Object.keys(demoRules.priceLists);
const { products, customers, promotions } = demoShop;
const duplicates = (list: string[]): string[] => list.filter((id, at) => list.indexOf(id) !== at);

describe('the rules in data/', () => {
  test('compile, with the promotions of the demo shop and without any', () => {
    expect(() => compileRules(demoRules)).not.toThrow();
    expect(() => compileRules(loadRules([]))).not.toThrow();
  });

  test('get a version of their own whenever any of them changes, and only then', () => {
    expect(loadRules(promotions).version).toBe(demoRules.version);
    expect(loadRules(promotions.slice(1)).version).not.toBe(demoRules.version);
  });

  test('name each shipping method and promotion once', () => {
    expect(duplicates(demoRules.shippingMethods.map(({ id }) => id))).toEqual([]);
    expect(duplicates(promotions.map(({ id }) => id))).toEqual([]);
  });

  test('have a shipping price in each currency', () => {
    for (const { priceMinor } of compiled.shipping.values()) {
      expect([...priceMinor.keys()].sort()).toEqual([...currencies].sort());
    }
  });

  test('write dates so that they sort: YYYY-MM-DD, of the calendar', () => {
    const dates = promotions.flatMap(({ since, until }) => [
      since,
      ...(until === null ? [] : [until]),
    ]);
    const isDate = (text: string): boolean =>
      /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toISOString().startsWith(text);
    expect(dates.filter((text) => !isDate(text))).toEqual([]);
  });
});

describe('the demo shop', () => {
  test('has at least sixty products, each with its own SKU', () => {
    expect(products.length).toBeGreaterThanOrEqual(60);
    expect(duplicates(products.map(({ sku }) => sku))).toEqual([]);
  });

  test('has a price above zero for each product in each of five currencies, and a level of stock', () => {
    expect(currencies).toHaveLength(5);
    for (const { sku, prices, stock } of products) {
      expect(Object.keys(prices).sort(), sku).toEqual([...currencies].sort());
      expect(
        Object.values(prices).every((price) => price > 0),
        sku,
      ).toBe(true);
      expect(Number.isInteger(stock) && stock >= 0, sku).toBe(true);
    }
  });

  test('promises discounts only on categories and articles that it has', () => {
    const categories = new Set(products.map(({ category }) => category));
    const skus = new Set(products.map(({ sku }) => sku));
    for (const { action, target, id } of promotions) {
      const parts = action.type === 'deal' ? action.parts.map(({ of }) => of) : [];
      const gift = action.type === 'gift' ? [{ skus: [action.sku] }] : [];
      const items = target?.type === 'items' ? [target] : [];
      const selectors: Selector[] = [...parts, ...gift, ...items];
      const named = (key: 'categories' | 'skus') => selectors.flatMap((each) => each[key] ?? []);
      expect(
        named('categories').filter((name) => !categories.has(name)),
        id,
      ).toEqual([]);
      expect(
        named('skus').filter((sku) => !skus.has(sku)),
        id,
      ).toEqual([]);
    }
  });

  test('has customers 1 to 20', () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index + 1));
    expect(customers.map(({ id }) => id)).toEqual(ids);
    expect(duplicates(customers.map(({ email }) => email))).toEqual([]);
  });

  test.each(customers)('can price and ship the basket of customer $id', ({ profile }) => {
    const { currency, address, basket } = profile as unknown as DemoProfile;
    expect(basket.length).toBeGreaterThan(0);
    const cart = demoCart({
      currency,
      country: address.country,
      date: '2026-06-15',
      shippingMethod: 'standard',
      coupons: [],
      lines: basket.map(({ sku, quantity }) => ({ sku, quantity: String(quantity) })),
    });
    const result = quote(cart, compiled);
    expect(result).toMatchObject({ ok: true });
    expect(result.ok && result.value.totals.total).toBeGreaterThan(0);
    for (const { sku, quantity } of basket) {
      const stock = products.find((product) => product.sku === sku)?.stock ?? 0;
      expect(quantity, sku).toBeLessThanOrEqual(stock);
    }
  });
});
