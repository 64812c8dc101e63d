import { describe, expect, test } from 'vitest';
import { basisOf } from '../../../src/core/pricing/price-lists.js';
import { line } from '../carts.js';
import { compiled, mugs, priced, pricedLine, priceList, result, tiers } from './price-cases.js';

const winner = (...given: Parameters<typeof pricedLine>) => pricedLine(...given).priceList;

describe('the price of a line', () => {
  test('is the catalogue’s own where no list names the article', () => {
    expect(pricedLine(mugs(2), [priceList({ prices: { BOWL: '9.00' } })])).toMatchObject({
      unitPriceMicros: 12_900_000,
      priceList: null,
      extended: 2_580,
    });
  });

  test('is a list’s where one holds, dearer than the catalogue or not', () => {
    const dearer = priceList({ prices: { MUG: '13.50' } });
    expect(pricedLine(mugs(2), [dearer])).toMatchObject({ priceList: 'list', extended: 2_700 });
  });

  test('comes from the list when the catalogue has none', () => {
    const cart = mugs(1, { lines: [line('MUG', null)] });
    expect(pricedLine(cart, [priceList()]).extended).toBe(1_100);
    expect(result(cart)).toMatchObject({
      ok: false,
      refusal: { type: 'no-price', sku: 'MUG', currency: 'EUR' },
    });
  });

  test('that is recorded in the cart wins over everything', () => {
    const cart = mugs(2, { lines: [{ ...line('MUG', '12.90', 2), unitPriceMicros: 1_250_000 }] });
    const override = priceList({ kind: 'override' });
    expect(pricedLine(cart, [override])).toMatchObject({ priceList: null, extended: 250 });
  });
});

describe('a list holds', () => {
  test('for its currency only', () => {
    expect(winner(mugs(), [priceList({ currency: 'USD' })])).toBeNull();
  });

  test.each([
    ['nobody in particular', undefined, null],
    ['somebody of another group', ['staff'], null],
    ['somebody of its group', ['staff', 'vip'], 'list'],
  ])('for a customer group: not for %s', (_, groups, expected) => {
    const cart = mugs(1, { customer: groups === undefined ? {} : { groups } });
    expect(winner(cart, [priceList({ groups: ['vip', 'press'] })])).toBe(expected);
  });

  test.each([
    ['DE', undefined, ['DE', 'US-NY'], 'list'],
    ['FR', undefined, ['DE', 'US-NY'], null],
    ['US', 'NY', ['DE', 'US-NY'], 'list'],
    ['US', 'CA', ['DE', 'US-NY'], null],
    ['US', undefined, ['DE', 'US-NY'], null],
    ['US', 'CA', ['US'], 'list'],
  ])('where it is for: %s %s of %j is %s', (country, region, regions, expected) => {
    expect(winner(mugs(1, { country, region }), [priceList({ regions })])).toBe(expected);
  });

  test.each([
    ['2026-05-31', null],
    ['2026-06-01', 'list'],
    ['2026-06-30', 'list'],
    ['2026-07-01', null],
  ])('from its first day until the day it ends: %s is %s', (date, expected) => {
    const june = priceList({ since: '2026-06-01', until: '2026-07-01' });
    expect(winner(mugs(1, { date }), [june])).toBe(expected);
  });
});

describe('of several lists that hold', () => {
  test('an override stands before a sale, and that before a base list', () => {
    const base = priceList({ id: 'base', prices: { MUG: '1.00' }, priority: -5 });
    const sale = priceList({ id: 'sale', kind: 'sale', prices: { MUG: '2.00' } });
    const override = priceList({ id: 'override', kind: 'override', prices: { MUG: '3.00' } });
    expect(winner(mugs(), [base, sale, override])).toBe('override');
    expect(winner(mugs(), [base, sale])).toBe('sale');
    expect(winner(mugs(), [base])).toBe('base');
  });

  test('the lower priority stands first, whatever it costs', () => {
    const first = priceList({ id: 'first', priority: 1, prices: { MUG: '12.00' } });
    const second = priceList({ id: 'second', priority: 2 });
    expect(winner(mugs(), [second, first])).toBe('first');
  });

  test('the lower price wins within a priority, then the id', () => {
    const dear = priceList({ id: 'a', prices: { MUG: '12.00' } });
    const cheap = priceList({ id: 'z', prices: { MUG: '11.00' } });
    const asCheap = priceList({ id: 'y', prices: { MUG: '11.00' } });
    expect(winner(mugs(), [dear, cheap])).toBe('z');
    expect(winner(mugs(), [dear, cheap, asCheap])).toBe('y');
  });

  test('the lower price is that of the quantity at hand, to the last decimal', () => {
    const flat = priceList({ id: 'flat', prices: { MUG: '0.0849' } });
    const tiered = priceList({
      id: 'tiered',
      prices: { MUG: tiers('volume', ['1', '0.085'], ['100', '0.08']) },
    });
    expect(winner(mugs(1), [flat, tiered])).toBe('flat');
    expect(winner(mugs(100), [flat, tiered])).toBe('tiered');
  });

  test('prices for different numbers of pieces are compared by the piece', () => {
    const single = priceList({ id: 'single', prices: { MUG: '0.09' } });
    const hundred = priceList({ id: 'hundred', per: '100', prices: { MUG: '8.50' } });
    expect(pricedLine(mugs(40), [single, hundred])).toMatchObject({
      priceList: 'hundred',
      unitPriceMicros: 8_500_000,
      priceQuantityMicros: 100_000_000,
      extended: 340,
    });
  });
});

