// What holds for any promotions on any lines.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PricedLine } from '../../../src/core/pricing/priced-line.js';
import type { Promotion, PromotionAction, PromotionTarget } from '../../../src/core/rules.js';
import { settingChoices } from '../../../src/core/settings.js';
import { runs } from '../arbitraries.js';
import { automatic, type Given, priced, promoted } from './promoted.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
const CATEGORIES = ['Kitchen', 'Books', 'Toys'];
const SKUS = ['A', 'B', 'C', 'D', 'E'];

const eur = (max: number) => fc.integer({ min: 1, max }).map((minor) => (minor / 100).toFixed(2));
const amounts = (max: number) => eur(max).map((text) => ({ EUR: text }));
const percentOff = fc.integer({ min: 1, max: 1_000_000 }).map((ppm) => (ppm / 10_000).toFixed(4));

const line: fc.Arbitrary<PricedLine> = fc
  .record({
    sku: fc.constantFrom(...SKUS),
    subtotal: fc.oneof(fc.nat({ max: 99 }), fc.nat({ max: 100_000 })),
    quantity: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constantFrom(0.5, 2.25, 40)),
    category: fc.constantFrom(...CATEGORIES),
    floorPart: fc.constantFrom(0, 0, 0, 0.3, 0.9, 1),
  })
  .map(({ sku, subtotal, quantity, category, floorPart }) =>
    priced(sku, subtotal, quantity, { category, floor: Math.floor(subtotal * floorPart) }),
  );
const lines = fc.array(line, { minLength: 1, maxLength: 12 });

const selector = fc.oneof(
  fc.constant({}),
  fc.subarray(CATEGORIES, { minLength: 1 }).map((categories) => ({ categories })),
  fc.subarray(SKUS, { minLength: 1 }).map((skus) => ({ skus })),
  fc.constantFrom(...SKUS).map((sku) => ({ except: { skus: [sku] } })),
);

const limits = fc.oneof(
  fc.constant({}),
  fc.record({
    unitsPerOrder: fc.integer({ min: 1, max: 5 }),
    take: fc.constantFrom('cheapest' as const, 'dearest' as const),
  }),
  fc.record({ unitsPerLine: fc.integer({ min: 1, max: 3 }) }),
);

const target: fc.Arbitrary<PromotionTarget> = fc.oneof(
  fc.constant({ type: 'order' as const }),
  fc.tuple(selector, limits).map(([of, units]) => ({ type: 'items' as const, ...of, ...units })),
  fc.constant({ type: 'shipping' as const }),
);

const reduction = fc.oneof(
  percentOff.map((text) => ({ type: 'percentage' as const, percent: text })),
  amounts(20_000).map((each) => ({ type: 'fixed' as const, amounts: each })),
);

const action: fc.Arbitrary<PromotionAction> = fc.oneof(
  reduction,
  fc.record({
    type: fc.constant('fixed' as const),
    amounts: amounts(2_000),
    per: fc.constantFrom('line' as const, 'unit' as const, 'each' as const),
  }),
  fc.record({
    type: fc.constant('fixed-price' as const),
    amounts: amounts(5_000),
    per: fc.constantFrom('order' as const, 'line' as const, 'unit' as const),
  }),
  fc.tuple(reduction, reduction).map(([low, high]) => ({
    type: 'tiers' as const,
    by: 'subtotal' as const,
    tiers: [
      { from: { EUR: '10.00' }, action: low },
      { from: { EUR: '200.00' }, action: high },
    ],
  })),
);

const quantity = fc.integer({ min: 1, max: 3 });
const deal: fc.Arbitrary<PromotionAction> = fc
  .record({
    parts: fc.array(fc.record({ of: selector, quantity }), { minLength: 1, maxLength: 3 }),
    way: fc.oneof(
      amounts(5_000).map((price) => ({ price })),
      amounts(2_000).map((amountOff) => ({ amountOff })),
      percentOff.map((text) => ({ percentOff: text })),
      percentOff.map((text) => ({ part: text })),
    ),
    take: fc.constantFrom(undefined, 'cheapest' as const, 'dearest' as const),
    times: fc.constantFrom(undefined, 1, 2),
  })
  .map(({ parts, way, take, times }) => ({
    type: 'deal' as const,
    parts: parts.map((part, nth) =>
      'part' in way && nth === parts.length - 1 ? { ...part, percentOff: way.part } : part,
    ),
    ...('part' in way ? {} : way),
    ...(take === undefined ? {} : { take }),
    ...(times === undefined ? {} : { times }),
  }));

