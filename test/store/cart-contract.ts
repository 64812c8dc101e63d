// What every store of carts does, whatever it is made of.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SavedCart } from '../../src/core/saved-cart.js';
import type { CartStore, CreateCart } from '../../src/store/store.js';
import { valueIn } from '../support/result.js';

export interface CartsUnderTest {
  store: CartStore;
  /** The same carts, as who comes after a stop sees them. */
  reopen(): Promise<CartStore>;
  close(): Promise<void>;
}

const AT = 1_800_000_000_000;
const LATER = AT + 3_600_000;

let made = 0;
const unique = (what: string): string => {
  made += 1;
  return `${what}-${made}`;
};

export function cartContract(name: string, open: () => Promise<CartsUnderTest>): void {
  describe(`carts in ${name}`, () => {
    let carts: CartsUnderTest;
    beforeAll(async () => {
      carts = await open();
    });
    afterAll(() => carts.close());

    const created = async (more: Partial<CreateCart> = {}): Promise<SavedCart> =>
      valueIn(
        await carts.store.createCart({
          id: unique('cart'),
          owner: null,
          details: { currency: 'EUR', country: 'DE' },
          expiresAt: LATER,
          ...more,
        }),
      );
    const put = (id: string, sku: string, quantity: number, customerId: string | null = null) =>
      carts.store.changeCart({
        id,
        customerId,
        at: AT,
        change: { type: 'line', sku, quantity },
        expiresAt: LATER,
      });
    const find = (id: string, customerId: string | null = null, at = AT) =>
      carts.store.cart({ id, customerId, at });
    const merge = (guestCartId: string, customerId: string) =>
      carts.store.mergeCarts({
        guestCartId,
        customerId,
        strategy: 'sum',
        at: AT,
        expiresAt: LATER,
      });
    const notFound = { ok: false, refusal: { type: 'cart-not-found' } };

    test('a new one is empty, and is found again', async () => {
      const cart = await created();
      expect(cart).toMatchObject({ version: 1, items: [], coupons: [], orderId: null });
      expect(await find(cart.id)).toEqual(cart);
    });

    test('a change is answered with the cart, one version later', async () => {
      const { id } = await created();
      const once = valueIn(await put(id, 'A', 2));
      expect(once).toMatchObject({ version: 2, items: [{ sku: 'A', quantity: 2 }] });
      expect(await find(id)).toEqual(once);
    });

    test('a change that changes nothing leaves the version as it was', async () => {
      const { id } = await created();
      const once = valueIn(await put(id, 'A', 2));
      expect(valueIn(await put(id, 'A', 2))).toEqual(once);
    });

    test('changes at the same time all take effect', async () => {
      const { id } = await created();
      const skus = Array.from({ length: 50 }, (_, index) => `SKU-${index}`);
      await Promise.all(skus.map(async (sku) => valueIn(await put(id, sku, 1))));
      const cart = (await find(id)) as SavedCart;
      expect(cart.version).toBe(51);
      expect(cart.items.map(({ sku }) => sku).sort()).toEqual([...skus].sort());
    });

    test('an unknown one, an expired one and that of another customer are not there', async () => {
      const own = await created({ owner: unique('customer') });
      expect(await put('nobody', 'A', 1)).toEqual(notFound);
      expect(await put(own.id, 'A', 1)).toEqual(notFound);
      expect(await put(own.id, 'A', 1, 'another')).toEqual(notFound);
      expect(await find(own.id)).toBeUndefined();
      expect(await find(own.id, own.owner)).toEqual(own);
      expect(await find(own.id, own.owner, LATER)).toBeUndefined();
    });

    test('there is room for so many lines', async () => {
      const { id } = await created();
      for (let line = 0; line < 100; line += 1) valueIn(await put(id, `SKU-${line}`, 1));
      const refusal = { type: 'cart-full', of: 'lines', limit: 100 };
      expect(await put(id, 'ONE-MORE', 1)).toEqual({ ok: false, refusal });
    });

    test('one that has become an order is not changed any more, unless nothing came of it', async () => {
      const { id } = await created();
      valueIn(await put(id, 'A', 1));
      valueIn(await carts.store.noteOrder({ id, orderId: 'order' }));
      const refusal = { type: 'cart-ordered', orderId: 'order' };
      expect(await put(id, 'A', 2)).toEqual({ ok: false, refusal });
      expect(await find(id)).toMatchObject({
        orderId: 'order',
        items: [{ sku: 'A', quantity: 1 }],
      });
      valueIn(await carts.store.noteOrder({ id, orderId: null }));
      expect(valueIn(await put(id, 'A', 2)).items).toEqual([{ sku: 'A', quantity: 2 }]);
    });

    test('a guest’s becomes that of a customer who has none', async () => {
      const customerId = unique('customer');
      const { id } = await created();
      valueIn(await put(id, 'A', 1));
      const merged = valueIn(await merge(id, customerId));
      expect(merged).toMatchObject({ id, owner: customerId, items: [{ sku: 'A', quantity: 1 }] });
      expect(await find(id)).toBeUndefined();
      expect(await carts.store.cartOf({ customerId, at: AT })).toEqual(merged);
      // The browser that still sends its id has nothing more to bring.
      expect(valueIn(await merge(id, customerId))).toEqual(merged);
    });

    test('a guest’s goes into the customer’s own once, however often it is asked for', async () => {
      const customerId = unique('customer');
      const own = await created({ owner: customerId });
      valueIn(await put(own.id, 'A', 1, customerId));
      const guest = await created();
      valueIn(await put(guest.id, 'A', 2));
      valueIn(await put(guest.id, 'B', 3));
      const answers = await Promise.all([1, 2, 3].map(() => merge(guest.id, customerId)));
      for (const answer of answers) {
        expect(valueIn(answer)?.items).toEqual([
          { sku: 'A', quantity: 3 },
          { sku: 'B', quantity: 3 },
        ]);
      }
      expect(await find(guest.id)).toBeUndefined();
    });

    test('nobody’s and another customer’s cart are not merged', async () => {
      const others = await created({ owner: unique('customer') });
      valueIn(await put(others.id, 'A', 1, others.owner));
      expect(valueIn(await merge(others.id, unique('customer')))).toBeNull();
      expect(valueIn(await merge('nobody', unique('customer')))).toBeNull();
      expect((await find(others.id, others.owner))?.items).toHaveLength(1);
    });

    test('a customer’s cart is the newest that is no order yet', async () => {
      const customerId = unique('customer');
      const first = await created({ owner: customerId });
      const second = await created({ owner: customerId });
      expect(await carts.store.cartOf({ customerId, at: AT })).toMatchObject({ id: second.id });
      valueIn(await carts.store.noteOrder({ id: second.id, orderId: 'order' }));
      expect(await carts.store.cartOf({ customerId, at: AT })).toMatchObject({ id: first.id });
      expect(await carts.store.cartOf({ customerId, at: LATER })).toBeUndefined();
    });

    test('what has expired is removed, in helpings', async () => {
      const olds = await Promise.all([1, 2, 3].map(() => created({ expiresAt: AT - 1_000 })));
      const young = await created();
      expect(valueIn(await carts.store.purgeCarts({ before: AT - 1_000, limit: 2 }))).toBe(2);
      expect(valueIn(await carts.store.purgeCarts({ before: AT - 1_000, limit: 2 }))).toBe(1);
      expect(valueIn(await carts.store.purgeCarts({ before: AT - 1_000, limit: 2 }))).toBe(0);
      expect(await find(young.id)).toEqual(young);
      const after = await carts.reopen();
      const left = olds.map(({ id }) => after.cart({ id, customerId: null, at: 0 }));
      expect(await Promise.all(left)).toEqual([undefined, undefined, undefined]);
    });

    test('all of it is there after a stop', async () => {
      const customerId = unique('customer');
      const guest = await created();
      const changed = valueIn(await put(guest.id, 'A', 7));
      const own = await created({ owner: customerId, details: { currency: 'PLN', country: 'PL' } });
      const store = await carts.reopen();
      expect(await store.cart({ id: guest.id, customerId: null, at: AT })).toEqual(changed);
      expect(await store.cartOf({ customerId, at: AT })).toEqual(own);
    });
  });
}
