// What becomes of an order whose offer has run out between its quote and its reservation.

import { describe, expect, test } from 'vitest';
import type { Promotion } from '../../src/core/rules.js';
import { OffersRunOut } from '../../src/orders/offers-run-out.js';
import type { PromotionCounter } from '../../src/store/store.js';
import { automatic, cartOf, line, promotion, quoted, rulesOf } from '../core/carts.js';
import { refusalIn, valueIn } from '../support/result.js';

const { target: _, ...gift } = automatic({
  id: 'gift',
  action: { type: 'gift', sku: 'CUP', quantity: 1 },
});
const limit = { uses: 5, budget: { EUR: '5.00' } };
const promotions: Promotion[] = [
  automatic({ id: 'auto', limit }),
  automatic({ id: 'other', limit }),
  promotion({ id: 'ten', limit }),
  gift,
];
const rules = rulesOf({ promotions });
const cup = { name: 'Cup', category: 'Kitchen', taxCategory: 'standard', priceMicros: 5_000_000 };
const quote = quoted(
  cartOf({ lines: [line('MUG', '10.00', 2)], coupons: ['TEN'], gifts: { CUP: cup } }),
  rules,
);
const given = { quote, rules };

const usedUp = (...counters: [string, PromotionCounter['counter']][]) => ({
  type: 'promotion-used-up' as const,
  counters: counters.map(([id, counter]) => ({ promotion: id, counter, scope: '' })),
});
const short = (sku: string, requested: number, available: number) => ({
  type: 'out-of-stock' as const,
  items: [{ sku, requested, available }],
});

describe('an order', () => {
  test('does without every automatic promotion that is used up', () => {
    const offers = new OffersRunOut();

    valueIn(offers.after(usedUp(['auto', 'uses'], ['other', 'customer']), given));

    expect(offers.excluded).toEqual(['auto', 'other']);
  });

  test('is refused where its coupon is used up, whatever else is', () => {
    const refused = new OffersRunOut().after(usedUp(['auto', 'uses'], ['ten', 'uses']), given);

    expect(refusalIn(refused)).toEqual({ type: 'coupon-used-up', coupon: 'TEN', promotion: 'ten' });
  });

  test('asks twice what a budget has left before it does without', () => {
    const offers = new OffersRunOut();
    const budget = usedUp(['auto', 'budget']);

    for (let n = 0; n < 2; n += 1) {
      valueIn(offers.after(budget, given));
      expect(offers.excluded).toEqual([]);
    }
    valueIn(offers.after(budget, given));

    expect(offers.excluded).toEqual(['auto']);
  });

  test('does without a gift that is gone', () => {
    const offers = new OffersRunOut();
    expect(quote.lines.map(({ sku, giftOf }) => [sku, giftOf])).toContainEqual(['CUP', 'gift']);

    valueIn(offers.after(short('CUP', 1, 0), given));

    expect(offers.excluded).toEqual(['gift']);
  });

  test('does without a gift of the very article that is bought, where that is not short', () => {
    const twice = { ...quote, lines: [...quote.lines] };
    const [mug] = quote.lines;
    if (!mug) throw new Error('the quote has no line');
    twice.lines.push({ ...mug, quantity: 1, giftOf: 'gift' });

    const offers = new OffersRunOut();
    valueIn(offers.after(short('MUG', 3, 2), { quote: twice, rules }));
    expect(offers.excluded).toEqual(['gift']);

    const refused = new OffersRunOut().after(short('MUG', 3, 1), { quote: twice, rules });
    expect(refusalIn(refused).type).toBe('out-of-stock');
  });

  test('is refused where an article is short that is paid for', () => {
    const shortage = short('MUG', 2, 1);

    expect(refusalIn(new OffersRunOut().after(shortage, given))).toEqual(shortage);
  });

  test('is not quoted for ever', () => {
    const offers = new OffersRunOut();
    let tries = 1;
    while (offers.after(usedUp(['auto', 'uses']), given).ok) tries += 1;

    expect(tries).toBe(6);
    expect(refusalIn(offers.after(usedUp(['auto', 'uses']), given)).type).toBe('overloaded');
  });
});
