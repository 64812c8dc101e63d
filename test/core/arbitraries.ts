// Random carts under random rules, all of which can be priced: for properties that hold for any.

import fc from 'fast-check';
import type { Cart, CartLine } from '../../src/core/cart.js';
import type { Promotion, PromotionTarget, Rules } from '../../src/core/rules.js';
import { cartOf, line, rulesOf, taxRate } from './carts.js';

/** How many cases a property is tried on: `FAST_CHECK_RUNS`, or enough to find most mistakes soon. */
export const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 2_000) };

export interface PricingCase {
  cart: Cart;
  rules: Rules;
}

const CATEGORIES = ['Kitchen', 'Books', 'Toys'];
const TAX_CATEGORIES = ['standard', 'books', 'zero'];

const cents = (max: number) => fc.nat({ max }).map((minor) => (minor / 100).toFixed(2));
const percent = fc.integer({ min: 1, max: 1_000_000 }).map((ppm) => (ppm / 10_000).toFixed(4));

/** Cheap lines make remainders and ties; dear ones make large products; fine prices need rounding. */
const price = fc.oneof(
  cents(99),
  cents(100_000),
  fc.nat({ max: 999_999 }).map((millionths) => (millionths / 1_000_000).toFixed(6)),
);

export const lines = (
  taxCategories: readonly string[] = TAX_CATEGORIES,
): fc.Arbitrary<CartLine[]> =>
  fc.array(
    fc
      .record({
        price,
        quantity: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 100_000 })),
        category: fc.constantFrom(...CATEGORIES),
        taxCategory: fc.constantFrom(...taxCategories),
      })
      .map(({ price, quantity, ...product }) => line('SKU', price, quantity, product)),
    { minLength: 1, maxLength: 12 },
  );

const action: fc.Arbitrary<Promotion['action']> = fc.oneof(
  percent.map((text) => ({ type: 'percentage' as const, percent: text })),
  cents(20_000).map((text) => ({ type: 'fixed' as const, amounts: { EUR: text } })),
);

export const wholeOrder: fc.Arbitrary<PromotionTarget> = fc.constant({ type: 'order' });

const anyTarget: fc.Arbitrary<PromotionTarget> = fc.oneof(
  wholeOrder,
  fc
    .subarray(CATEGORIES, { minLength: 1 })
    .map((categories) => ({ type: 'items' as const, categories })),
);

/** Automatic ones: coupons have their own tests. */
export const promotions = (target = anyTarget): fc.Arbitrary<Promotion[]> =>
  fc
    .array(
      fc.record({
        action,
        target,
        priority: fc.nat({ max: 5 }),
        minimum: fc.option(cents(50_000)),
      }),
      { maxLength: 4 },
    )
    .map((list) =>
      list.map(({ minimum, ...rest }, index) => ({
        id: `p${index}`,
        name: `Promotion ${index}`,
        since: '2026-01-01',
        until: null,
        ...rest,
        ...(minimum === null ? {} : { minimumSubtotal: { EUR: minimum } }),
      })),
    );

interface Choices {
  lines?: fc.Arbitrary<CartLine[]>;
  promotions?: fc.Arbitrary<Promotion[]>;
  basis?: fc.Arbitrary<'gross' | 'net'>;
}

export const pricingCase = (choices: Choices = {}): fc.Arbitrary<PricingCase> =>
  fc
    .record({
      lines: choices.lines ?? lines(),
      promotions: choices.promotions ?? promotions(),
      basis: choices.basis ?? fc.constantFrom('gross' as const, 'net' as const),
      shippingMethod: fc.constantFrom('pickup', 'standard'),
    })
    .map(({ lines, promotions, basis, shippingMethod }) => ({
      cart: cartOf({ lines, shippingMethod }),
      rules: rulesOf({
        priceLists: { EUR: { basis } },
        promotions,
        taxRates: [
          taxRate(),
          taxRate({ category: 'books', rate: '5.5' }),
          taxRate({ category: 'zero', rate: '0' }),
        ],
      }),
    }));
