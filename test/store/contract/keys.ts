import { describe, expect, test } from 'vitest';
import type { IdempotencyClaim } from '../../../src/store/store.js';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  confirmation,
  failure,
  orderOf,
  reservation,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

const claimed = (more: Partial<IdempotencyClaim> = {}): IdempotencyClaim => ({
  caller: 'guest',
  key: unique('key'),
  fingerprint: 'fingerprint',
  ...more,
});

export function keyContract(shared: Shared): void {
  describe('idempotency keys', () => {
    test('are in progress from the reservation to the answer', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const claim = claimed();
      expect(await store.keyAnswer(claim)).toBeNull();

      await reserved(store, [{ sku, quantity: 1 }], { claim });

      expect(await store.keyAnswer(claim)).toEqual({ type: 'request-in-progress' });
      const second = await store.reserve(reservation([{ sku, quantity: 1 }], { claim }));
      expect(refusalIn(second)).toEqual({ type: 'request-in-progress' });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 1 });
    });

    test('keep the order as it was confirmed', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const claim = claimed();
      const orderId = await reserved(store, [{ sku, quantity: 1 }], { claim });

      const { body, number } = valueIn(await store.confirm(confirmation(orderId)));

      expect(JSON.parse(body ?? '{}')).toMatchObject({ id: orderId, state: 'confirmed', number });
      const answered = { type: 'answered', answer: { status: 201, body, orderId } };
      expect(await store.keyAnswer(claim)).toEqual(answered);
      const again = await store.reserve(reservation([{ sku, quantity: 1 }], { claim }));
      expect(refusalIn(again)).toEqual(answered);
      expect(valueIn(await store.confirm(confirmation(orderId))).body).toBe(body);
    });

    test('keep the refusal that ended the order', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const claim = claimed();
      const orderId = await reserved(store, [{ sku, quantity: 1 }], { claim });

      valueIn(await store.fail(failure(orderId, { answer: { status: 402, body: '{"no":1}' } })));

      const answer = { status: 402, body: '{"no":1}', orderId };
      expect(await store.keyAnswer(claim)).toEqual({ type: 'answered', answer });
    });

    test('cannot be used with another request', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const claim = claimed();
      await reserved(store, [{ sku, quantity: 1 }], { claim });
      const other = { ...claim, fingerprint: 'another' };

      const refusal = refusalIn(
        await store.reserve(reservation([{ sku, quantity: 1 }], { claim: other })),
      );

      expect(refusal).toEqual({ type: 'idempotency-key-reused' });
      expect(await store.keyAnswer(other)).toEqual({ type: 'idempotency-key-reused' });
    });

    test('belong to their caller', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const claim = claimed();
      await reserved(store, [{ sku, quantity: 1 }], { claim });
      const stranger = { ...claim, caller: 'operator:somebody' };
      expect(await store.keyAnswer(stranger)).toBeNull();

      const answer = await store.reserve(reservation([{ sku, quantity: 1 }], { claim: stranger }));

      expect(answer.ok).toBe(true);
    });

    test('are free again when the reservation was refused', async () => {
      const { store } = shared();
      const sku = await stocked(store, 1);
      const claim = claimed();

      const refused = await store.reserve(reservation([{ sku, quantity: 2 }], { claim }));

      expect(refusalIn(refused).type).toBe('out-of-stock');
      expect(await store.keyAnswer(claim)).toBeNull();
    });

    test('can be answered without an order, once', async () => {
      const { store } = shared();
      const claim = claimed();
      const remember = (body: string) =>
        store.rememberAnswer({ ...claim, status: 409, body, at: T0 });

      expect(valueIn(await remember('first'))).toBeNull();

      const answered = { type: 'answered', answer: { status: 409, body: 'first', orderId: null } };
      expect(valueIn(await remember('second'))).toEqual(answered);
      expect(await store.keyAnswer(claim)).toEqual(answered);
    });

    test('give the pieces to one of many copies', async () => {
      const { store } = shared();
      const sku = await stocked(store, 50);
      const claim = claimed();
      const copies = Array.from({ length: 40 }, () =>
        reservation([{ sku, quantity: 1 }], { claim }),
      );

      const answers = await Promise.all(copies.map((copy) => store.reserve(copy)));

      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 50, reserved: 1 });
      const orders = await Promise.all(copies.map(({ orderId }) => store.order(orderId)));
      expect(orders.filter((order) => order !== undefined)).toHaveLength(1);
    });

    test('are forgotten after their time, oldest first and a few at a time', async () => {
      const { store } = shared();
      const claims = [claimed(), claimed(), claimed()];
      // Everything that other tests have left goes first.
      valueIn(await store.purgeKeys({ before: T0 * 2, limit: 100_000 }));
      for (const [age, claim] of claims.entries()) {
        const answer = { status: 409, body: 'kept', at: 1_000 + age };
        valueIn(await store.rememberAnswer({ ...claim, ...answer }));
      }
      const known = async () =>
        (await Promise.all(claims.map((claim) => store.keyAnswer(claim)))).map((row) => !!row);

      expect(valueIn(await store.purgeKeys({ before: 1_000, limit: 10 }))).toBe(0);
      expect(await known()).toEqual([true, true, true]);
      expect(valueIn(await store.purgeKeys({ before: 1_002, limit: 1 }))).toBe(1);
      expect(await known()).toEqual([false, true, true]);
      expect(valueIn(await store.purgeKeys({ before: 1_002, limit: 10 }))).toBe(1);
      expect(await known()).toEqual([false, false, true]);
    });

    test('of an order that outlives them never answer for a newer key', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const forgetAll = async () =>
        valueIn(await store.purgeKeys({ before: T0 * 2, limit: 100_000 }));
      await forgetAll();
      const slow = await reserved(store, [{ sku, quantity: 1 }], { claim: claimed() });
      await forgetAll();
      const claim = claimed();
      const other = await reserved(store, [{ sku, quantity: 2 }], { claim });

      valueIn(await store.confirm(confirmation(slow)));

      expect((await orderOf(store, slow)).state).toBe('confirmed');
      expect(await store.keyAnswer(claim)).toEqual({ type: 'request-in-progress' });
      const { body } = valueIn(await store.confirm(confirmation(other)));
      expect(JSON.parse(body ?? '{}')).toMatchObject({ id: other });
    });
  });
}
