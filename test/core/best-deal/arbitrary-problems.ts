import fc from 'fast-check';
import type { DealProblem, OrderOffer, UnitOffer } from '../../../src/core/best-deal/problem.js';

/** Few prices, so that ties are frequent. */
const price = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 100, max: 2_000 }));

const subset = (classes: number) =>
  fc
    .array(fc.boolean(), { minLength: classes, maxLength: classes })
    .map((flags) => [...flags.keys()].filter((index) => flags[index]));

const limits = fc.record({
  times: fc.option(fc.integer({ min: 1, max: 2 }), { nil: null }),
  maximum: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 900 }) },
  ),
});

function offerOf(prices: number[], floors: number[], promotion: number): fc.Arbitrary<UnitOffer> {
  const classes = prices.length;
  const share = fc.constantFrom(10, 33, 50, 100);
  const base = { promotion, fixed: 0, givesCheapest: false, caps: [] };
  const off = (set: number[], percent: number) =>
    new Map(
      set.map((index) => {
        const [price, floor] = [prices[index] as number, floors[index] as number];
        return [index, Math.min(Math.round((price * percent) / 100), price - floor)];
      }),
    );
  const percentage = fc
    .tuple(subset(classes), share, limits, fc.option(fc.integer({ min: 1, max: 2 }), { nil: null }))
    .map(([set, percent, limit, cap]) => ({
      ...base,
      ...limit,
      caps: cap === null || set.length === 0 ? [] : [{ classes: set.slice(0, 1), units: cap }],
      parts: [{ quantity: 1, isGiven: true, savings: off(set, percent) }],
    }));
  const bundle = fc
    .tuple(
      fc.array(fc.tuple(subset(classes), fc.integer({ min: 1, max: 3 })), {
        minLength: 1,
        maxLength: 2,
      }),
      fc.integer({ min: 0, max: 1_500 }),
      limits,
    )
    .map(([parts, cost, limit]) => ({
      ...base,
      ...limit,
      fixed: -cost,
      parts: parts.map(([set, quantity]) => ({
        quantity,
        isGiven: false,
        savings: new Map(set.map((index) => [index, prices[index] as number])),
      })),
    }));
  const buyGet = fc
    .tuple(
      subset(classes),
      subset(classes),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      share,
      fc.boolean(),
      limits,
    )
    .map(([paid, given, buy, get, percent, givesCheapest, limit]) => ({
      ...base,
      ...limit,
      givesCheapest,
      parts: [
        { quantity: buy, isGiven: false, savings: new Map(paid.map((index) => [index, 0])) },
        { quantity: get, isGiven: true, savings: off(given, percent) },
      ],
    }));
  return fc.oneof(percentage, bundle, buyGet);
}

const orderOffer = (promotion: number): fc.Arbitrary<OrderOffer> =>
  fc
    .tuple(
      fc.constantFrom('lines' as const, 'shipping' as const),
      fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 2, maxLength: 3 }),
      fc.array(
        fc.oneof(
          fc.record({
            type: fc.constant('ppm' as const),
            value: fc.constantFrom(50_000, 100_000, 500_000),
          }),
          fc.record({
            type: fc.constantFrom('fixed' as const, 'price' as const),
            value: fc.integer({ min: 0, max: 700 }),
          }),
        ),
        { minLength: 3, maxLength: 3 },
      ),
      fc.boolean(),
      fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 500 })),
    )
    .map(([target, thresholds, offs, isOpen, maximum]) => {
      const sorted = [...new Set(thresholds)].sort((a, b) => a - b);
      const steps = sorted.map((atLeast, index) => ({
        atLeast,
        below: sorted[index + 1] ?? (isOpen ? Number.POSITIVE_INFINITY : atLeast + 500),
        off: offs[index] as (typeof offs)[number],
      }));
      return { promotion, target, steps, maximum };
    });

/** At most `unitsMax` units: what can be tried out. */
export const smallProblem = (unitsMax: number): fc.Arbitrary<DealProblem> =>
  fc
    .record({
      prices: fc.array(price, { minLength: 1, maxLength: 5 }),
      counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
      floorShare: fc.constantFrom(0, 0, 0, 0.5),
      unitOffers: fc.integer({ min: 1, max: 4 }),
      orderOffers: fc.integer({ min: 0, max: 3 }),
    })
    .chain(({ prices, counts, floorShare, unitOffers, orderOffers }) => {
      const floors = prices.map((one) => Math.floor(one * floorShare));
      const promotions = unitOffers + orderOffers;
      let left = unitsMax;
      const classes = prices.flatMap((one, index) => {
        const count = Math.min(left, counts[index] as number);
        left -= count;
        return [{ price: one, floor: floors[index] as number, count }];
      });
      return fc.record({
        classes: fc.constant(classes),
        promotions: fc
          .array(fc.constantFrom(null, null, 'A', 'B', 'C'), {
            minLength: promotions,
            maxLength: promotions,
          })
          .map((coupons) => coupons.map((coupon, index) => ({ id: `p${index}`, coupon }))),
        offers: fc.tuple(
          ...Array.from({ length: unitOffers }, (_, index) => offerOf(prices, floors, index)),
        ),
        orderOffers: fc.tuple(
          ...Array.from({ length: orderOffers }, (_, index) => orderOffer(unitOffers + index)),
        ),
        exclusive: fc.oneof(
          fc.constant([]),
          fc.subarray([...Array(promotions).keys()], { minLength: 1 }).map((list) => [list]),
        ),
        couponsMax: fc.constantFrom(null, 0, 1, 2),
        otherLines: fc.constantFrom({ amount: 0, floor: 0 }, { amount: 700, floor: 100 }),
        shipping: fc.constantFrom(0, 490),
        rounding: fc.constant('half-away' as const),
        stepsMax: fc.constant(20_000),
      });
    });
