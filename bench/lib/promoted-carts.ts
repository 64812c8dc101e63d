/**
 * Carts and promotions by number: what grows with the lines and what with the promotions is seen
 * apart. Half of the promotions are automatic, of all kinds; the rest wait for a coupon or a condition.
 */
import type { Cart } from '../../src/core/cart.js';
import { type CompiledRules, compileRules } from '../../src/core/compile-rules.js';
import { MICROS } from '../../src/core/decimal.js';
import type { Promotion } from '../../src/core/rules.js';
import type { DemoShop } from './demo-orders.js';

const CATEGORIES = 12;
const DIFFERENT_CARTS = 16;

/** The demo shop's taxes and shipping with so many promotions. */
export function rulesWith({ rules }: DemoShop, promotions: number): CompiledRules {
  const made = Array.from({ length: promotions }, (_, index) => promotionOf(index));
  return compileRules({ ...rules, version: `with ${promotions}`, promotions: made });
}

const kinds: readonly ((index: number) => Partial<Promotion>)[] = [
  (index) => ({
    action: { type: 'percentage', percent: String(1 + (index % 5)) },
    target: { type: 'items', categories: [`C${index % CATEGORIES}`] },
  }),
  () => ({ action: { type: 'percentage', percent: '1' }, target: { type: 'order' } }),
  () => ({
    action: { type: 'fixed', amounts: { EUR: '0.50' } },
    target: { type: 'order' },
    minimumSubtotal: { EUR: '30.00' },
  }),
  (index) => ({
    action: {
      type: 'deal',
      parts: [
        { of: { categories: [`C${index % CATEGORIES}`] }, quantity: 2 },
        { of: { categories: [`C${index % CATEGORIES}`] }, quantity: 1, percentOff: '100' },
      ],
    },
  }),
];

function promotionOf(index: number): Promotion {
  const kind = kinds[index % kinds.length] as (typeof kinds)[number];
  const isLocked = index % 8 >= 4;
  return {
    id: `promotion-${index}`,
    name: `Promotion ${index}`,
    priority: index,
    since: '2026-01-01',
    until: null,
    ...(isLocked ? { coupon: `CODE${index}` } : {}),
    ...kind(index),
  } as Promotion;
}

export function cartsOf(lines: number): () => Cart {
  const carts = Array.from({ length: DIFFERENT_CARTS }, (_, variant) => cartOf(lines, variant));
  let next = -1;
  return () => {
    next = (next + 1) % DIFFERENT_CARTS;
    return carts[next] as Cart;
  };
}

function cartOf(lines: number, variant: number): Cart {
  return {
    currency: 'EUR',
    country: 'DE',
    date: '2026-06-15',
    shippingMethod: 'standard',
    coupons: [],
    lines: Array.from({ length: lines }, (_, index) => ({
      sku: `SKU-${index}`,
      quantityMicros: (1 + ((index + variant) % 3)) * MICROS,
      product: {
        name: `Article ${index}`,
        category: `C${(index + variant) % CATEGORIES}`,
        taxCategory: index % 4 === 0 ? 'books' : 'standard',
        priceMicros: (500 + ((index * 37 + variant * 11) % 3_000)) * 10_000,
      },
    })),
  };
}
