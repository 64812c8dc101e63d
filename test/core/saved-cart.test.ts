// Carts: whatever is done to one, it holds what the last word on each article says.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergedCart, mergeStrategies } from '../../src/core/merge-carts.js';
import {
  type CartChange,
  type CartLimits,
  changedCart,
  type SavedCart,
} from '../../src/core/saved-cart.js';
import { runs } from './arbitraries.js';

const empty: SavedCart = {
  id: 'cart',
  owner: null,
  version: 1,
  currency: 'EUR',
  country: 'DE',
  items: [],
  coupons: [],
  shippingAddress: null,
  billingAddress: null,
  shippingMethod: null,
  vatId: null,
  customer: null,
  expiresAt: 1,
  orderId: null,
};
const limits: CartLimits = { lines: 4, coupons: 3, quantity: 10 };
const berlin = {
  name: 'E. Example',
  line1: 'Invalidenstr. 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

const after = (cart: SavedCart, ...changes: CartChange[]): SavedCart =>
  changes.reduce((current, change) => {
    const changed = changedCart(current, change, limits);
    return changed.ok ? changed.value : current;
  }, cart);
const put = (sku: string, quantity: number): CartChange => ({ type: 'line', sku, quantity });
const coupon = (code: string, isIn: boolean): CartChange => ({
  type: 'coupon',
  coupon: code,
  isIn,
});
const details = (given: Partial<SavedCart>): CartChange => ({ type: 'details', details: given });

describe('a line of a cart', () => {
  test('is added at the end, changed where it is, and removed by none of it', () => {
    const cart = after(empty, put('A', 1), put('B', 2), put('A', 5));
    expect(cart.items).toEqual([
      { sku: 'A', quantity: 5 },
      { sku: 'B', quantity: 2 },
    ]);
    expect(after(cart, put('A', 0)).items).toEqual([{ sku: 'B', quantity: 2 }]);
  });

  test('that is there already is the same cart, as is removing what is not there', () => {
    const cart = after(empty, put('A', 1));
    expect(after(cart, put('A', 1))).toBe(cart);
    expect(after(cart, put('B', 0))).toBe(cart);
  });

  test('is refused where there is no room for one more, and may still be changed', () => {
    const full = after(empty, put('A', 1), put('B', 1), put('C', 1), put('D', 1));
    const refusal = { type: 'cart-full', of: 'lines', limit: 4 };
    expect(changedCart(full, put('E', 1), limits)).toEqual({ ok: false, refusal });
    expect(after(full, put('D', 2)).items).toHaveLength(4);
  });
});

describe('the details of a cart', () => {
  test('say where the goods go, and the address has the last word on it', () => {
    const cart = after(empty, details({ shippingAddress: { ...berlin, country: 'AT' } }));
    expect(cart).toMatchObject({ country: 'AT', shippingAddress: { country: 'AT' } });
    expect(after(cart, details({ country: 'FR' }))).toMatchObject({
      country: 'FR',
      shippingAddress: null,
    });
    expect(after(cart, details({ country: 'AT' }))).toBe(cart);
  });

  test('that say nothing new leave it the same cart', () => {
    const cart = after(empty, details({ shippingAddress: berlin, shippingMethod: 'express' }));
    expect(after(cart, details({ shippingAddress: { ...berlin } }))).toBe(cart);
    expect(after(cart, details({}))).toBe(cart);
  });
});

describe('properties', () => {
  const sku = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
  const change: fc.Arbitrary<CartChange> = fc.oneof(
    fc.record({ type: fc.constant('line' as const), sku, quantity: fc.nat({ max: 10 }) }),
    fc.record({
      type: fc.constant('coupon' as const),
      coupon: fc.constantFrom('X', 'Y', 'Z', 'W'),
      isIn: fc.boolean(),
    }),
  );
  const changes = fc.array(change, { maxLength: 30 });
  const carts = changes.map((made) => after(empty, ...made));

  test('any changes in a row leave what a map of articles would hold', () => {
    fc.assert(
      fc.property(changes, (made) => {
        const lines = new Map<string, number>();
        const coupons = new Set<string>();
        for (const one of made) {
          if (one.type === 'line') {
            if (one.quantity === 0) lines.delete(one.sku);
            else if (lines.has(one.sku) || lines.size < limits.lines) {
              lines.set(one.sku, one.quantity);
            }
          } else if (one.type === 'coupon') {
            if (!one.isIn) coupons.delete(one.coupon);
            else if (coupons.size < limits.coupons) coupons.add(one.coupon);
          }
        }
        const cart = after(empty, ...made);
        expect(new Map(cart.items.map(({ sku, quantity }) => [sku, quantity]))).toEqual(lines);
        expect(new Set(cart.coupons)).toEqual(coupons);
      }),
      runs,
    );
  });

  test('a change made twice is a change made once', () => {
    fc.assert(
      fc.property(carts, change, (cart, one) => {
        const once = after(cart, one);
        expect(after(once, one)).toBe(once);
      }),
      runs,
    );
  });

  test('two carts make one that keeps every article, within the limits', () => {
    fc.assert(
      fc.property(carts, carts, fc.constantFrom(...mergeStrategies), (own, guest, strategy) => {
        const merged = mergedCart(own, guest, strategy, limits);
        const of = ({ items }: SavedCart, sku: string) =>
          items.find((item) => item.sku === sku)?.quantity ?? 0;
        const all = new Set([...own.items, ...guest.items].map((item) => item.sku));
        expect(merged.items).toHaveLength(Math.min(all.size, limits.lines));
        for (const { sku, quantity } of merged.items) {
          const [mine, theirs] = [of(own, sku), of(guest, sku)];
          const expected = {
            sum: Math.min(limits.quantity, mine + theirs),
            max: Math.max(mine, theirs),
            guest: theirs || mine,
            customer: mine || theirs,
          };
          expect(quantity).toBe(expected[strategy]);
        }
        expect(merged.items.slice(0, own.items.length).map((item) => item.sku)).toEqual(
          own.items.map((item) => item.sku),
        );
      }),
      runs,
    );
  });

  test.each(['max', 'guest', 'customer'] as const)(
    'merging the same guest cart once more changes nothing: %s',
    (strategy) => {
      fc.assert(
        fc.property(carts, carts, (own, guest) => {
          const once = mergedCart(own, guest, strategy, limits);
          expect(mergedCart(once, guest, strategy, limits)).toEqual(once);
        }),
        runs,
      );
    },
  );
});

test('coupons of both carts are kept as far as they go', () => {
  const own = after(empty, coupon('X', true), coupon('Y', true));
  const guest = after(empty, coupon('Y', true), coupon('Z', true), coupon('W', true));
  expect(mergedCart(own, guest, 'sum', limits).coupons).toEqual(['X', 'Y', 'Z']);
});

test('an address comes along with its country, unless the customer has one', () => {
  const guest = after(empty, details({ shippingAddress: { ...berlin, country: 'AT' } }));
  expect(mergedCart(empty, guest, 'sum')).toMatchObject({
    country: 'AT',
    shippingAddress: { country: 'AT' },
  });
  const own = after(empty, details({ shippingAddress: berlin }));
  expect(mergedCart(own, guest, 'sum')).toMatchObject({ country: 'DE', shippingAddress: berlin });
});