const promotion: fc.Arbitrary<Promotion> = fc
  .record({
    action: fc.oneof({ weight: 2, arbitrary: action }, { weight: 1, arbitrary: deal }),
    target,
    priority: fc.nat({ max: 4 }),
    minimum: fc.option(amounts(30_000)),
    maximum: fc.option(amounts(3_000)),
    group: fc.constantFrom(undefined, undefined, 'g', 'h'),
    stop: fc.constantFrom(false, false, false, true),
    on: fc.constantFrom(undefined, undefined, 'remaining' as const, 'original' as const),
  })
  .map(({ action, target, minimum, maximum, group, on, ...rest }) =>
    automatic(wholePrice(action, target), {
      ...rest,
      ...(action.type === 'deal' ? {} : { target }),
      ...(minimum ? { minimumSubtotal: minimum } : {}),
      ...(maximum ? { maximum } : {}),
      ...(group === undefined ? {} : { group }),
      ...(on === undefined ? {} : { on }),
    }),
  );

/** Shipping has neither lines nor pieces. */
const wholePrice = (action: PromotionAction, { type }: PromotionTarget): PromotionAction =>
  type === 'shipping' && 'per' in action ? { ...action, per: 'order' } : action;

const promotionsOf = (one: fc.Arbitrary<Promotion>, maxLength = 6): fc.Arbitrary<Promotion[]> =>
  fc
    .array(one, { maxLength })
    .map((list) => list.map((each, index) => ({ ...each, id: `p${index}` })));

const settings: fc.Arbitrary<NonNullable<Given['settings']>> = fc.record({
  discountSpread: fc.constantFrom(...settingChoices.discountSpread),
  discountRounding: fc.constantFrom(...settingChoices.discountRounding),
  promotions: fc.constantFrom('remaining' as const, 'original' as const),
  exclusivity: fc.constantFrom(...settingChoices.exclusivity),
  fixedEach: fc.constantFrom(...settingChoices.fixedEach),
  buyGet: fc.constantFrom(...settingChoices.buyGet),
  shippingDiscount: fc.constantFrom(...settingChoices.shippingDiscount),
});

const cases = fc.record({
  lines,
  promotions: promotionsOf(promotion),
  settings,
  shipping: fc.constantFrom(0, 1, 490),
});

const orderWide: fc.Arbitrary<Promotion> = fc
  .record({ action: reduction, priority: fc.nat({ max: 4 }), minimum: fc.option(amounts(30_000)) })
  .map(({ action, priority, minimum }) =>
    automatic(action, { priority, ...(minimum ? { minimumSubtotal: minimum } : {}) }),
  );