describe('tiers by quantity', () => {
  const steps: [string, string][] = [
    ['1', '5.00'],
    ['11', '4.50'],
    ['21', '4.00'],
  ];
  const total = (mode: 'volume' | 'graduated', quantity: number | string) =>
    pricedLine(mugs(quantity), [priceList({ prices: { MUG: tiers(mode, ...steps) } })]).extended;

  test.each([
    [1, 500, 500],
    [10, 5_000, 5_000],
    [11, 4_950, 5_450],
    [20, 9_000, 9_500],
    [21, 8_400, 9_900],
    [30, 12_000, 13_500],
    ['0.5', 250, 250],
    ['10.5', 5_250, 5_225],
  ])('of %s pieces cost %d by volume and %d graduated', (quantity, volume, graduated) => {
    expect(total('volume', quantity)).toBe(volume);
    expect(total('graduated', quantity)).toBe(graduated);
  });

  test('that begin at 0 measure: what is beyond five is at the next price', () => {
    const cable = tiers('graduated', ['0', '1.20'], ['5', '1.00']);
    const of = (metres: string) =>
      pricedLine(mugs(metres), [priceList({ prices: { MUG: cable } })]).extended;
    expect([of('5'), of('5.5'), of('7.25')]).toEqual([600, 650, 825]);
  });

  test('graduated are rounded once, from the exact sum of the parts', () => {
    // 1 × 0.005 + 1 × 0.005 is a cent; two parts that were rounded apart would make two.
    const prices = { MUG: tiers('graduated', ['1', '0.005'], ['2', '0.005']) };
    expect(pricedLine(mugs(2), [priceList({ prices })]).extended).toBe(1);
  });

  test('graduated show what a piece costs on average, to six decimals', () => {
    const prices = { MUG: tiers('graduated', ['1', '5.00'], ['3', '4.00']) };
    expect(pricedLine(mugs(3), [priceList({ prices })])).toMatchObject({
      extended: 1_400,
      unitPriceMicros: 4_666_667,
    });
  });

  test('count each line for itself, not what other lines have of the article', () => {
    const prices = { MUG: tiers('volume', ['1', '5.00'], ['4', '4.00']) };
    const lines = [line('MUG', '12.90', 2), line('MUG', '12.90', 4)];
    const [two, four] = priced(mugs(1, { lines }), [priceList({ prices })]);
    expect([two?.extended, four?.extended]).toEqual([1_000, 1_600]);
  });
});

describe('the basis of a quote', () => {
  const trade = priceList({
    id: 'trade',
    basis: 'net',
    groups: ['trade'],
    prices: { MUG: '8.00' },
  });
  const trader = { customer: { groups: ['trade'] } };

  test('is the catalogue’s, in the cart’s currency; gross where nothing is said', () => {
    expect(basisOf(mugs(), compiled())).toBe('gross');
    expect(basisOf(mugs(1, { currency: 'USD' }), compiled())).toBe('net');
    expect(basisOf(mugs(1, { currency: 'CHF' }), compiled())).toBe('gross');
  });

  test('is that of the list that is made for the customer’s group, here and today', () => {
    expect(basisOf(mugs(1, trader), compiled(trade))).toBe('net');
    expect(basisOf(mugs(), compiled(trade))).toBe('gross');
    expect(basisOf(mugs(1, trader), compiled({ ...trade, regions: ['FR'] }))).toBe('gross');
    expect(basisOf(mugs(1, trader), compiled({ ...trade, until: '2026-01-01' }))).toBe('gross');
    expect(basisOf(mugs(1, trader), compiled({ ...trade, currency: 'USD' }))).toBe('gross');
  });

  test('of two such lists is that of the first by kind, priority and id', () => {
    const club = priceList({ id: 'club', groups: ['club'] });
    const both = mugs(1, { customer: { groups: ['trade', 'club'] } });
    expect(basisOf(both, compiled(trade, club))).toBe('gross');
    expect(basisOf(both, compiled({ ...trade, priority: -1 }, club))).toBe('net');
    expect(basisOf(both, compiled({ ...trade, kind: 'sale' }, club))).toBe('net');
  });

  test('is the cart’s own where it says one', () => {
    expect(basisOf(mugs(1, { ...trader, priceBasis: 'gross' }), compiled(trade))).toBe('gross');
  });

  test('decides which lists apply: those of the other one do not', () => {
    const sale = priceList({ id: 'sale', kind: 'sale', prices: { MUG: '7.00' } });
    expect(pricedLine(mugs(1, trader), [trade, sale])).toMatchObject({
      priceList: 'trade',
      extended: 800,
    });
    expect(winner(mugs(), [trade, sale])).toBe('sale');
  });

  test('keeps the catalogue’s gross price out of a quote that is net', () => {
    const lines = [line('MUG', '12.90'), line('BOWL', '9.90')];
    expect(result(mugs(1, { lines, ...trader }), [trade])).toMatchObject({
      ok: false,
      refusal: { type: 'no-price', sku: 'BOWL', currency: 'EUR' },
    });
  });

  test('that a cart names itself is the basis of the prices it brings', () => {
    expect(pricedLine(mugs(1, { priceBasis: 'net' })).extended).toBe(1_290);
  });
});
