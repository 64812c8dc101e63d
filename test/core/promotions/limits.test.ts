// Which of the promotions that hold apply: groups, stops, budgets, gifts.

import { describe, expect, test } from 'vitest';
import type { Promotion } from '../../../src/core/rules.js';
import { automatic, fixed, percent, priced, promoted, refusedWith, soap } from './promoted.js';

const lines = [priced('MUG', 10_000, 2)];
const names = (promotions: Promotion[], given = {}): string[] =>
  promoted(lines, promotions, given).discounts.map(({ promotion = '' }) => promotion);

describe('of an exclusivity group', () => {
  const ten = automatic(percent('10'), { id: 'ten', priority: 1, group: 'sale' });
  const twenty = automatic(percent('20'), { id: 'twenty', priority: 2, group: 'sale' });
  const other = automatic(fixed('1.00'), { id: 'other', priority: 3, group: 'other' });

  test('the one that saves most stands alone, beside those of other groups', () => {
    expect(names([ten, twenty, other])).toEqual(['twenty', 'other']);
  });

  test('the first by priority stands alone where the setting says so', () => {
    expect(names([twenty, ten], { settings: { exclusivity: 'first' } })).toEqual(['ten']);
  });

  test('equal ones are decided by priority, then id', () => {
    const same = { ...twenty, action: percent('10') };
    expect(names([same, ten])).toEqual(['ten']);
    expect(
      names([
        { ...ten, id: 'b' },
        { ...ten, id: 'a' },
      ]),
    ).toEqual(['a']);
  });

  test('one that gives nothing does not stand in the way', () => {
    const none = { ...ten, minimumSubtotal: { EUR: '1000' } };
    expect(names([none, twenty], { settings: { exclusivity: 'first' } })).toEqual(['twenty']);
  });

  test('the best is the best after its maximum', () => {
    expect(names([ten, { ...twenty, maximum: { EUR: '9.99' } }])).toEqual(['ten']);
  });
});

describe('a promotion that stops', () => {
  const stop = automatic(percent('10'), { id: 'stop', priority: 1, stop: true });
  const later = automatic(percent('10'), { id: 'later', priority: 2 });
  test('is the last to apply, once it has', () => {
    expect(names([later, stop])).toEqual(['stop']);
    expect(names([later, { ...stop, minimumSubtotal: { EUR: '1000' } }])).toEqual(['later']);
  });
});

describe('a limit', () => {
  const coupon = automatic(percent('10'), { id: 'ten', coupon: 'TEN' });
  const usage = (left: object) => ({
    ten: { uses: null, customerUses: null, budgetMinor: null, ...left },
  });
  const used = { type: 'coupon-used-up', coupon: 'TEN', promotion: 'ten' };

  test.each([{ uses: 0 }, { customerUses: 0 }, { budgetMinor: 0 }])(
    'that has been reached refuses the coupon and skips an automatic promotion: %j',
    (left) => {
      const cart = { usage: usage(left) };
      const { coupon: _, ...free } = coupon;
      expect(refusedWith(lines, [coupon], { cart: { ...cart, coupons: ['TEN'] } })).toEqual(used);
      expect(names([free], { cart })).toEqual([]);
    },
  );

  test.each([{ uses: 1 }, { customerUses: 1 }, { budgetMinor: 1_000 }])(
    'that has not been reached lets it apply: %j',
    (left) => {
      expect(names([coupon], { cart: { usage: usage(left), coupons: ['TEN'] } })).toEqual(['ten']);
    },
  );

  test('refuses no coupon that another promotion can still be had for', () => {
    const second = { ...coupon, id: 'second', priority: 200 };
    const cart = { usage: usage({ uses: 0 }), coupons: ['TEN'] };
    expect(names([coupon, second], { cart })).toEqual(['second']);
  });

  test('on money that does not cover the discount gives nothing, or what is left of it', () => {
    const cart = { usage: usage({ budgetMinor: 999 }), coupons: ['TEN'] };
    expect(refusedWith(lines, [coupon], { cart })).toEqual(used);
    const { coupon: _, ...free } = coupon;
    expect(names([free], { cart: { usage: cart.usage } })).toEqual([]);
    const partial = { cart, settings: { budget: 'partial' as const } };
    expect(promoted(lines, [coupon], partial).total).toBe(999);
  });

  test('excludes promotions that the cart names', () => {
    expect(names([coupon], { cart: { coupons: ['TEN'], excludedPromotions: ['ten'] } })).toEqual(
      [],
    );
  });
});

