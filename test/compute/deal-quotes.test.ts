import { afterEach, describe, expect, test } from 'vitest';
import { createQuotes, type Quotes, type QuotesOptions } from '../../src/compute/quotes.js';
import type { Cart } from '../../src/core/cart.js';
import { compileRules } from '../../src/core/compile-rules.js';
import { quote } from '../../src/core/quote.js';
import type { Rules } from '../../src/core/rules.js';
import { automatic, cartOf, line, rulesOf } from '../core/carts.js';

const items = (...skus: string[]) => ({ target: { type: 'items' as const, skus } });

/** One after another the first two are given; together the third saves more. */
const rules = rulesOf({
  promotions: [
    automatic({
      id: 'a',
      priority: 1,
      action: { type: 'percentage', percent: '10' },
      ...items('A'),
    }),
    automatic({
      id: 'pair',
      priority: 2,
      action: {
        type: 'deal',
        parts: [
          { of: { skus: ['A'] }, quantity: 1 },
          { of: { skus: ['B'] }, quantity: 1 },
        ],
        price: { EUR: '15.00' },
      },
      target: undefined as never,
    }),
  ],
});

const lines = [line('A', '10.00', 2), line('B', '10.00', 1)];
const simple = cartOf({ lines });
const deal = cartOf({ lines, settings: { promotions: 'best-deal' } });

const opened: Quotes[] = [];
const open = (changes: Partial<QuotesOptions> = {}): Quotes => {
  const quotes = createQuotes({ threads: 1, batchMax: 64, queueMax: 64, rules, ...changes });
  opened.push(quotes);
  return quotes;
};

afterEach(async () => {
  for (const quotes of opened.splice(0)) await quotes.close();
});

const computed = (cart: Cart, by: Rules = rules) => quote(cart, compileRules(by));

describe('carts that ask for the best deal', () => {
  test.each([
    ['inline', 0],
    ['by threads', 1],
  ])('are answered %s as the pure function answers them', async (_, threads) => {
    const quotes = open({ threads });
    const [one, other] = await Promise.all([quotes.quote(deal), quotes.quote(simple)]);
    expect(one).toEqual(computed(deal));
    expect(other).toEqual(computed(simple));
    expect(one).toMatchObject({ ok: true, value: { totals: { discount: 600 } } });
    expect(one).not.toEqual(other);
  });

  test('have a pool of their own, which starts with the first of them', async () => {
    const quotes = open({ deals: { threads: 1, queueMax: 8 } });
    await quotes.quote(simple);
    expect(quotes.figures()).toMatchObject({ batches: 1, deals: null });
    await quotes.quote(deal);
    expect(quotes.figures()).toMatchObject({
      threads: 1,
      batches: 1,
      deals: { threads: 1, batches: 1, queueMax: 8 },
    });
  });

  test('travel four at a time, and fill a queue of their own only', async () => {
    const quotes = open({ deals: { threads: 1, queueMax: 5 } });
    const deals = Array.from({ length: 7 }, () => quotes.quote(deal));
    expect(quotes.hasRoom()).toBe(true);
    expect(await quotes.quote(simple)).toMatchObject({ ok: true });
    const answers = await Promise.all(deals);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
    expect(answers.at(-1)).toMatchObject({ ok: false, refusal: { type: 'overloaded' } });
    expect(quotes.figures()).toMatchObject({ deals: { batches: 2, batchSize: { max: 4 } } });
  });

  test('may be all of a shop’s: its own setting says so, a request’s stands before it', async () => {
    const shop = open({ rules: { ...rules, settings: { promotions: 'best-deal' } } });
    await shop.quote(simple);
    expect(shop.figures()).toMatchObject({ batches: 0, deals: { batches: 1 } });
    await shop.quote(cartOf({ lines, settings: { promotions: 'remaining' } }));
    expect(shop.figures()).toMatchObject({ batches: 1, deals: { batches: 1 } });
  });
});
