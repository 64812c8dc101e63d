import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compilePromotions,
  promotionFaults,
} from '../../../src/core/promotions/compile-promotions.js';
import { RuleError } from '../../../src/core/rule-faults.js';
import type { Condition, Promotion } from '../../../src/core/rules.js';
import { runs } from '../arbitraries.js';

const valid = {
  id: 'sale',
  name: 'Sale',
  priority: 1,
  action: { type: 'percentage', percent: '10' },
  since: '2026-01-01',
  until: null,
};

const faultsOf = (changes: object): [string, string][] =>
  promotionFaults({ ...valid, ...changes }, '').map(({ pointer, detail }) => [pointer, detail]);

const action = (changes: object): object => ({ action: changes });
const EUR = (amount: unknown) => ({ EUR: amount });
const mugs = { skus: ['MUG'] };

describe('a promotion without a mistake', () => {
  test.each<[string, object]>([
    ['a percentage', {}],
    [
      'everything at once',
      {
        coupon: 'SALE',
        condition: {
          all: [
            {
              any: [
                { subtotal: { atLeast: EUR('10'), below: EUR('90'), of: { tags: ['sale'] } } },
                { weekday: [1, 7] },
              ],
            },
            { not: { country: ['CH', 'NO'] } },
            { quantity: { atLeast: 1.5, below: 3 } },
            { contains: { categories: ['Books'], except: { skus: ['B'] } } },
            { customerGroup: ['vip'] },
            { firstOrder: true },
            { paymentMethod: ['card'] },
            { date: { since: '2026-02-01' } },
            { coupon: 'OTHER' },
          ],
        },
        target: { type: 'items', tags: ['sale'], unitsPerOrder: 3, take: 'cheapest' },
        minimumSubtotal: EUR('5'),
        group: 'g',
        stop: true,
        maximum: EUR('20.00'),
        on: 'original',
        limit: { uses: 5, usesPerCustomer: 1, budget: EUR('100') },
      },
    ],
    [
      'a deal',
      action({
        type: 'deal',
        parts: [{ of: mugs, quantity: 3 }],
        price: EUR('20.00'),
        times: 2,
        take: 'dearest',
      }),
    ],
    ['a gift', action({ type: 'gift', sku: 'SOAP', quantity: 1 })],
    [
      'tiers',
      action({
        type: 'tiers',
        by: 'quantity',
        tiers: [{ from: 2, action: { type: 'percentage', percent: '5' } }],
      }),
    ],
    ['a field that code left undefined', { coupon: undefined }],
  ])('%s', (_, changes) => {
    expect(faultsOf(changes)).toEqual([]);
  });
});

