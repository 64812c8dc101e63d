import { describe, expect, test } from 'vitest';
import type { OrderState } from '../../../src/core/order-states.js';
import type { Store } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import { confirmed, failure, reserved, stocked, unique } from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

async function listed(
  store: Store,
  customerId: string,
  more: { limit?: number; state?: OrderState } = {},
): Promise<string[][]> {
  const { limit = 10, state = null } = more;
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const page = await store.orders({ cursor, limit, state, customerId });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

export function readingContract(shared: Shared): void {
  describe('the list of orders', () => {
    test('goes from the newest to the oldest in pages that miss none', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const customerId = unique('customer');
      const orderIds: string[] = [];
      for (let n = 0; n < 5; n += 1) {
        orderIds.push(await reserved(store, [{ sku, quantity: 1 }], { customerId }));
      }

      const pages = await listed(store, customerId, { limit: 2 });

      expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
      expect(pages.flat()).toEqual(orderIds.reverse());
    });

    test('holds only the orders of the customer and in the state asked for', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const [customerId, other] = [unique('customer'), unique('customer')];
      const lines = [{ sku, quantity: 1 }];
      const pending = await reserved(store, lines, { customerId });
      const done = await confirmed(store, lines, { customerId });
      const failed = await reserved(store, lines, { customerId });
      valueIn(await store.fail(failure(failed)));
      const strangers = await confirmed(store, lines, { customerId: other });

      expect(await listed(store, customerId)).toEqual([[failed, done, pending]]);
      expect(await listed(store, customerId, { state: 'confirmed' })).toEqual([[done]]);
      expect(await listed(store, customerId, { state: 'shipped' })).toEqual([[]]);
      expect(await listed(store, other)).toEqual([[strangers]]);
    });

    test('shows each order as it is read alone', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const customerId = unique('customer');
      const orderId = await confirmed(store, [{ sku, quantity: 2 }], { customerId });

      const { items } = await store.orders({ cursor: null, limit: 1, state: null, customerId });

      expect(items).toEqual([await store.order(orderId)]);
    });
  });

  describe('the history of an order', () => {
    test('can be read on from any event', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const orderId = await confirmed(store, [{ sku, quantity: 1 }]);
      const all = await store.orderEvents(orderId, 0);
      expect(all.map(({ sequence }) => sequence)).toEqual([1, 2]);

      expect(await store.orderEvents(orderId, 1)).toEqual(all.slice(1));
      expect(await store.orderEvents(orderId, 2)).toEqual([]);
      expect(await store.orderEvents(unique('order'), 0)).toEqual([]);
    });
  });
}
