import { describe, expect, test } from 'vitest';
import type { Promotion } from '../../../src/core/rules.js';
import { automatic, cartOf, line, promotion, quoted, refusal, rulesOf } from '../carts.js';

const percent = (text: string): Promotion['action'] => ({ type: 'percentage', percent: text });
const fixed = (eur: string): Promotion['action'] => ({ type: 'fixed', amounts: { EUR: eur } });
const withPromotions = (...promotions: Promotion[]) => rulesOf({ promotions });

describe('a coupon', () => {
  const rules = withPromotions(promotion({ since: '2026-03-01', until: '2026-06-01' }));
  const cart = (date: string, ...coupons: string[]) => cartOf({ date, coupons });

  test.each(['2026-03-01', '2026-05-31'])('holds on %s, within its days', (date) => {
    expect(quoted(cart(date, 'TEN'), rules).totals.discount).toBe(258);
  });

  test('that nobody issued is refused, so that a typing error is noticed', () => {
    expect(refusal(cart('2026-05-01', 'TNE'), rules)).toEqual({
      type: 'unknown-coupon',
      coupon: 'TNE',
    });
  });

  test('in the wrong case is another coupon, and the one that was meant is named', () => {
    expect(refusal(cart('2026-05-01', 'ten'), rules)).toEqual({
      type: 'unknown-coupon',
      coupon: 'ten',
      didYouMean: 'TEN',
    });
  });

  test('no longer holds on its last day, which it names', () => {
    expect(refusal(cart('2026-06-01', 'TEN'), rules)).toEqual({
      type: 'coupon-expired',
      coupon: 'TEN',
      until: '2026-06-01',
    });
  });

  test('does not hold before its first day, which it names', () => {
    expect(refusal(cart('2026-02-28', 'TEN'), rules)).toEqual({
      type: 'coupon-not-yet-valid',
      coupon: 'TEN',
      since: '2026-03-01',
    });
  });

  test('for several promotions holds while any of them does', () => {
    const two = withPromotions(
      promotion({ id: 'a', until: '2026-02-01' }),
      promotion({ id: 'b', action: percent('20') }),
    );
    const { discounts } = quoted(cart('2026-05-01', 'TEN'), two);
    expect(discounts.map((discount) => discount.promotion)).toEqual(['b']);
  });

  test('that comes back later names the soonest of its first days', () => {
    const twice = withPromotions(
      promotion({ id: 'a', priority: 1, since: '2028-01-01' }),
      promotion({ id: 'b', priority: 2, since: '2027-01-01' }),
    );
    expect(refusal(cart('2026-05-01', 'TEN'), twice)).toMatchObject({ since: '2027-01-01' });
  });

  test('that is over for good names the latest of its last days', () => {
    const twice = withPromotions(
      promotion({ id: 'a', since: '2025-01-01', until: '2025-12-01' }),
      promotion({ id: 'b', since: '2025-01-01', until: '2025-06-01' }),
    );
    expect(refusal(cart('2026-05-01', 'TEN'), twice)).toMatchObject({ until: '2025-12-01' });
  });

  test('given twice counts once', () => {
    expect(quoted(cart('2026-05-01', 'TEN', 'TEN'), rules).totals.discount).toBe(258);
  });

  test('not given leaves its promotion alone', () => {
    expect(quoted(cart('2026-05-01'), rules).discounts).toEqual([]);
  });

  test('that is wrong refuses the cart though another one is right', () => {
    expect(refusal(cart('2026-05-01', 'TEN', 'NOPE'), rules)).toMatchObject({ coupon: 'NOPE' });
  });

  test('that holds but takes nothing off is no mistake, and no discount is printed', () => {
    const books = promotion({ target: { type: 'items', categories: ['Books'] } });
    const quote = quoted(cart('2026-05-01', 'TEN'), withPromotions(books));
    expect(quote.discounts).toEqual([]);
    expect(quote.totals.discount).toBe(0);
  });
});