describe('a mistake of form', () => {
  test.each<[string, object, string, string]>([
    ['an unknown field', { percnt: 1 }, '/percnt', 'is not a known field'],
    [
      'an unknown field deep down',
      { target: { type: 'items', sku: 'A' } },
      '/target/sku',
      'is not a known field',
    ],
    [
      'an unknown field of a selector',
      { condition: { contains: { skus: ['A'], excpt: {} } } },
      '/condition/contains/excpt',
      'is not a known field',
    ],
    [
      'a field named like a built-in',
      JSON.parse('{"__proto__x":1,"constructor":1}'),
      '/__proto__x',
      'is not a known field',
    ],
    ['a pointer with a slash in it', { 'a/b~': 1 }, '/a~1b~0', 'is not a known field'],
    ['no name', { name: undefined }, '/name', 'is missing'],
    ['an empty name', { name: ' ' }, '/name', 'is empty'],
    [
      'a coupon with a space around it',
      { coupon: 'SALE ' },
      '/coupon',
      'begins or ends with a space',
    ],
    ['a priority that is a text', { priority: '1' }, '/priority', 'is not a whole number'],
    [
      'a priority without end',
      { priority: Number.POSITIVE_INFINITY },
      '/priority',
      'is not a whole number',
    ],
    [
      'a percentage that is a number',
      action({ type: 'percentage', percent: 10 }),
      '/action/percent',
      'is not a text such as "12.5"',
    ],
    [
      'a percentage over a hundred',
      action({ type: 'percentage', percent: '101' }),
      '/action/percent',
      '"101" is over 100',
    ],
    [
      'a percentage below zero',
      action({ type: 'percentage', percent: '-1' }),
      '/action/percent',
      '"-1" is not a decimal number with at most six decimals',
    ],
    [
      'a percentage that is not finite',
      action({ type: 'percentage', percent: 'NaN' }),
      '/action/percent',
      '"NaN" is not a decimal number with at most six decimals',
    ],
    [
      'an unknown action',
      action({ type: 'percent', percent: '1' }),
      '/action/type',
      'is none of percentage, fixed, fixed-price, tiers, deal, gift',
    ],
    [
      'an amount finer than a cent',
      action({ type: 'fixed', amounts: EUR('1.005') }),
      '/action/amounts/EUR',
      '"1.005" is finer than the currency\'s minor unit',
    ],
    [
      'an amount that is a number',
      action({ type: 'fixed', amounts: EUR(1) }),
      '/action/amounts/EUR',
      'is not a text such as "12.90"',
    ],
    [
      'an unknown currency',
      action({ type: 'fixed', amounts: { EURO: '1' } }),
      '/action/amounts/EURO',
      'is not a currency of ISO 4217',
    ],
    ['no currency', { minimumSubtotal: {} }, '/minimumSubtotal', 'has no currency'],
    [
      'an empty selector list',
      { target: { type: 'items', skus: [] } },
      '/target/skus',
      'is an empty list',
    ],
    [
      'a selector list that is none',
      { target: { type: 'items', skus: 'A' } },
      '/target/skus',
      'is not a list',
    ],
    [
      'an SKU that is a number',
      { target: { type: 'items', skus: [1] } },
      '/target/skus/0',
      'is not a text',
    ],
    [
      'an unknown target',
      { target: { type: 'cart' } },
      '/target/type',
      'is none of order, items, shipping',
    ],
    ['a target that is a text', { target: 'order' }, '/target', 'is not an object'],
    [
      'no units in an order',
      { target: { type: 'order', unitsPerOrder: 0 } },
      '/target/unitsPerOrder',
      'is not from 1 to 1000000000',
    ],
    [
      'half a unit in a line',
      { target: { type: 'order', unitsPerLine: 0.5 } },
      '/target/unitsPerLine',
      'is not a whole number',
    ],
    [
      'a weekday after Sunday',
      { condition: { weekday: [8] } },
      '/condition/weekday/0',
      'is not from 1 to 7',
    ],
    [
      'an unknown country',
      { condition: { country: ['UK'] } },
      '/condition/country/0',
      'is not a country code of ISO 3166-1',
    ],
    [
      'an unknown condition',
      { condition: { hour: 3 } },
      '/condition/hour',
      expect.stringContaining('is none of all, any'),
    ],
    [
      'two conditions in one',
      { condition: { firstOrder: true, coupon: 'A' } },
      '/condition',
      expect.stringContaining('is not an object with one of all'),
    ],
    ['no condition in all', { condition: { all: [] } }, '/condition/all', 'is an empty list'],
    [
      'a day that is not in the calendar',
      { since: '2026-02-29' },
      '/since',
      '2026-02-29 is not in the calendar',
    ],
    [
      'a date with a time',
      { until: '2026-03-01T00:00' },
      '/until',
      'is not a date such as 2026-12-31',
    ],
    [
      'a gift of none',
      action({ type: 'gift', sku: 'A', quantity: 0 }),
      '/action/quantity',
      'is not from 1 to 1000000000',
    ],
    [
      'a part of no units',
      action({ type: 'deal', parts: [{ of: mugs, quantity: 0, percentOff: '1' }] }),
      '/action/parts/0/quantity',
      'is not from 1 to 1000000000',
    ],
    ['a stop that is a text', { stop: 'yes' }, '/stop', 'is neither true nor false'],
    ['a group without a name', { group: '' }, '/group', 'is empty'],
    ['an unknown way of stacking', { on: 'best' }, '/on', 'is none of remaining, original'],
    ['a limit of no uses', { limit: { uses: 0 } }, '/limit/uses', 'is not from 1 to 1000000000'],
  ])('%s', (_, changes, pointer, detail) => {
    expect(faultsOf(changes)).toContainEqual([pointer, detail]);
  });

  test.each([null, 'sale', 7, []])('%j instead of a promotion', (value) => {
    expect(promotionFaults(value, '/promotions/0')).toEqual([
      { pointer: '/promotions/0', detail: 'is not an object' },
    ]);
  });

  test('conditions nested without end do not end in a crash', () => {
    let condition: unknown = { firstOrder: true };
    for (let depth = 0; depth < 10_000; depth += 1) condition = { not: condition };
    const [fault] = faultsOf({ condition });
    expect(fault?.[1]).toBe('is nested too deep');
  });
});

