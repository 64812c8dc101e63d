import { describe, expect, test } from 'vitest';
import type { PromotionAction } from '../../../src/core/rules.js';
import { automatic, fixed, percent, priced, promoted } from './promoted.js';

const mugs = priced('MUG', 3_000, 3);
const book = priced('BOOK', 2_500, 1, { category: 'Books' });
const cloth = priced('CLOTH', 1_500, 1.5);
const books = { type: 'items' as const, categories: ['Books'] };
const price = (eur: string, per?: 'order' | 'line' | 'unit'): PromotionAction => ({
  type: 'fixed-price',
  amounts: { EUR: eur },
  ...(per === undefined ? {} : { per }),
});

describe('a fixed amount', () => {
  test.each<[string, PromotionAction, number[]]>([
    ['is taken off once over all', fixed('11.00'), [600, 500]],
    ['per line is taken off each line', fixed('4.00', 'line'), [400, 400]],
    ['per unit is taken off each piece', fixed('4.00', 'unit'), [1_200, 400]],
    ['per unit never brings a piece below zero', fixed('20.00', 'unit'), [3_000, 2_000]],
    ['per line never brings a line below zero', fixed('28.00', 'line'), [2_800, 2_500]],
  ])('%s', (_, action, off) => {
    expect(promoted([mugs, book], [automatic(action)]).off).toEqual(off);
  });

  test('of each is per unit, or per line as the setting says', () => {
    const each = [automatic(fixed('4.00', 'each'))];
    expect(promoted([mugs, book], each).off).toEqual([1_200, 400]);
    expect(promoted([mugs, book], each, { settings: { fixedEach: 'line' } }).off).toEqual([
      400, 400,
    ]);
  });

  test('per unit counts parts of a piece', () => {
    expect(promoted([cloth], [automatic(fixed('2.01', 'unit'))]).off).toEqual([302]);
  });
});

describe('a fixed price', () => {
  test.each<[string, PromotionAction, number[]]>([
    ['is what a piece costs from now on', price('7.00'), [900, 1_800]],
    ['of a line', price('7.00', 'line'), [2_300, 1_800]],
    ['of all together is spread like any discount', price('33.00', 'order'), [1_200, 1_000]],
    ['makes nothing dearer', price('11.00'), [0, 1_400]],
  ])('%s', (_, action, off) => {
    expect(promoted([mugs, book], [automatic(action)]).off).toEqual(off);
  });

  test('is one for the shipping too', () => {
    const flat = automatic(price('2.00'), { target: { type: 'shipping' } });
    expect(promoted([mugs], [flat], { shipping: 490 })).toMatchObject({
      shippingOff: 290,
      off: [0],
      discounts: [{ amount: 290, shippingAmount: 290 }],
    });
  });
});

describe('tiers', () => {
  const spend = automatic({
    type: 'tiers',
    by: 'subtotal',
    tiers: [
      { from: { EUR: '50.00' }, action: { type: 'fixed', amounts: { EUR: '5.00' } } },
      { from: { EUR: '100.00' }, action: { type: 'fixed', amounts: { EUR: '15.00' } } },
    ],
  });
  test.each([
    [4_999, 0],
    [5_000, 500],
    [9_999, 500],
    [10_000, 1_500],
  ])('by what is spent: %d saves %d', (subtotal, off) => {
    expect(promoted([priced('A', subtotal)], [spend]).total).toBe(off);
  });

  test('by quantity count the pieces of their targets alone', () => {
    const more = automatic(
      {
        type: 'tiers',
        by: 'quantity',
        tiers: [
          { from: 2, action: { type: 'percentage', percent: '10' } },
          { from: 4, action: { type: 'percentage', percent: '20' } },
        ],
      },
      { target: { type: 'items', skus: ['MUG'] } },
    );
    expect(promoted([mugs, book], [more]).off).toEqual([300, 0]);
    expect(promoted([priced('MUG', 4_000, 4), book], [more]).off).toEqual([800, 0]);
    expect(promoted([priced('MUG', 1_000), book], [more]).off).toEqual([0, 0]);
  });
});

