import { describe, expect, test } from 'vitest';
import type { Deal } from '../../../src/core/rules.js';
import { automatic, percent, priced, promoted } from './promoted.js';

const mugs = { categories: ['Kitchen'] };
const deal = (changes: Partial<Deal>): Deal => ({ type: 'deal', parts: [], ...changes });
const threeForTwo = (changes: Partial<Deal> = {}): Deal =>
  deal({
    parts: [
      { of: mugs, quantity: 2 },
      { of: mugs, quantity: 1, percentOff: '100' },
    ],
    ...changes,
  });
const cups = (...prices: number[]) => prices.map((price, index) => priced(`CUP-${index}`, price));

describe('three for the price of two', () => {
  test.each<[string, number[], number[]]>([
    ['needs three', [1_000, 900], [0, 0]],
    ['gives the cheapest', [1_000, 500, 900], [0, 500, 0]],
    [
      'repeats, and gives the cheapest of all',
      [500, 1_000, 800, 500, 1_000, 800],
      [500, 0, 0, 500, 0, 0],
    ],
    ['leaves over what makes no three', [1_000, 1_000, 1_000, 100, 100], [0, 0, 0, 100, 0]],
  ])('%s', (_, prices, off) => {
    expect(promoted(cups(...prices), [automatic(threeForTwo())]).off).toEqual(off);
  });

  test('counts the pieces of one line like those of many', () => {
    expect(promoted([priced('CUP', 7_000, 7)], [automatic(threeForTwo())]).total).toBe(2_000);
    expect(promoted([priced('CUP', 7_000_000, 7_000_000)], [automatic(threeForTwo())]).total).toBe(
      2_333_333,
    );
  });

  test('gives the dearest where the deal or the setting says so', () => {
    const lines = cups(1_000, 500, 900);
    const dearest = threeForTwo({ take: 'dearest' });
    expect(promoted(lines, [automatic(dearest)]).off).toEqual([1_000, 0, 0]);
    const settings = { buyGet: 'dearest' as const };
    expect(promoted(lines, [automatic(threeForTwo())], { settings }).off).toEqual([1_000, 0, 0]);
    const cheapest = threeForTwo({ take: 'cheapest' });
    expect(promoted(lines, [automatic(cheapest)], { settings }).off).toEqual([0, 500, 0]);
  });

  test('repeats no more often than it may', () => {
    const once = automatic(threeForTwo({ times: 1 }));
    expect(promoted([priced('CUP', 9_000, 9)], [once]).total).toBe(1_000);
  });

  test('leaves out what is sold by the part of a piece', () => {
    expect(promoted([priced('CLOTH', 9_000, 4.5)], [automatic(threeForTwo())]).total).toBe(0);
  });
});

describe('buy X get Y of other articles', () => {
  const coffee = { skus: ['COFFEE'] };
  const cup = { skus: ['CUP'] };
  const getCup = deal({
    parts: [
      { of: coffee, quantity: 2 },
      { of: cup, quantity: 1, percentOff: '50' },
    ],
  });
  const lines = (coffees: number, cups: number) => [
    priced('COFFEE', 500 * coffees, coffees),
    priced('CUP', 1_200 * cups, cups),
  ];
  test.each([
    [2, 1, 600],
    [1, 1, 0],
    [5, 1, 600],
    [4, 3, 1_200],
  ])('%d coffees and %d cups save %d, though cups are dearer', (coffees, count, off) => {
    expect(promoted(lines(coffees, count), [automatic(getCup)]).off).toEqual([0, off]);
  });

  test('a unit that could as well be paid for is not given while it is dearer than those', () => {
    const anyTwo = deal({
      parts: [
        { of: {}, quantity: 1 },
        { of: cup, quantity: 1, percentOff: '100' },
      ],
    });
    expect(promoted(lines(1, 1), [automatic(anyTwo)]).total).toBe(0);
    expect(promoted(lines(1, 2), [automatic(anyTwo)]).total).toBe(1_200);
    expect(promoted(lines(1, 1), [automatic({ ...anyTwo, take: 'dearest' })]).total).toBe(1_200);
  });

  test('units that only one part can use are left to it', () => {
    const mixed = deal({
      parts: [
        { of: coffee, quantity: 1 },
        { of: {}, quantity: 1, percentOff: '100' },
      ],
      take: 'dearest',
    });
    expect(promoted([priced('COFFEE', 900), priced('CUP', 400)], [automatic(mixed)]).total).toBe(
      400,
    );
  });
});

