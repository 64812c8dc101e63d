// Whoever asks for the best deal never pays more than with promotions one after another.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../../src/core/compile-rules.js';
import { quote } from '../../../src/core/quote.js';
import type { Promotion, PromotionAction, Selector } from '../../../src/core/rules.js';
import { runs } from '../arbitraries.js';
import { cartOf, line, rulesOf } from '../carts.js';

const SKUS = ['A', 'B', 'C', 'D'];

const euros = (max: number) => fc.integer({ min: 1, max }).map((minor) => (minor / 100).toFixed(2));
const percent = fc.constantFrom('5', '10', '33.3', '50', '100');
const some: fc.Arbitrary<Selector> = fc.subarray(SKUS, { minLength: 1 }).map((skus) => ({ skus }));

const part = (percentOff: fc.Arbitrary<string | null>) =>
  fc
    .record({ of: some, quantity: fc.integer({ min: 1, max: 3 }), percentOff })
    .map(({ percentOff: off, ...rest }) => (off === null ? rest : { ...rest, percentOff: off }));

const repeats = fc.option(fc.integer({ min: 1, max: 3 })).map((times) => (times ? { times } : {}));

const buyGet: fc.Arbitrary<PromotionAction> = fc
  .tuple(
    part(fc.constant(null)),
    part(percent),
    repeats,
    fc.constantFrom({}, { take: 'cheapest' as const }, { take: 'dearest' as const }),
  )
  .map(([paid, given, times, take]) => ({ type: 'deal', parts: [paid, given], ...times, ...take }));

const bundle: fc.Arbitrary<PromotionAction> = fc
  .tuple(
    fc.array(part(fc.constant(null)), { minLength: 1, maxLength: 2 }),
    fc.oneof(
      euros(6_000).map((price) => ({ price: { EUR: price } })),
      euros(900).map((amountOff) => ({ amountOff: { EUR: amountOff } })),
      percent.map((percentOff) => ({ percentOff })),
    ),
    repeats,
  )
  .map(([parts, off, times]) => ({ type: 'deal', parts, ...off, ...times }));

const reduction: fc.Arbitrary<PromotionAction> = fc.oneof(
  percent.map((text) => ({ type: 'percentage' as const, percent: text })),
  euros(2_000).map((text) => ({ type: 'fixed' as const, amounts: { EUR: text } })),
);

const target = fc.oneof(
  fc.constant({ type: 'order' as const }),
  fc.constant({ type: 'shipping' as const }),
  some.map((selector) => ({ type: 'items' as const, ...selector })),
);

/** Few priorities and groups, so that promotions are in each other's way. */
const frame = fc.record({
  priority: fc.nat({ max: 3 }),
  coupon: fc.constantFrom(null, null, 'ONE', 'TWO', 'THREE'),
  group: fc.constantFrom(null, null, null, 'season'),
  stop: fc.constantFrom(false, false, false, true),
  maximum: fc.option(euros(1_500), { freq: 4 }),
  from: fc.option(euros(9_000), { freq: 3 }),
});

const promotion: fc.Arbitrary<Omit<Promotion, 'id' | 'name'>> = fc
  .tuple(
    frame,
    fc.oneof(
      buyGet.map((action) => ({ action })),
      bundle.map((action) => ({ action })),
      fc.record({ action: reduction, target }),
    ),
  )
  .map(([{ coupon, group, maximum, from, ...rest }, what]) => ({
    ...rest,
    ...what,
    since: '2026-01-01',
    until: null,
    ...(coupon === null ? {} : { coupon }),
    ...(group === null ? {} : { group }),
    ...(maximum === null ? {} : { maximum: { EUR: maximum } }),
    ...(from === null ? {} : { minimumSubtotal: { EUR: from } }),
  }));

const cases = fc
  .record({
    lines: fc.array(
      fc.record({
        sku: fc.constantFrom(...SKUS),
        price: euros(4_000),
        quantity: fc.integer({ min: 1, max: 4 }),
        floor: fc.option(fc.constantFrom('0.50', '5.00'), { freq: 4 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    promotions: fc.array(promotion, { minLength: 1, maxLength: 5 }),
    coupons: fc.subarray(['ONE', 'TWO', 'THREE']),
  })
  .map(({ lines, promotions, coupons }) => {
    const list = promotions.map((one, index) => ({ ...one, id: `p${index}`, name: `P${index}` }));
    const known = coupons.filter((code) => list.some(({ coupon }) => coupon === code));
    return { lines, promotions: list, coupons: known };
  });

test('the best deal never leaves more to pay than promotions one after another', () => {
  fc.assert(
    fc.property(cases, ({ lines, promotions, coupons }) => {
      const rules = compileRules(rulesOf({ priceLists: { EUR: { basis: 'gross' } }, promotions }));
      const cart = cartOf({
        shippingMethod: 'standard',
        coupons,
        lines: lines.map(({ sku, price, quantity, floor }) => ({
          ...line(sku, price, quantity),
          ...(floor === null ? {} : { floorPriceMicros: Math.round(Number(floor) * 1_000_000) }),
        })),
      });
      const payable = (choice: 'best-deal' | 'remaining') => {
        const quoted = quote({ ...cart, settings: { promotions: choice, couponsMax: 3 } }, rules);
        if (!quoted.ok) throw new Error(JSON.stringify(quoted.refusal));
        return quoted.value;
      };
      const inTurn = payable('remaining');
      const best = payable('best-deal');
      expect(best.totals.payable).toBeLessThanOrEqual(inTurn.totals.payable);
      const off = best.discounts.reduce((sum, { amount }) => sum + amount, 0);
      expect(best.deal?.saving).toBe(off);
      expect(best.deal?.bound).toBeGreaterThanOrEqual(off);
      expect(best.totals.discount + (best.shipping.discount ?? 0)).toBe(off);
    }),
    runs,
  );
});