describe('a gift', () => {
  const gift = automatic({ type: 'gift', sku: 'SOAP', quantity: 2 }, { id: 'gift' });
  test('is a line that costs nothing and says who gave it', () => {
    const result = promoted(lines, [gift], { cart: { gifts: { SOAP: soap } } });
    expect(result.lines).toHaveLength(2);
    expect(result.lines[1]).toMatchObject({
      sku: 'SOAP',
      quantityMicros: 2_000_000,
      subtotal: 0,
      remaining: 0,
      giftOf: 'gift',
    });
    expect(result.discounts).toEqual([]);
  });

  test('that is not known is not given, and the explanation says so', () => {
    const result = promoted(lines, [gift], { cart: { gifts: {} } });
    expect(result.lines).toHaveLength(1);
    expect(result.explanation.map(({ text }) => text)).toEqual([
      'Offer takes nothing off: the article SOAP, which it gives away, is not known',
    ]);
  });

  test('counts as no piece and no money for the promotions after it', () => {
    const late = automatic(percent('10'), {
      id: 'late',
      priority: 200,
      condition: { quantity: { atLeast: 3 } },
    });
    expect(names([gift, late], { cart: { gifts: { SOAP: soap } } })).toEqual([]);
  });
});

describe('the explanation', () => {
  test('lets a person recompute the discount and each share of it', () => {
    const two = [priced('A', 1_000), priced('B', 2_333)];
    const { explanation } = promoted(two, [automatic(percent('12.5'))]);
    expect(explanation).toEqual([
      {
        subject: '/discounts/0',
        rule: 'promotion',
        text: 'Offer: 33.33 EUR × 12.5 ÷ 100 = 4.17 EUR',
        amount: 417,
      },
      {
        subject: '/lines/0',
        rule: 'promotion',
        text: 'Offer: 4.17 EUR × 10.00 EUR ÷ 33.33 EUR = 1.25112, largest remainder first, of equal ones the first line: 1.25 EUR',
        amount: 125,
      },
      {
        subject: '/lines/1',
        rule: 'promotion',
        text: 'Offer: 4.17 EUR × 23.33 EUR ÷ 33.33 EUR = 2.91887, largest remainder first, of equal ones the first line: 2.92 EUR',
        amount: 292,
      },
    ]);
  });

  test('says why a coupon did nothing', () => {
    const coupon = automatic(percent('10'), { coupon: 'TEN', minimumSubtotal: { EUR: '200' } });
    const { explanation } = promoted(lines, [coupon], { cart: { coupons: ['TEN'] } });
    expect(explanation.map(({ text }) => text)).toEqual([
      'Offer (coupon TEN) takes nothing off: its condition does not hold at its turn',
    ]);
  });

  test('names the units of a deal, the maximum, and the others of a group', () => {
    const deal = automatic(
      {
        type: 'deal',
        parts: [
          { of: {}, quantity: 1 },
          { of: {}, quantity: 1, percentOff: '100' },
        ],
      },
      { group: 'g', maximum: { EUR: '40.00' } },
    );
    const less = automatic(percent('1'), { id: 'less', name: 'Less', group: 'g', priority: 101 });
    const { explanation } = promoted(lines, [deal, less]);
    expect(explanation[0]?.text).toBe(
      'Offer: 1 × the deal with 1 of 2 MUG + 1 of 2 MUG, 50.00 EUR × 100 ÷ 100 = 50.00 EUR; at most 40.00 EUR an order; the best of the group g (ties by priority, then id), before Less 1.00 EUR',
    );
    expect(explanation.at(-1)?.text).toBe(
      'Less takes nothing off: Offer of the same group stands instead',
    );
  });
});
