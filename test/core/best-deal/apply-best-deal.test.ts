import { describe, expect, test } from 'vitest';
import type { Promotion, PromotionAction } from '../../../src/core/rules.js';
import { automatic, fixed, percent, priced, promoted } from '../promotions/promoted.js';

const settings = { promotions: 'best-deal' as const };

const offer = (id: string, action: PromotionAction, changes: Partial<Promotion> = {}) =>
  automatic(action, { id, name: id, ...changes });

const bundle = (price: string, ...skus: string[]): PromotionAction => ({
  type: 'deal',
  parts: skus.map((sku) => ({ of: { skus: [sku] }, quantity: 1 })),
  price: { EUR: price },
});

const buyOneGetOne = (...skus: string[]): PromotionAction => ({
  type: 'deal',
  parts: [
    { of: { skus }, quantity: 1 },
    { of: { skus }, quantity: 1, percentOff: '100' },
  ],
});

const on = (...skus: string[]) => ({ target: { type: 'items' as const, skus } });

const ids = ({ discounts }: ReturnType<typeof promoted>) =>
  discounts.map(({ promotion, amount }) => [promotion, amount]);

describe('the best deal', () => {
  test('takes two middling offers where the one that saves most would stand in their way', () => {
    const lines = [priced('A', 1_000), priced('B', 1_000), priced('C', 1_000), priced('D', 1_000)];
    const offers = [
      offer('best-alone', bundle('12.00', 'A', 'B')),
      offer('left', bundle('14.00', 'A', 'C')),
      offer('right', bundle('14.00', 'B', 'D')),
    ];
    const result = promoted(lines, offers, { settings });
    expect(ids(result)).toEqual([
      ['left', 600],
      ['right', 600],
    ]);
    expect(result.off).toEqual([300, 300, 300, 300]);
  });

  test('gives the cheaper of two units, never a dearer one than is paid', () => {
    const lines = [priced('A', 500), priced('B', 900)];
    const result = promoted(lines, [offer('bogo', buyOneGetOne('A', 'B'))], { settings });
    expect(result.off).toEqual([500, 0]);
  });

  test('pairs dear units with dear ones', () => {
    const lines = [priced('A', 1_000, 2), priced('B', 100, 2)];
    const result = promoted(lines, [offer('bogo', buyOneGetOne('A', 'B'))], { settings });
    expect(result.total).toBe(550);
  });

  test('leaves units to pay full price where a threshold is worth more', () => {
    const lines = [priced('A', 6_000), priced('B', 4_000)];
    const offers = [
      offer('ten-on-b', percent('10'), on('B')),
      offer('twenty-from-100', fixed('20.00'), { minimumSubtotal: { EUR: '100.00' } }),
    ];
    expect(ids(promoted(lines, offers, { settings }))).toEqual([['twenty-from-100', 2_000]]);
    // Where the threshold holds all the same, both are given, the one on units first.
    const more = [priced('A', 6_500), priced('B', 4_000)];
    expect(ids(promoted(more, offers, { settings }))).toEqual([
      ['ten-on-b', 400],
      ['twenty-from-100', 2_000],
    ]);
  });

  test('uses the coupons that save most where not all of them may be used', () => {
    const offers = [
      offer('five', percent('5'), { coupon: 'FIVE', ...on('A') }),
      offer('ten', percent('10'), { coupon: 'TEN', ...on('B') }),
      offer('three', percent('30'), { coupon: 'THIRTY', ...on('C') }),
    ];
    const lines = [priced('A', 1_000), priced('B', 1_000), priced('C', 1_000)];
    const cart = { coupons: ['FIVE', 'TEN', 'THIRTY'] };
    const two = promoted(lines, offers, { cart, settings: { ...settings, couponsMax: 2 } });
    expect(two.off).toEqual([0, 100, 300]);
    expect(promoted(lines, offers, { cart, settings }).total).toBe(450);
  });

  test('uses one of a group, units and order alike', () => {
    const lines = [priced('A', 1_000), priced('B', 9_000)];
    const offers = [
      offer('half-on-a', percent('50'), { ...on('A'), group: 'season' }),
      offer('ten-on-all', percent('10'), { group: 'season' }),
    ];
    expect(ids(promoted(lines, offers, { settings }))).toEqual([['ten-on-all', 1_000]]);
  });

  test('never takes a unit below its floor', () => {
    const lines = [priced('A', 2_000, 2, { floor: 1_700 }), priced('B', 1_000)];
    const offers = [offer('half', percent('50'), on('A')), offer('pair', bundle('5.00', 'A', 'B'))];
    const result = promoted(lines, offers, { settings });
    expect(result.lines[0]?.remaining).toBeGreaterThanOrEqual(1_700);
    expect(result.total).toBe(1_300);
  });

  test('spreads what does not divide over units a cent apart', () => {
    const result = promoted([priced('A', 1_000, 3)], [offer('ten', percent('50'), on('A'))], {
      settings,
    });
    // 334 + 333 + 333: each half is rounded by itself.
    expect(result.total).toBe(167 + 167 + 167);
  });

  test('keeps a promotion within its maximum', () => {
    const capped = offer('half', percent('50'), { ...on('A', 'B'), maximum: { EUR: '4.00' } });
    const pair = offer('pair', bundle('17.00', 'A', 'B'));
    const lines = [priced('A', 1_000), priced('B', 1_000)];
    expect(ids(promoted(lines, [capped, pair], { settings }))).toEqual([['half', 400]]);
  });

  test('counts free shipping, and goes without it where that is better', () => {
    const offers = [
      offer('free-shipping', percent('100'), {
        target: { type: 'shipping' },
        minimumSubtotal: { EUR: '50.00' },
        priority: 200,
      }),
      offer('ten', percent('10'), on('A')),
    ];
    const cheap = promoted([priced('A', 5_000)], offers, { settings, shipping: 490 });
    expect(cheap.discounts).toMatchObject([{ promotion: 'ten', amount: 500 }]);
    const dear = promoted([priced('A', 5_000)], offers, { settings, shipping: 510 });
    expect(dear.discounts).toMatchObject([
      { promotion: 'free-shipping', amount: 510, shippingAmount: 510 },
    ]);
  });

  test('gives the promotions in turn where, several on the same units, they save more', () => {
    const offers = [offer('ten', percent('10'), on('A')), offer('fifth', percent('20'), on('A'))];
    const result = promoted([priced('A', 1_000)], offers, { settings });
    expect(ids(result)).toEqual([
      ['fifth', 200],
      ['ten', 80],
    ]);
    expect(result.deal).toEqual({ saving: 280, bound: 1_000, isProven: false });
    expect(result.explanation[0]?.text).toBe(
      'best deal: the promotions one after another, several on the same units, save 2.80 EUR; ' +
        'the best combination in which a unit takes part in one offer saves 2.00 EUR',
    );
  });

  test('says what it saves and that nothing saves more', () => {
    const offers = [offer('ten', percent('10'), on('A'))];
    const { deal } = promoted([priced('A', 1_000)], offers, { settings });
    expect(deal).toEqual({ saving: 100, bound: 100, isProven: true });
    expect(promoted([priced('A', 1_000)], [], { settings }).deal).toEqual({
      saving: 0,
      bound: 0,
      isProven: true,
    });
    expect(promoted([priced('A', 1_000)], offers).deal).toBeNull();
  });

  test('adds gifts beside it', () => {
    const gift = offer('gift', { type: 'gift', sku: 'SOAP', quantity: 1 });
    const soap = { name: 'Soap', category: 'Home', taxCategory: 'standard', priceMicros: 0 };
    const result = promoted([priced('A', 1_000)], [gift, offer('ten', percent('10'))], {
      settings,
      cart: { gifts: { SOAP: soap } },
    });
    expect(result.lines.at(-1)).toMatchObject({ sku: 'SOAP', giftOf: 'gift', remaining: 0 });
    expect(result.total).toBe(100);
  });

  test('says what it chose, what greedy would have saved, and that it is proven', () => {
    const lines = [priced('A', 1_000), priced('B', 1_000), priced('C', 1_000), priced('D', 1_000)];
    const offers = [
      offer('best-alone', bundle('12.00', 'A', 'B')),
      offer('left', bundle('14.00', 'A', 'C')),
      offer('right', bundle('14.00', 'B', 'D')),
    ];
    const { explanation } = promoted(lines, offers, { settings });
    expect(explanation[0]).toMatchObject({ rule: 'best-deal', amount: 1_200 });
    expect(explanation[0]?.text).toMatch(
      /best deal of 3 promotions: left, right save 12\.00 EUR together; proven in \d+ steps.*saves 8\.00 EUR/,
    );
    expect(explanation.map(({ text }) => text)).toContain(
      'left: 1 × (A with C saves 6.00 EUR); −6.00 EUR in all',
    );
  });
});
