import { afterEach, describe, expect, test } from 'vitest';
import { createQuotes, type Quotes, type QuotesOptions } from '../../src/compute/quotes.js';
import type { Cart } from '../../src/core/cart.js';
import { compileRules } from '../../src/core/compile-rules.js';
import { quote } from '../../src/core/quote.js';
import { cartOf, line, promotion, rulesOf } from '../core/carts.js';

const rules = rulesOf({ promotions: [promotion()] });
const compiled = compileRules(rules);

/** Different in every total, so that no cart could be given the quote of another unnoticed. */
const carts = (count: number): Cart[] =>
  Array.from({ length: count }, (_, index) =>
    cartOf({ lines: [line('MUG', '12.90', index + 1)], coupons: index % 2 ? ['TEN'] : [] }),
  );

const opened: Quotes[] = [];
const open = (changes: Partial<QuotesOptions> = {}): Quotes => {
  const quotes = createQuotes({ threads: 1, batchMax: 64, queueMax: 4_096, rules, ...changes });
  opened.push(quotes);
  return quotes;
};

afterEach(async () => {
  for (const quotes of opened.splice(0)) await quotes.close();
});

const askAll = (quotes: Quotes, list: Cart[]) =>
  Promise.all(list.map((cart) => quotes.quote(cart)));

describe.each([
  ['computed inline', 0],
  ['computed by one thread', 1],
  ['computed by two threads', 2],
])('quotes %s', (_, threads) => {
  test('are those of the pure function, each for its own cart', async () => {
    const list = carts(40);
    const answers = await askAll(open({ threads, batchMax: 8 }), list);
    expect(answers).toEqual(list.map((cart) => quote(cart, compiled)));
  });

  test('refuse a cart that has no price without touching its neighbours', async () => {
    const wrong = cartOf({ coupons: ['NOPE'] });
    const answers = await askAll(open({ threads }), [cartOf(), wrong, cartOf()]);
    expect(answers).toMatchObject([
      { ok: true },
      { ok: false, refusal: { type: 'unknown-coupon', coupon: 'NOPE' } },
      { ok: true },
    ]);
  });

  test('follow new rules from the next one on; those under way end as they began', async () => {
    const quotes = open({ threads, batchMax: 2 });
    const generous = rulesOf({
      version: 'generous',
      promotions: [promotion({ action: { type: 'percentage', percent: '50' } })],
    });
    const cart = cartOf({ coupons: ['TEN'] });
    await quotes.quote(cart);

    const before = Array.from({ length: 6 }, () => quotes.quoteWithRules(cart));
    // Their batches have left when the rules change, or leave with the new ones: each says which.
    await new Promise((resolve) => setImmediate(resolve));
    quotes.replaceRules(generous);
    const after = Array.from({ length: 6 }, () => quotes.quoteWithRules(cart));

    for (const answer of await Promise.all([...before, ...after])) {
      const { rules: own, ...result } = answer;
      expect(result).toEqual(quote(cart, compileRules(own)));
    }
    expect((await before[0])?.rules).toBe(rules);
    for (const answer of await Promise.all(after)) expect(answer.rules).toBe(generous);
    expect(quotes.rules).toBe(generous);
    expect(await quotes.quote(cart)).toEqual(quote(cart, compileRules(generous)));
  });

  test('keep their rules when the new ones are broken', async () => {
    const quotes = open({ threads });
    const wrong = [promotion({ since: '2026-02-01', until: '2026-01-01' })];

    expect(() => quotes.replaceRules(rulesOf({ version: 'x', promotions: wrong }))).toThrow();

    expect(quotes.rules).toBe(rules);
    expect(await quotes.quote(cartOf())).toEqual(quote(cartOf(), compiled));
  });

  test('are not offered at all under rules that are broken', () => {
    const broken = rulesOf({
      promotions: [promotion({ since: '2026-02-01', until: '2026-01-01' })],
    });
    expect(() => open({ threads, rules: broken })).toThrow('/promotions/0/until');
  });
});

describe('quotes computed by threads', () => {
  test('of two shops at once follow each shop’s own rules', async () => {
    const generous = rulesOf({
      version: 'generous',
      promotions: [promotion({ action: { type: 'percentage', percent: '50' } })],
    });
    const cart = cartOf({ coupons: ['TEN'] });
    const [usual, other] = await Promise.all([
      open().quote(cart),
      open({ rules: generous }).quote(cart),
    ]);
    expect(usual).toEqual(quote(cart, compiled));
    expect(other).toEqual(quote(cart, compileRules(generous)));
  });

  test('are refused as overloaded where the queue is full, and the others are answered', async () => {
    const quotes = open({ batchMax: 1, queueMax: 2 });
    const waiting = carts(5).map((cart) => quotes.quote(cart));
    expect(quotes.hasRoom()).toBe(false);
    const overloaded = { ok: false, refusal: { type: 'overloaded' } };
    expect(await Promise.all(waiting)).toMatchObject([
      { ok: true },
      { ok: true },
      overloaded,
      overloaded,
      overloaded,
    ]);
    expect(quotes.hasRoom()).toBe(true);
    expect(await quotes.quote(cartOf())).toMatchObject({ ok: true });
  });

  test('travel in batches, and the pool’s figures say how', async () => {
    const quotes = open({ batchMax: 4 });
    await askAll(quotes, carts(10));
    expect(quotes.figures()).toMatchObject({
      threads: 1,
      deaths: 0,
      lastError: null,
      queued: 0,
      queueMax: 4_096,
      batches: 3,
      batchSize: { count: 3, max: 4 },
      waitMicroseconds: { count: 10 },
    });
  });
});

test('quotes computed inline are never queued, and counted', async () => {
  const quotes = open({ threads: 0, queueMax: 1 });
  const answers = carts(3).map((cart) => quotes.quote(cart));
  expect(quotes.hasRoom()).toBe(true);
  expect(await Promise.all(answers)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
  expect(quotes.figures()).toEqual({ threads: 0, computed: 3 });
});
