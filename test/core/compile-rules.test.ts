import { describe, expect, test } from 'vitest';
import { compileRules } from '../../src/core/compile-rules.js';
import type { Promotion, Rules } from '../../src/core/rules.js';
import { automatic, promotion, rulesOf, taxRate } from './carts.js';

const compilePromotion = (changes: Partial<Promotion>) => () =>
  compileRules(rulesOf({ promotions: [promotion({ id: 'sale', ...changes })] }));

const compileShipping = (prices: Record<string, string>) => () => {
  const shippingMethods = [{ id: 'drone', name: 'Drone', taxCategory: 'standard', prices }];
  return compileRules(rulesOf({ shippingMethods }));
};

describe('rules as they are written', () => {
  test('become rules as they are applied: decimals parsed, lists indexed', () => {
    const fixed: Promotion['action'] = { type: 'fixed', amounts: { EUR: '5.00', JPY: '800' } };
    const compiled = compileRules(
      rulesOf({
        promotions: [
          promotion({ action: fixed, minimumSubtotal: { EUR: '50' } }),
          automatic({ id: 'books', target: { type: 'items', categories: ['Books'], skus: ['A'] } }),
        ],
      }),
    );
    expect(compiled.priceBasis.get('USD')).toBe('net');
    expect(compiled.shipping.get('standard')?.priceMinor.get('EUR')).toBe(490);
    expect(compiled.shipping.get('standard')?.priceMinor.get('JPY')).toBe(800);
    expect([...compiled.taxes.jurisdictions.keys()].sort()).toEqual(['DE', 'JP']);
    const [ten] = compiled.promotions.byCoupon.get('TEN') ?? [];
    expect(ten).toMatchObject({
      action: { minor: new Map(Object.entries({ EUR: 500, JPY: 800 })) },
      target: { type: 'order' },
      condition: { kind: 'subtotal', atLeast: new Map([['EUR', 5_000]]) },
    });
    expect(compiled.promotions.byCoupon.size).toBe(1);
    const books = compiled.promotions.list.find(({ id }) => id === 'books');
    expect(compiled.promotions.selectors.selectors[books?.target.selector ?? 0]).toMatchObject({
      categories: new Set(['Books']),
      skus: new Set(['A']),
    });
  });

  test('are sorted by priority, then by id, however they are listed', () => {
    const listed = [
      promotion({ id: 'c', priority: 2 }),
      promotion({ id: 'b', priority: 2 }),
      promotion({ id: 'z', priority: 1 }),
    ];
    for (const promotions of [listed, [...listed].reverse()]) {
      const compiled = compileRules(rulesOf({ promotions }));
      expect(compiled.promotions.list.map(({ id }) => id)).toEqual(['z', 'b', 'c']);
    }
  });

  test('keep one coupon for several promotions together', () => {
    const promotions = [promotion({ id: 'a' }), promotion({ id: 'b' })];
    const compiled = compileRules(rulesOf({ promotions }));
    expect(compiled.promotions.byCoupon.get('TEN')?.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('are left as they were', () => {
    const rules = rulesOf({ promotions: [promotion({ id: 'b' }), promotion({ id: 'a' })] });
    const before = structuredClone(rules);
    compileRules(rules);
    expect(rules).toEqual(before);
  });
});

describe('a mistake is named with its place', () => {
  const percent = (text: string): Partial<Promotion> => ({
    action: { type: 'percentage', percent: text },
  });
  const amounts = (byCurrency: Record<string, string>): Partial<Promotion> => ({
    action: { type: 'fixed', amounts: byCurrency },
  });

  test.each<[string, () => unknown, string]>([
    [
      'a percentage that is no number',
      compilePromotion(percent('ten')),
      '/promotions/0/action/percent: "ten" is not a decimal number',
    ],
    [
      'a percentage that is negative',
      compilePromotion(percent('-5')),
      '/promotions/0/action/percent: "-5" is not a decimal number',
    ],
    [
      'a percentage finer than a part per million',
      compilePromotion(percent('0.00001')),
      '/promotions/0/action/percent: "0.00001" has more than four decimals',
    ],
    [
      'a percentage over a hundred',
      compilePromotion(percent('100.0001')),
      '/promotions/0/action/percent: "100.0001" is over 100',
    ],
    [
      'an amount that is no number',
      compilePromotion(amounts({ EUR: '5,00' })),
      '/promotions/0/action/amounts/EUR: "5,00" is not a decimal number',
    ],
    [
      'an amount finer than the minor unit',
      compilePromotion(amounts({ EUR: '5.00', JPY: '800.5' })),
      '/promotions/0/action/amounts/JPY: "800.5" is finer than the currency\'s minor unit',
    ],
    [
      'an amount in a currency that does not exist',
      compilePromotion(amounts({ EURO: '5.00' })),
      '/promotions/0/action/amounts/EURO',
    ],
    [
      'a minimum that is no number',
      compilePromotion({ minimumSubtotal: { EUR: '' } }),
      '/promotions/0/minimumSubtotal/EUR: "" is not a decimal number',
    ],
    [
      'a promotion that ends before it begins',
      compilePromotion({ since: '2026-02-01', until: '2026-01-01' }),
      '/promotions/0/until: is not after since',
    ],
    [
      'a promotion that ends on its first day',
      compilePromotion({ since: '2026-02-01', until: '2026-02-01' }),
      '/promotions/0/until: is not after since',
    ],
    [
      'a shipping price that is no number',
      compileShipping({ EUR: 'free' }),
      'shipping method drone: prices.EUR: "free" is not a decimal number',
    ],
    [
      'a shipping price finer than the minor unit',
      compileShipping({ EUR: '4.905' }),
      'shipping method drone: prices.EUR: "4.905" is finer than the currency\'s minor unit',
    ],
    [
      'a shipping price in a currency that does not exist',
      compileShipping({ EUR: '4.90', XYZ: '1.00' }),
      'shipping method drone: prices.XYZ',
    ],
    [
      'a tax rate that is no number',
      () => compileRules(rulesOf({ taxRates: [taxRate({ rate: '19 %' })] })),
      '/taxes/jurisdictions/DE/rates/0/rate: "19 %" is not a decimal number',
    ],
  ])('%s', (_, compile, message) => {
    expect(compile).toThrow(message);
  });
});

test('rules with nothing in them compile', () => {
  const empty: Rules = {
    version: 'empty',
    priceLists: {},
    shippingMethods: [],
    promotions: [],
    taxes: { jurisdictions: {}, categories: {}, determination: { areas: {}, rows: [] } },
  };
  expect(compileRules(empty).promotions.list).toEqual([]);
});
