import { describe, expect, test } from 'vitest';
import type { Cart } from '../../../src/core/cart.js';
import { weekdayOf } from '../../../src/core/promotions/conditions.js';
import type { Condition } from '../../../src/core/rules.js';
import { automatic, fixed, percent, priced, promoted } from './promoted.js';

const lines = [
  priced('MUG', 2_000, 2),
  priced('BOOK', 3_000, 1, { category: 'Books', tags: ['new', 'paper'] }),
];

const holds = (condition: Condition, cart: Partial<Cart> = {}): boolean =>
  promoted(lines, [automatic(fixed('0.01'), { condition })], { cart }).total === 1;

describe('a condition', () => {
  test.each<[string, Condition, Partial<Cart>, Partial<Cart>]>([
    [
      'the customer’s group',
      { customerGroup: ['vip', 'staff'] },
      { customer: { groups: ['staff'] } },
      { customer: { groups: ['b2b'] } },
    ],
    ['a first order', { firstOrder: true }, { customer: { isFirstOrder: true } }, {}],
    ['a further order', { firstOrder: false }, { customer: { isFirstOrder: false } }, {}],
    ['the country', { country: ['AT', 'DE'] }, { country: 'AT' }, { country: 'FR' }],
    [
      'the first day',
      { date: { since: '2026-06-15' } },
      { date: '2026-06-15' },
      { date: '2026-06-14' },
    ],
    [
      'the day before the end',
      { date: { until: '2026-06-15' } },
      { date: '2026-06-14' },
      { date: '2026-06-15' },
    ],
    ['the weekday', { weekday: [6, 7] }, { date: '2026-06-14' }, { date: '2026-06-15' }],
    ['the payment method', { paymentMethod: ['invoice'] }, { paymentMethod: 'invoice' }, {}],
    ['the opposite of another', { not: { country: ['DE'] } }, { country: 'FR' }, { country: 'DE' }],
    [
      'all of several',
      { all: [{ country: ['DE'] }, { weekday: [1] }] },
      { date: '2026-06-15' },
      { date: '2026-06-16' },
    ],
    [
      'any of several',
      { any: [{ country: ['FR'] }, { weekday: [1] }] },
      { date: '2026-06-15' },
      { date: '2026-06-16' },
    ],
  ])('asks for %s', (_, condition, yes, no) => {
    expect(holds(condition, yes)).toBe(true);
    expect(holds(condition, no)).toBe(false);
  });

  test.each<[Condition, boolean]>([
    [{ subtotal: { atLeast: { EUR: '50.00' } } }, true],
    [{ subtotal: { atLeast: { EUR: '50.01' } } }, false],
    [{ subtotal: { below: { EUR: '50.00' } } }, false],
    [{ subtotal: { atLeast: { EUR: '30' }, below: { EUR: '31' }, of: { tags: ['new'] } } }, true],
    [{ subtotal: { atLeast: { USD: '1' } } }, false],
    [{ subtotal: { below: { USD: '1' } } }, false],
    [{ quantity: { atLeast: 3 } }, true],
    [{ quantity: { atLeast: 3.000001 } }, false],
    [{ quantity: { below: 3, of: { skus: ['MUG'] } } }, true],
    [{ quantity: { below: 1, of: { skus: ['VASE'] } } }, true],
    [{ contains: { categories: ['Books'] } }, true],
    [{ contains: { categories: ['Books'], except: { tags: ['paper'] } } }, false],
    [{ contains: { except: { categories: ['Books'] } } }, true],
    [{ contains: { skus: ['VASE'], tags: ['paper'] } }, true],
  ])('on what is in the cart: %j is %j', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test('on a coupon makes the coupon known, whichever promotion asks for it', () => {
    const condition: Condition = { all: [{ coupon: 'A' }, { coupon: 'B' }] };
    expect(holds(condition, { coupons: ['A'] })).toBe(false);
    expect(holds(condition, { coupons: ['B', 'A'] })).toBe(true);
  });

  test('is tested on what promotions before have left, or on the original amounts', () => {
    const half = automatic(percent('50'), { id: 'half', priority: 1 });
    const from30 = automatic(fixed('1.00'), { minimumSubtotal: { EUR: '30' } });
    expect(promoted(lines, [half, from30]).total).toBe(2_500);
    expect(promoted(lines, [half, { ...from30, on: 'original' }]).total).toBe(2_600);
    expect(promoted(lines, [half, from30], { settings: { promotions: 'original' } }).total).toBe(
      2_600,
    );
  });

  test.each(['2024-02-29', '2026-01-01', '2026-11-25', '2000-03-01', '2100-12-31'])(
    'knows the weekday of %s as the calendar does',
    (date) => {
      expect(weekdayOf(date)).toBe(new Date(`${date}T00:00:00Z`).getUTCDay() || 7);
    },
  );
});