describe('properties', { timeout: 300_000 }, () => {
  test('the shares of lines and shipping sum to the discounts, of which none is for nothing', () => {
    fc.assert(
      fc.property(cases, ({ lines, promotions, ...given }) => {
        const { off, shippingOff, discounts, total } = promoted(lines, promotions, given);
        expect(sum(off) + shippingOff).toBe(total);
        expect(sum(discounts.map(({ shippingAmount = 0 }) => shippingAmount))).toBe(shippingOff);
        expect(discounts.filter(({ amount }) => !(amount > 0))).toEqual([]);
      }),
      runs,
    );
  });

  test('no line is below its floor, dearer than before, or below zero', () => {
    fc.assert(
      fc.property(cases, ({ lines, promotions, ...given }) => {
        const { lines: left, shippingOff } = promoted(lines, promotions, given);
        for (const { subtotal, remaining, floor } of left) {
          expect(Number.isSafeInteger(remaining)).toBe(true);
          expect(remaining).toBeGreaterThanOrEqual(floor);
          expect(remaining).toBeLessThanOrEqual(subtotal);
        }
        expect(shippingOff).toBeGreaterThanOrEqual(0);
        expect(shippingOff).toBeLessThanOrEqual(given.shipping);
      }),
      runs,
    );
  });

  test('a discount is never more than what its targets cost, nor than its maximum', () => {
    fc.assert(
      fc.property(lines, promotion, settings, (given, one, choices) => {
        const { off, total } = promoted(given, [one], { settings: choices });
        const { target, maximum } = one;
        if (maximum) expect(total).toBeLessThanOrEqual(Math.round(Number(maximum.EUR) * 100));
        for (const [index, { category, sku }] of given.entries()) {
          if (target?.type !== 'items') continue;
          const { categories, skus, except } = target;
          const isMeant =
            (!categories && !skus) || categories?.includes(category) || skus?.includes(sku);
          if (!isMeant || except?.skus?.includes(sku)) expect(off[index]).toBe(0);
        }
      }),
      runs,
    );
  });

  test('what is explained of the lines is what is taken off them', () => {
    fc.assert(
      fc.property(cases, ({ lines, promotions, ...given }) => {
        const { off, explanation } = promoted(lines, promotions, given);
        for (const [index, share] of off.entries()) {
          const entries = explanation.filter(({ subject }) => subject === `/lines/${index}`);
          expect(sum(entries.map(({ amount }) => amount))).toBe(share);
        }
      }),
      runs,
    );
  });

  test('the order in which promotions are written changes nothing', () => {
    fc.assert(
      fc.property(cases, ({ lines, promotions, ...given }) => {
        const one = promoted(lines, promotions, given);
        const other = promoted(lines, [...promotions].reverse(), given);
        expect(other.discounts).toEqual(one.discounts);
        expect(other.off).toEqual(one.off);
      }),
      runs,
    );
  });

  test('the order of the lines changes no total when promotions are about the whole order', () => {
    const shuffled = lines.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, promotionsOf(orderWide), settings, ([one, other], list, choices) => {
        const given = { settings: { ...choices, shippingDiscount: 'none' as const } };
        expect(promoted(other, list, given).discounts).toEqual(
          promoted(one, list, given).discounts,
        );
      }),
      runs,
    );
  });

  test('on the original price, priorities change nothing as long as there is enough to take off', () => {
    const mild = fc
      .record({
        percent: fc.integer({ min: 1, max: 150_000 }),
        target,
        priority: fc.nat({ max: 4 }),
      })
      .map(({ percent, target, priority }) =>
        automatic(
          { type: 'percentage', percent: (percent / 10_000).toFixed(4) },
          { target, priority, minimumSubtotal: { EUR: '20.00' } },
        ),
      );
    const rich = lines.map((list) =>
      list.map((each) => priced(each.sku, each.subtotal + 1_000, 2, { category: each.category })),
    );
    fc.assert(
      fc.property(
        rich,
        promotionsOf(mild, 5),
        fc.array(fc.nat({ max: 9 }), { minLength: 5, maxLength: 5 }),
        (given, list, order) => {
          const options: Given = { settings: { promotions: 'original' }, shipping: 490 };
          const moved = list.map((each, index) => ({ ...each, priority: order[index] as number }));
          const one = promoted(given, list, options);
          const other = promoted(given, moved, options);
          expect(other.off).toEqual(one.off);
          expect(other.total).toBe(one.total);
        },
      ),
      runs,
    );
  });

  test('ten times the prices and amounts are ten times the discount, within rounding', () => {
    const scalable = fc
      .record({ action: reduction, target, priority: fc.nat({ max: 4 }) })
      .map(({ action, target, priority }) => automatic(action, { target, priority }));
    const timesTen = ({ action, ...rest }: Promotion): Promotion => ({
      ...rest,
      action:
        action.type === 'fixed'
          ? { ...action, amounts: { EUR: (Number(action.amounts.EUR) * 10).toFixed(2) } }
          : action,
    });
    fc.assert(
      fc.property(lines, promotionsOf(scalable, 4), (given, list) => {
        const whole = given.map((each) => ({ ...each, floor: 0 }));
        const large = whole.map((each) => ({
          ...each,
          subtotal: each.subtotal * 10,
          remaining: each.remaining * 10,
        }));
        const one = promoted(whole, list).total;
        const ten = promoted(large, list.map(timesTen)).total;
        // Each promotion rounds itself, its shares and its units, each by less than a unit a line.
        const slack = 10 * list.length * (given.length + 1);
        expect(Math.abs(ten - 10 * one)).toBeLessThanOrEqual(slack);
      }),
      runs,
    );
  });

  test('one more member of a group of which the best applies never raises the price', () => {
    const member = promotion.map((each) => ({ ...each, group: 'g', stop: false }));
    fc.assert(
      fc.property(lines, promotionsOf(member, 5), member, (given, list, one) => {
        const before = promoted(given, list, { shipping: 490 }).total;
        const more = [...list, { ...one, id: 'one' }];
        expect(promoted(given, more, { shipping: 490 }).total).toBeGreaterThanOrEqual(before);
      }),
      runs,
    );
  });
});