describe('targets', () => {
  test('of shipping: a hundred per cent off is free shipping', () => {
    const free = automatic(percent('100'), { target: { type: 'shipping' } });
    expect(promoted([mugs], [free], { shipping: 490 })).toMatchObject({
      shippingOff: 490,
      off: [0],
    });
    expect(promoted([mugs], [free], { shipping: 0 }).discounts).toEqual([]);
  });

  test('of the order leave shipping alone, or share with it as the setting says', () => {
    const ten = [automatic(percent('10'))];
    expect(promoted([mugs], ten, { shipping: 500 })).toMatchObject({ off: [300], shippingOff: 0 });
    expect(
      promoted([mugs], ten, { shipping: 500, settings: { shippingDiscount: 'pro-rata' } }),
    ).toMatchObject({
      off: [300],
      shippingOff: 50,
      discounts: [{ amount: 350, shippingAmount: 50 }],
    });
  });

  test('of items are never shared with shipping', () => {
    const ten = [automatic(percent('10'), { target: books })];
    const given = { shipping: 500, settings: { shippingDiscount: 'pro-rata' as const } };
    expect(promoted([mugs, book], ten, given)).toMatchObject({ off: [0, 250], shippingOff: 0 });
  });

  const cups = [priced('A', 1_000, 2), priced('B', 2_400, 3), priced('C', 900, 3)];
  test.each<[object, number[]]>([
    [{ unitsPerLine: 1 }, [50, 80, 30]],
    [{ unitsPerOrder: 4 }, [50, 240, 0]],
    [{ unitsPerOrder: 4, take: 'dearest' }, [50, 240, 0]],
    [{ unitsPerOrder: 4, take: 'cheapest' }, [50, 0, 90]],
    [{ unitsPerOrder: 3, unitsPerLine: 2, take: 'cheapest' }, [50, 0, 60]],
    [{ unitsPerOrder: 100 }, [100, 240, 90]],
  ])('with a limit on units: %j', (limits, off) => {
    const some = automatic(percent('10'), { target: { type: 'order', ...limits } });
    expect(promoted(cups, [some]).off).toEqual(off);
  });

  test('with a limit on units leave out what is sold by the part of a piece', () => {
    const one = automatic(percent('10'), { target: { type: 'order', unitsPerOrder: 1 } });
    expect(promoted([cloth, mugs], [one]).off).toEqual([0, 100]);
  });
});

describe('no promotion', () => {
  test('takes a line below its floor; what that keeps back is borne by the others', () => {
    const lines = [priced('A', 1_000, 1, { floor: 900 }), priced('B', 1_000)];
    expect(promoted(lines, [automatic(fixed('6.00'))]).off).toEqual([100, 500]);
    expect(promoted(lines, [automatic(percent('100'))]).off).toEqual([100, 1_000]);
    expect(promoted(lines, [automatic(fixed('3.00', 'line'))]).off).toEqual([100, 300]);
    expect(promoted(lines, [automatic(price('5.00'))]).off).toEqual([100, 500]);
  });

  test('takes anything off a line that is below its floor already', () => {
    const line = priced('A', 1_000, 1, { floor: 1_200 });
    expect(promoted([line], [automatic(percent('10'))]).discounts).toEqual([]);
  });

  test('takes more off than its maximum', () => {
    const capped = automatic(percent('50'), { maximum: { EUR: '11.00' } });
    expect(promoted([mugs, book], [capped])).toMatchObject({ off: [600, 500], total: 1_100 });
    expect(promoted([mugs, book], [{ ...capped, maximum: { USD: '1.00' } }]).total).toBe(2_750);
  });
});

describe('on the original price', () => {
  const twice = [
    automatic(percent('20'), { id: 'a', priority: 1 }),
    automatic(percent('10'), { id: 'b', priority: 2 }),
  ];
  test('percentages add up; on what is left they do not', () => {
    expect(promoted([mugs], twice).total).toBe(600 + 240);
    expect(promoted([mugs], twice, { settings: { promotions: 'original' } }).total).toBe(900);
  });

  test('together they take off no more than there is', () => {
    const all = twice.map((each) => ({ ...each, action: percent('60') }));
    const { discounts } = promoted([mugs], all, { settings: { promotions: 'original' } });
    expect(discounts.map(({ amount }) => amount)).toEqual([1_800, 1_200]);
  });

  test('one promotion may be computed otherwise than the others', () => {
    const [first, second] = twice as [(typeof twice)[0], (typeof twice)[0]];
    expect(promoted([mugs], [first, { ...second, on: 'original' }]).total).toBe(900);
  });
});

test('a tie of a discount is rounded as the setting says', () => {
  const half = [automatic(percent('10'))];
  const off = (discountRounding: 'half-away' | 'half-even' | 'half-down') =>
    promoted([priced('A', 25)], half, { settings: { discountRounding } }).total;
  expect([off('half-away'), off('half-even'), off('half-down')]).toEqual([3, 2, 2]);
});