describe('a promotion that contradicts itself', () => {
  const deal = (changes: object) =>
    action({ type: 'deal', parts: [{ of: mugs, quantity: 3 }], ...changes });
  const tiers = (by: string, ...from: unknown[]) =>
    action({
      type: 'tiers',
      by,
      tiers: from.map((each) => ({ from: each, action: { type: 'percentage', percent: '5' } })),
    });

  test.each<[string, object, string, string]>([
    ['ends on its first day', { until: '2026-01-01' }, '/until', 'is not after since'],
    [
      'asks for a date that ends before it begins',
      { condition: { date: { since: '2026-05-01', until: '2026-04-01' } } },
      '/condition/date/until',
      'is not after since',
    ],
    [
      'asks for a date without a bound',
      { condition: { date: {} } },
      '/condition/date',
      'has neither since nor until',
    ],
    [
      'asks for a subtotal below what it has to reach',
      { condition: { subtotal: { atLeast: EUR('20'), below: EUR('20') } } },
      '/condition/subtotal/below/EUR',
      'is not above atLeast',
    ],
    [
      'asks for a quantity below what it has to reach',
      { condition: { quantity: { atLeast: 3, below: 2 } } },
      '/condition/quantity/below',
      'is not above atLeast',
    ],
    [
      'asks for a subtotal without a bound',
      { condition: { subtotal: {} } },
      '/condition/subtotal',
      'has neither atLeast nor below',
    ],
    [
      'asks for articles that it does not name',
      { condition: { contains: {} } },
      '/condition/contains',
      'names no articles',
    ],
    [
      'excepts everything',
      { target: { type: 'items', except: {} } },
      '/target/except',
      'excepts everything',
    ],
    ['is a deal that gives nothing', deal({}), '/action', 'is a deal that gives nothing'],
    [
      'is a deal that gives nothing of a hundred',
      deal({ percentOff: '0' }),
      '/action',
      'is a deal that gives nothing',
    ],
    [
      'is a deal with a price and a percentage',
      deal({ price: EUR('20'), percentOff: '5' }),
      '/action/percentOff',
      'contradicts another reduction of the deal',
    ],
    [
      'is a deal with a price and a percentage of a part',
      action({
        type: 'deal',
        parts: [{ of: mugs, quantity: 3, percentOff: '5' }],
        price: EUR('20'),
      }),
      '/action/parts/0/percentOff',
      'contradicts the reduction of the whole deal',
    ],
    [
      'is a deal with a target',
      { ...deal({ price: EUR('20') }), target: { type: 'order' } },
      '/target',
      expect.stringContaining('has no meaning for a deal'),
    ],
    [
      'is a gift with a target',
      { ...action({ type: 'gift', sku: 'A', quantity: 1 }), target: { type: 'shipping' } },
      '/target',
      'has no meaning for a gift',
    ],
    [
      'is a gift with a maximum',
      { ...action({ type: 'gift', sku: 'A', quantity: 1 }), maximum: EUR('5') },
      '/maximum',
      'has no meaning for a gift',
    ],
    [
      'has tiers that do not ascend',
      tiers('quantity', 5, 5),
      '/action/tiers/1/from',
      'is not above the tier before it',
    ],
    [
      'has amounts of tiers that do not ascend',
      tiers('subtotal', EUR('100'), EUR('50')),
      '/action/tiers/1/from/EUR',
      'is not above the tier before it',
    ],
    [
      'has tiers by quantity from amounts',
      tiers('quantity', EUR('5')),
      '/action/tiers/0/from',
      'is not a quantity',
    ],
    [
      'says which units first without a limit',
      { target: { type: 'order', take: 'dearest' } },
      '/target/take',
      expect.stringContaining('no limit on units'),
    ],
    [
      'takes an amount off each piece of the shipping',
      { action: { type: 'fixed', amounts: EUR('1'), per: 'unit' }, target: { type: 'shipping' } },
      '/action/per',
      expect.stringContaining('has no meaning for shipping'),
    ],
    ['takes off nothing at most', { maximum: EUR('0.00') }, '/maximum/EUR', 'is zero'],
    ['limits nothing', { limit: {} }, '/limit', 'limits nothing'],
    [
      'has an amount in one currency and a minimum in another',
      { action: { type: 'fixed', amounts: EUR('1') }, minimumSubtotal: { USD: '5' } },
      '',
      'names amounts, but no currency in all of them',
    ],
  ])('%s', (_, changes, pointer, detail) => {
    expect(faultsOf(changes)).toEqual([[pointer, detail]]);
  });

  const never: [string, Condition, Partial<Promotion>?][] = [
    ['a coupon and not that coupon', { all: [{ coupon: 'A' }, { not: { coupon: 'A' } }] }],
    ['not its own coupon', { not: { coupon: 'SALE' } }, { coupon: 'SALE' }],
    ['two countries at once', { all: [{ country: ['DE'] }, { country: ['FR', 'AT'] }] }],
    ['no day of the week', { not: { weekday: [1, 2, 3, 4, 5, 6, 7] } }],
    ['a first order that is not', { all: [{ firstOrder: true }, { firstOrder: false }] }],
    [
      'a subtotal out of reach of another',
      {
        all: [
          { subtotal: { atLeast: { EUR: '50' } } },
          { not: { subtotal: { atLeast: { EUR: '20' } } } },
        ],
      },
    ],
    [
      'less than its own minimum',
      { subtotal: { below: { EUR: '20' } } },
      { minimumSubtotal: { EUR: '20' } },
    ],
    [
      'a quantity below and above',
      {
        all: [
          { quantity: { atLeast: 5, of: mugs } },
          { quantity: { below: 5, of: { skus: ['MUG', 'MUG'] } } },
        ],
      },
    ],
    [
      'days after the promotion is over',
      { date: { since: '2026-03-01' } },
      { until: '2026-03-01' },
    ],
    ['articles and not those articles', { all: [{ contains: mugs }, { not: { contains: mugs } }] }],
    [
      'a group and none of those groups',
      { all: [{ customerGroup: ['a'] }, { not: { customerGroup: ['a', 'b'] } }] },
    ],
    [
      'alternatives none of which can hold',
      {
        all: [
          { country: ['DE'] },
          { any: [{ country: ['FR'] }, { not: { country: ['DE', 'FR'] } }] },
        ],
      },
    ],
    ['not one of two opposites', { not: { any: [{ coupon: 'A' }, { not: { coupon: 'A' } }] } }],
  ];
  test.each(never)('asks for %s', (_, condition, changes = {}) => {
    expect(faultsOf({ condition, ...changes })).toEqual([['/condition', 'can never hold']]);
  });

  const sometimes: [string, Condition][] = [
    [
      'one of two coupons but not both',
      {
        any: [
          { all: [{ coupon: 'A' }, { not: { coupon: 'B' } }] },
          { all: [{ coupon: 'B' }, { not: { coupon: 'A' } }] },
        ],
      },
    ],
    [
      'an alternative that can hold',
      { any: [{ all: [{ country: ['DE'] }, { country: ['FR'] }] }, { country: ['AT'] }] },
    ],
    [
      'quantities of different articles',
      { all: [{ quantity: { atLeast: 5, of: mugs } }, { quantity: { below: 5 } }] },
    ],
    [
      'two groups, which a customer may both be in',
      { all: [{ customerGroup: ['a'] }, { customerGroup: ['b'] }] },
    ],
  ];
  test.each(sometimes)('does not when it asks for %s', (_, condition) => {
    expect(faultsOf({ condition })).toEqual([]);
  });
});