describe('promotions', () => {
  const hundred = cartOf({ lines: [line('CHAIR', '100.00')] });
  const half = automatic({ id: 'half', priority: 1, action: percent('50') });
  const tenner = automatic({ id: 'tenner', priority: 2, action: fixed('10.00') });

  test('apply by priority, each on what the last one left', () => {
    expect(quoted(hundred, withPromotions(tenner, half)).discounts).toMatchObject([
      { promotion: 'half', amount: 5_000 },
      { promotion: 'tenner', amount: 1_000 },
    ]);
    const first = { ...tenner, priority: 0 };
    expect(quoted(hundred, withPromotions(half, first)).discounts).toMatchObject([
      { promotion: 'tenner', amount: 1_000 },
      { promotion: 'half', amount: 4_500 },
    ]);
  });

  test('meet their minimum with what earlier ones have left, to the cent', () => {
    const from50 = { ...tenner, minimumSubtotal: { EUR: '50.00' } };
    expect(quoted(hundred, withPromotions(half, from50)).totals.discount).toBe(6_000);
    const from5001 = { ...tenner, minimumSubtotal: { EUR: '50.01' } };
    expect(quoted(hundred, withPromotions(half, from5001)).totals.discount).toBe(5_000);
  });

  test('count every line towards the minimum, not only those that they are about', () => {
    const lines = [line('BOOK', '20.00', 1, { category: 'Books' }), line('MUG', '12.90', 3)];
    const target: Promotion['target'] = { type: 'items', categories: ['Books'] };
    const books = automatic({ target, minimumSubtotal: { EUR: '50.00' } });
    expect(quoted(cartOf({ lines }), withPromotions(books)).totals.discount).toBe(200);
  });

  test('with a minimum in other currencies only are not for this cart', () => {
    const dollars = automatic({ minimumSubtotal: { USD: '1.00' } });
    expect(quoted(hundred, withPromotions(dollars)).discounts).toEqual([]);
  });

  test('with an amount in other currencies only take nothing off', () => {
    const dollars = automatic({ action: { type: 'fixed', amounts: { USD: '10.00' } } });
    expect(quoted(hundred, withPromotions(dollars)).discounts).toEqual([]);
  });

  test('of a fixed amount never bring a price below zero', () => {
    const lavish = automatic({ action: fixed('1000.00') });
    const quote = quoted(cartOf({ lines: [line('A', '3.00'), line('B', '0.01')] }), {
      ...withPromotions(lavish, automatic({ id: 'late', priority: 200 })),
    });
    expect(quote.lines).toMatchObject([
      { discount: 300, gross: 0 },
      { discount: 1, gross: 0 },
    ]);
    expect(quote.discounts).toMatchObject([{ amount: 301 }]);
    expect(quote.totals.total).toBe(0);
  });

  test('leave the shipping alone', () => {
    const all = automatic({ action: percent('100') });
    const cart = cartOf({ shippingMethod: 'standard' });
    expect(quoted(cart, withPromotions(all)).totals).toMatchObject({ discount: 2_580, total: 490 });
  });

  test('for items touch the lines of their categories and articles, and no other', () => {
    const target: Promotion['target'] = { type: 'items', categories: ['Books'], skus: ['MUG'] };
    const lines = [
      line('BOOK', '10.00', 1, { category: 'Books' }),
      line('VASE', '10.00', 1),
      line('MUG', '10.00', 1),
    ];
    const { lines: discounted } = quoted(cartOf({ lines }), withPromotions(automatic({ target })));
    expect(discounted.map(({ discount }) => discount)).toEqual([100, 0, 100]);
  });

  test('are spread by what the lines still cost, the remainder to the largest, then the first', () => {
    const lines = [line('A', '1.00'), line('B', '1.00'), line('C', '1.00')];
    const rules = withPromotions(automatic({ action: fixed('0.50') }));
    const { lines: spread } = quoted(cartOf({ lines }), rules);
    expect(spread.map(({ discount }) => discount)).toEqual([17, 17, 16]);
  });

  test('round half a cent of a percentage up, once for all their lines', () => {
    const lines = Array.from({ length: 5 }, (_, index) => line(`PIN-${index}`, '0.05'));
    // 10 % of 0.25 is 0.025; line by line it would be five times half a cent.
    const { totals } = quoted(cartOf({ lines }), withPromotions(automatic()));
    expect(totals.discount).toBe(3);
  });

  test('before tax reduce the tax too', () => {
    const [before, after] = [[], [half]].map((list) => quoted(hundred, withPromotions(...list)));
    expect(before?.totals.tax).toBe(1_597);
    expect(after?.totals.tax).toBe(798);
  });
});
