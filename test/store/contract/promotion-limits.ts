import { describe, expect, test } from 'vitest';
import type { PromotionClaim, Store } from '../../../src/store/store.js';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmation,
  failure,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import { claiming, counterOf, moneyOf, useBy, useOf } from '../../support/store-promotions.js';
import type { Shared } from './store-under-test.js';

const at = T0 + 5_000;

async function levelOf(store: Store, claim: PromotionClaim) {
  const [level] = await store.promotionLevels([counterOf(claim)]);
  return level;
}

/** Reserves, and answers the order's id. */
async function claimed(store: Store, sku: string, claims: PromotionClaim[], more = {}) {
  const command = claiming(sku, claims, more);
  valueIn(await store.reserve(command));
  return command.orderId;
}

export function promotionLimitContract(shared: Shared): void {
  describe('a promotion with a limit', () => {
    test('is held with the reservation and used with the confirmation', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 5);
      expect(await levelOf(store, claim)).toEqual({ held: 0, committed: 0 });

      const orderId = await claimed(store, sku, [claim]);
      expect(await levelOf(store, claim)).toEqual({ held: 1, committed: 0 });

      valueIn(await store.confirm(confirmation(orderId)));
      expect(await levelOf(store, claim)).toEqual({ held: 0, committed: 1 });
    });

    test('is used once, however often its order is confirmed', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 5);
      const orderId = await claimed(store, sku, [claim]);

      valueIn(await store.confirm(confirmation(orderId)));
      valueIn(await store.confirm(confirmation(orderId)));

      expect(await levelOf(store, claim)).toEqual({ held: 0, committed: 1 });
    });

    test('is given back when the payment is declined, once', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 5);
      const orderId = await claimed(store, sku, [claim]);
      await claimed(store, sku, [claim]);

      valueIn(await store.fail(failure(orderId)));
      valueIn(await store.fail(failure(orderId)));

      expect(await levelOf(store, claim)).toEqual({ held: 1, committed: 0 });
    });

    test('is given back when the order is cancelled before it is paid', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 5);
      const orderId = await claimed(store, sku, [claim]);

      const payment = { state: 'voided' as const };
      valueIn(await store.fail(failure(orderId, { state: 'cancelled', payment })));

      expect(await levelOf(store, claim)).toEqual({ held: 0, committed: 0 });
    });

    test('is given back when the confirmed order is cancelled, once', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 5);
      const orderId = await claimed(store, sku, [claim]);
      valueIn(await store.confirm(confirmation(orderId)));

      valueIn(await store.cancelConfirmed(cancellation(orderId, at)));
      valueIn(await store.cancelConfirmed(cancellation(orderId, at)));

      expect(await levelOf(store, claim)).toEqual({ held: 0, committed: 0 });
    });

    test('that is used up refuses the order, which then holds nothing', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 1);
      await claimed(store, sku, [claim]);
      const before = await store.stock(sku);

      const late = claiming(sku, [claim]);
      const refusal = refusalIn(await store.reserve(late));

      expect(refusal).toEqual({ type: 'promotion-used-up', counters: [counterOf(claim)] });
      expect(await store.stock(sku)).toEqual(before);
      expect(await levelOf(store, claim)).toEqual({ held: 1, committed: 0 });
      expect(await store.order(late.orderId)).toBeUndefined();
    });

    test('that never had anything to give refuses the first order', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 0);

      const refused = await store.reserve(claiming(sku, [claim]));

      expect(refusalIn(refused).type).toBe('promotion-used-up');
    });

    test('names all that are used up, and holds none of the others', async () => {
      const { store } = shared();
      const sku = await stocked(store, 20);
      const [first, second, plenty] = [unique('a'), unique('b'), unique('c')];
      const scarce = [useOf(first, 1), moneyOf(second, 1)];
      await claimed(store, sku, scarce);

      const refused = await store.reserve(claiming(sku, [...scarce, useOf(plenty, 9)]));

      expect(refusalIn(refused)).toEqual({
        type: 'promotion-used-up',
        counters: scarce.map(counterOf),
      });
      expect(await levelOf(store, useOf(plenty, 9))).toEqual({ held: 0, committed: 0 });
    });

    test('can be claimed again after it was given back', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 1);
      const orderId = await claimed(store, sku, [claim]);
      expect((await store.reserve(claiming(sku, [claim]))).ok).toBe(false);

      valueIn(await store.fail(failure(orderId)));

      expect((await store.reserve(claiming(sku, [claim]))).ok).toBe(true);
    });

    test('for each customer counts each of them apart', async () => {
      const { store } = shared();
      const sku = await stocked(store, 20);
      const promotion = unique('sale');
      const [anna, ben] = [unique('anna'), unique('ben')];
      await claimed(store, sku, [useBy(anna, promotion, 1)], { customerId: anna });

      const again = claiming(sku, [useBy(anna, promotion, 1)], { customerId: anna });
      const other = claiming(sku, [useBy(ben, promotion, 1)], { customerId: ben });

      expect(refusalIn(await store.reserve(again))).toEqual({
        type: 'promotion-used-up',
        counters: [{ promotion, counter: 'customer', scope: anna }],
      });
      valueIn(await store.reserve(other));
    });

    test('in money gives what is left of it and nothing beyond', async () => {
      const { store } = shared();
      const sku = await stocked(store, 20);
      const claim = moneyOf(unique('sale'), 2);
      const almost = { ...claim, limit: claim.limit - 1 };

      await claimed(store, sku, [almost]);
      expect((await store.reserve(claiming(sku, [almost]))).ok).toBe(false);

      valueIn(await store.reserve(claiming(sku, [claim])));
      expect(await levelOf(store, claim)).toEqual({ held: claim.limit, committed: 0 });
    });

    test('whose limit is lowered keeps what was granted, and grants no more', async () => {
      const { store } = shared();
      const sku = await stocked(store, 20);
      const promotion = unique('sale');
      const orders = [];
      for (let n = 0; n < 3; n += 1) {
        orders.push(await claimed(store, sku, [useOf(promotion, 3)]));
      }

      expect((await store.reserve(claiming(sku, [useOf(promotion, 2)]))).ok).toBe(false);
      for (const orderId of orders) valueIn(await store.confirm(confirmation(orderId)));

      expect(await levelOf(store, useOf(promotion, 2))).toEqual({ held: 0, committed: 3 });
      valueIn(await store.reserve(claiming(sku, [useOf(promotion, 4)])));
    });

    test('stays claimed when the hold on the pieces expires, until the order ends', async () => {
      const { store } = shared();
      const sku = await stocked(store, 9);
      const claim = useOf(unique('sale'), 1);
      const paid = await claimed(store, sku, [claim], { holdExpiresAt: 1_000 });

      valueIn(await store.expireHolds({ at: 1_000, limit: 10 }));

      expect(await levelOf(store, claim)).toEqual({ held: 1, committed: 0 });
      expect((await store.reserve(claiming(sku, [claim]))).ok).toBe(false);
      valueIn(await store.confirm(confirmation(paid)));
      expect(await levelOf(store, claim)).toEqual({ held: 0, committed: 1 });
    });

    test('claimed by many at once is never claimed too often', async () => {
      const { store } = shared();
      const sku = await stocked(store, 400);
      const [uses, money] = [useOf(unique('uses'), 7), moneyOf(unique('money'), 5)];
      const orders = Array.from({ length: 100 }, (_, n) =>
        claiming(sku, [n % 2 === 0 ? uses : money]),
      );

      const answers = await Promise.all(orders.map((order) => store.reserve(order)));
      const granted = orders.filter((_, n) => answers[n]?.ok);
      await Promise.all(
        granted.map(({ orderId }, n) =>
          n % 2 === 0 ? store.confirm(confirmation(orderId)) : store.fail(failure(orderId)),
        ),
      );

      expect(granted).toHaveLength(12);
      const levels = await store.promotionLevels([counterOf(uses), counterOf(money)]);
      expect(levels.map(({ held }) => held)).toEqual([0, 0]);
      const used = (levels[0]?.committed ?? 0) + (levels[1]?.committed ?? 0) / money.amount;
      expect(used).toBe(6);
    });
  });
}