describe('a list of promotions', () => {
  const faults = (...promotions: object[]): unknown => {
    try {
      compilePromotions(promotions as Promotion[]);
      return [];
    } catch (error) {
      return error instanceof RuleError ? error.faults.map(({ pointer }) => pointer) : error;
    }
  };

  test('names every mistake in any of them, with its place', () => {
    expect(
      faults({ ...valid, name: '' }, valid, { ...valid, id: 'b', since: 'today', stop: 1 }),
    ).toEqual([
      '/promotions/0/name',
      '/promotions/2/since',
      '/promotions/2/stop',
      '/promotions/1/id',
    ]);
  });

  test('names an id that is taken, and lets two share a coupon', () => {
    const first = { ...valid, coupon: 'SALE' };
    expect(faults(first, { ...first, id: 'other' })).toEqual([]);
    expect(faults(first, first)).toEqual(['/promotions/1/id']);
  });
});

describe('properties', { timeout: 300_000 }, () => {
  const names = ['type', 'all', 'not', 'of', 'parts', 'action', 'amounts', 'condition', 'target'];
  const json = fc.jsonValue({ maxDepth: 4 });
  const nested = fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 4 });

  test('whatever it is given is answered with mistakes that have a place, never with a crash', () => {
    fc.assert(
      fc.property(fc.oneof(json, nested), (value) => {
        const faults = promotionFaults(value, '/promotions/0');
        expect(faults.length).toBeGreaterThan(0);
        for (const { pointer } of faults) expect(pointer.startsWith('/promotions/0')).toBe(true);
      }),
      runs,
    );
  });

  test('one value in the wrong place is found, or the promotion can be compiled', () => {
    const field = fc.constantFrom(...Object.keys(valid), 'condition', 'target', 'limit', 'coupon');
    fc.assert(
      fc.property(field, fc.oneof(json, nested), (key, value) => {
        const promotion = { ...valid, [key]: value } as unknown as Promotion;
        if (promotionFaults(promotion, '').length > 0) return;
        expect(compilePromotions([promotion]).list).toHaveLength(1);
      }),
      runs,
    );
  });
});
