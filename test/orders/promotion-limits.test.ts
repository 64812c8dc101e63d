// What limits have left before a quote, and what an order claims of them after it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Promotion } from '../../src/core/rules.js';
import { claimsOf, usageLeft } from '../../src/orders/promotion-limits.js';
import { needsOf } from '../../src/orders/rule-needs.js';
import type { PromotionCounter } from '../../src/store/store.js';
import { automatic, cartOf, line, promotion, quoted, rulesOf } from '../core/carts.js';

const full = { uses: 9, usesPerCustomer: 2, budget: { EUR: '5.00' } };
const cup = { name: 'Cup', category: 'Kitchen', taxCategory: 'standard', priceMicros: 5_000_000 };

/** A store in which `held` of each counter is held and `committed` used. */
function counting(held = 0, committed = 0) {
  const asked: PromotionCounter[] = [];
  const store = {
    promotionLevels: async (counters: readonly PromotionCounter[]) => {
      asked.push(...counters);
      return counters.map(() => ({ held, committed }));
    },
  };
  return { asked, store };
}

const left = (promotions: Promotion[], more: Parameters<typeof cartOf>[0] = {}, buyer = {}) => {
  const { asked, store } = counting(1, 1);
  const { limited } = needsOf(rulesOf({ promotions }));
  return usageLeft(store, limited, cartOf(more), buyer).then((usage) => ({ usage, asked }));
};

describe('what is left', () => {
  test('is each limit less what is held and what is used', async () => {
    const { usage } = await left([automatic({ id: 'a', limit: full })], {}, { id: 'anna' });

    expect(usage).toEqual({ a: { uses: 7, customerUses: 0, budgetMinor: 498 } });
  });

  test('is the whole limit for a customer of whom nothing is known', async () => {
    const { usage, asked } = await left([automatic({ id: 'a', limit: full })]);

    expect(usage).toMatchObject({ a: { customerUses: 2 } });
    expect(asked.map(({ counter }) => counter)).toEqual(['uses', 'budget']);
  });

  test('is counted by the id, else by the address in whatever case', async () => {
    const limited = [automatic({ id: 'a', limit: { usesPerCustomer: 1 } })];
    const scope = async (buyer: object) => (await left(limited, {}, buyer)).asked[0]?.scope;

    expect(await scope({ id: 'anna', email: 'Anna@Example.com' })).toBe('anna');
    expect(await scope({ email: 'Anna@Example.com' })).toBe('anna@example.com');
  });

  test('is nothing of a budget in a currency that the budget does not name', async () => {
    const limited = [automatic({ id: 'a', limit: { budget: { EUR: '5.00' } } })];

    const { usage } = await left(limited, { currency: 'JPY' });

    expect(usage).toEqual({ a: { uses: null, customerUses: null, budgetMinor: 0 } });
  });

  test('is asked only of promotions that could matter to the cart', async () => {
    const { usage, asked } = await left([
      automatic({ id: 'free' }),
      automatic({ id: 'empty', limit: {} }),
      automatic({ id: 'over', until: '2026-06-15', limit: full }),
      automatic({ id: 'later', since: '2026-06-16', limit: full }),
      promotion({ id: 'coupon', limit: full }),
    ]);

    expect(usage).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

const claims = (promotions: Promotion[], more: Parameters<typeof cartOf>[0] = {}, buyer = {}) => {
  const rules = rulesOf({ promotions });
  return claimsOf(quoted(cartOf(more), rules), rules, buyer);
};

describe('what an order claims', () => {
  const one = { lines: [line('MUG', '10.00')] };

  test('is a use, a use of its customer, and what it saves', () => {
    const limited = automatic({ id: 'a', limit: full });

    expect(claims([limited], one, { email: 'A@example.com' })).toEqual([
      { promotion: 'a', counter: 'uses', scope: '', limit: 9, amount: 1 },
      { promotion: 'a', counter: 'customer', scope: 'a@example.com', limit: 2, amount: 1 },
      { promotion: 'a', counter: 'budget', scope: 'EUR', limit: 500, amount: 100 },
    ]);
  });

  test('is nothing of promotions that have no limit, or gave nothing', () => {
    const absent = automatic({ id: 'b', limit: full, condition: { contains: { skus: ['X'] } } });

    expect(claims([automatic({ id: 'a' }), absent], one)).toEqual([]);
  });

  test('is a use of a gift', () => {
    const action = { type: 'gift' as const, sku: 'CUP', quantity: 1 };
    const { target: _, ...gift } = automatic({ id: 'g', action, limit: { uses: 9 } });

    expect(claims([gift], { ...one, gifts: { CUP: cup } })).toEqual([
      { promotion: 'g', counter: 'uses', scope: '', limit: 9, amount: 1 },
    ]);
  });

  test('is in the order of the promotions’ ids, whichever applied first', () => {
    const limit = { uses: 1 };
    const list = ['c', 'a', 'b'].map((id, priority) => automatic({ id, priority, limit }));

    expect(claims(list, one).map(({ promotion: id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('properties', () => {
  test('what is left is never below nothing, nor more than the limit', async () => {
    const count = fc.integer({ min: 0, max: 50 });
    await fc.assert(
      fc.asyncProperty(count, count, count, async (uses, held, committed) => {
        const { store } = counting(held, committed);
        const { limited } = needsOf(
          rulesOf({ promotions: [automatic({ id: 'a', limit: { uses } })] }),
        );

        const usage = await usageLeft(store, limited, cartOf(), {});

        const leftOver = usage?.a?.uses ?? -1;
        expect(leftOver).toBe(Math.max(0, uses - held - committed));
        expect(leftOver).toBeLessThanOrEqual(uses);
      }),
    );
  });
});
