// What the rules in force ask to be known of a cart.

import { describe, expect, test } from 'vitest';
import type { Condition, PriceList, Promotion } from '../../src/core/rules.js';
import { giftsOf, needsOf } from '../../src/orders/rule-needs.js';
import { automatic, rulesOf } from '../core/carts.js';

const needs = (...promotions: Promotion[]) => needsOf(rulesOf({ promotions }));
const under = (condition: Condition) => needs(automatic({ condition }));

describe('rules', () => {
  test('without promotions, or with plain ones, ask for nothing', () => {
    for (const plain of [
      needs(),
      needs(automatic()),
      under({ subtotal: { atLeast: { EUR: '1' } } }),
    ]) {
      expect(plain).toEqual({ limited: new Map(), giftSkus: [], firstOrder: false, groups: false });
    }
  });

  test('ask for the customer’s history however deep a condition on it lies', () => {
    const first = { firstOrder: true };

    for (const condition of [first, { not: first }, { any: [{ all: [{ not: first }] }] }]) {
      expect(under(condition)).toMatchObject({ firstOrder: true, groups: false });
    }
  });

  test('ask for the customer’s groups for promotions and for price lists', () => {
    const list: PriceList = {
      id: 'trade',
      name: 'Trade',
      kind: 'base',
      currency: 'EUR',
      basis: 'net',
      groups: ['trade'],
      prices: {},
    };

    expect(under({ customerGroup: ['trade'] })).toMatchObject({ groups: true, firstOrder: false });
    expect(needsOf(rulesOf({ furtherPriceLists: [list] })).groups).toBe(true);
    const { groups: _, ...everybodys } = list;
    expect(needsOf(rulesOf({ furtherPriceLists: [everybodys] })).groups).toBe(false);
  });

  test('name each article that is given away once', () => {
    const action = { type: 'gift' as const, sku: 'CUP', quantity: 1 };

    expect(needs(automatic({ id: 'a', action }), automatic({ id: 'b', action })).giftSkus).toEqual([
      'CUP',
    ]);
  });

  test('have their limits in minor units', () => {
    const limit = { uses: 5, budget: { EUR: '7.50', JPY: '750' } };
    const { limited } = needs(automatic({ id: 'a', limit }), automatic({ id: 'b', limit: {} }));

    expect([...limited.keys()]).toEqual(['a']);
    expect(limited.get('a')).toMatchObject({ uses: 5, usesPerCustomer: null });
    expect(limited.get('a')?.budgetMinor).toEqual(
      new Map([
        ['EUR', 750],
        ['JPY', 750],
      ]),
    );
  });

  test('are read once', () => {
    const rules = rulesOf({ promotions: [automatic()] });

    expect(needsOf(rules)).toBe(needsOf(rules));
  });
});

test('gifts are found beside promotions that are none', () => {
  const strange = [null, {}, { action: null }, { action: { type: 'gift', sku: 'CUP' } }];

  expect(giftsOf(strange as unknown as Promotion[])).toEqual(['CUP']);
});