describe('a bundle', () => {
  const set = deal({
    parts: [
      { of: { skus: ['PEN'] }, quantity: 1 },
      { of: { skus: ['INK'] }, quantity: 2 },
    ],
  });
  const lines = [priced('PEN', 4_000, 2), priced('INK', 3_000, 5)];
  test('costs its price, as often as it comes together', () => {
    const { off, total } = promoted(lines, [automatic({ ...set, price: { EUR: '25.00' } })]);
    // Twice 20.00 + 2 × 6.00 is 64.00; 14.00 of it spread by 40.00 and 24.00.
    expect(total).toBe(1_400);
    expect(off).toEqual([875, 525]);
  });

  test('may be an amount or a percentage off', () => {
    expect(promoted(lines, [automatic({ ...set, amountOff: { EUR: '3.00' } })]).total).toBe(600);
    expect(promoted(lines, [automatic({ ...set, percentOff: '10' })]).total).toBe(640);
  });

  test('that costs more than its parts does nothing', () => {
    const dear = automatic({ ...set, price: { EUR: '32.01' } });
    expect(promoted(lines, [dear]).discounts).toEqual([]);
  });

  test('with a price in other currencies only is not for this cart', () => {
    expect(promoted(lines, [automatic({ ...set, price: { USD: '1.00' } })]).total).toBe(0);
    expect(promoted(lines, [automatic({ ...set, amountOff: { USD: '1.00' } })]).total).toBe(0);
  });

  test('of any three from a set takes the dearest first', () => {
    const anyThree = deal({ parts: [{ of: mugs, quantity: 3 }], price: { EUR: '20.00' } });
    const given = cups(1_000, 900, 700, 700, 800);
    expect(promoted(given, [automatic(anyThree)]).total).toBe(700);
    expect(promoted(given, [automatic({ ...anyThree, take: 'cheapest' })]).total).toBe(200);
  });
});

describe('a unit', () => {
  const first = automatic(threeForTwo({ times: 1 }), { id: 'first', priority: 1 });
  const second = automatic(threeForTwo(), { id: 'second', priority: 2 });

  test('takes part in one deal at most', () => {
    const line = priced('CUP', 5_000, 5);
    expect(promoted([line], [first, second]).discounts).toMatchObject([{ amount: 1_000 }]);
    expect(promoted([priced('CUP', 6_000, 6)], [first, second]).discounts).toMatchObject([
      { amount: 1_000 },
      { amount: 1_000 },
    ]);
  });

  test('that no deal has taken costs what it did, less what other promotions took off', () => {
    const half = automatic(percent('50'), { id: 'half', priority: 2 });
    const between = [first, half, { ...second, priority: 3 }];
    expect(promoted([priced('CUP', 6_000, 6)], between).discounts).toMatchObject([
      { amount: 1_000 },
      { amount: 2_500 },
      { amount: 500 },
    ]);
  });

  test('never costs less than nothing, however its line divides', () => {
    const all = deal({
      parts: [
        { of: mugs, quantity: 1, percentOff: '100' },
        { of: mugs, quantity: 1, percentOff: '100' },
      ],
    });
    expect(promoted([priced('CUP', 1, 2)], [automatic(all)]).off).toEqual([1]);
    expect(promoted([priced('CUP', 100, 2, { floor: 80 })], [automatic(all)]).off).toEqual([20]);
  });
});
