import { describe, expect, test } from 'vitest';
import type { RefundCommand, Store } from '../../../src/store/store.js';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmation,
  confirmed,
  orderOf,
  PIECE,
  refund,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import { claiming, counterOf, useOf } from '../../support/store-promotions.js';
import type { Shared } from './store-under-test.js';

const at = T0 + 9_000;

interface Sold {
  sku: string;
  orderId: string;
}

async function sold(store: Store, quantity: number): Promise<Sold> {
  const sku = await stocked(store, 9);
  return { sku, orderId: await confirmed(store, [{ sku, quantity }]) };
}

const settle = async (store: Store, orderId: string, attempt: number, outcome = 'refunded') =>
  valueIn(
    await store.settleAttempt({
      ...{ orderId, attempt, outcome, at: at + 1, retryAt: null },
      payment: outcome === 'refunded' ? 'refunded' : 'refund-failed',
    }),
  );

const back = (orderId: string, sku: string, quantity: number, more: Partial<RefundCommand> = {}) =>
  refund(orderId, { lines: [{ sku, quantity }] }, more);

export function refundContract(shared: Shared): void {
  describe('refunding', () => {
    test('records what goes back, its credit note, attempt, stock and task in one', async () => {
      const { store, moves } = shared();
      const { sku, orderId } = await sold(store, 3);

      const recorded = valueIn(await store.refund(back(orderId, sku, 2)));

      expect(recorded).toEqual({ position: 1, attempt: 2 });
      const order = await orderOf(store, orderId);
      expect(order).toMatchObject({
        state: 'partially-refunded',
        payment: { state: 'refund-pending' },
        refunds: [
          {
            position: 1,
            state: 'pending',
            at,
            reason: 'returned',
            isRestocked: true,
            creditNoteNumber: expect.stringMatching(/^CN-2026-\d{6}$/),
            amounts: { totals: { payable: 2 * PIECE.gross, tax: 2 * PIECE.tax } },
          },
        ],
      });
      expect(order.tasks.at(-1)).toEqual({
        topic: 'credit-note-email',
        reference: 1,
        state: 'pending',
        attempts: 0,
      });
      expect(await store.openAttemptsOf(orderId)).toMatchObject([
        { attempt: 2, operation: 'refund', amount: 2 * PIECE.gross, tries: 0 },
      ]);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 8, reserved: 0 });
      expect((await moves(sku)).at(-1)).toEqual({ delta: 2, reason: 'refund' });
    });

    test('moves the payment on as its attempts are settled, in whatever order', async () => {
      const { store } = shared();
      const { sku, orderId } = await sold(store, 3);
      const states: string[] = [];
      const note = async () => {
        const { payment } = await orderOf(store, orderId);
        states.push(payment.state);
      };
      valueIn(await store.refund(back(orderId, sku, 1)));
      valueIn(await store.refund(back(orderId, sku, 1)));
      await settle(store, orderId, 3);
      await note();
      await settle(store, orderId, 2);
      await note();
      valueIn(await store.refund(back(orderId, sku, 1)));
      await note();
      await settle(store, orderId, 4);
      await note();

      expect(states).toEqual([
        'refund-pending',
        'partially-refunded',
        'refund-pending',
        'refunded',
      ]);
      expect((await orderOf(store, orderId)).state).toBe('refunded');
    });

    test('keeps a refund that the provider refuses, and says that its money is not back', async () => {
      const { store } = shared();
      const { sku, orderId } = await sold(store, 2);
      valueIn(await store.refund(back(orderId, sku, 1)));

      await settle(store, orderId, 2, 'declined');

      expect(await orderOf(store, orderId)).toMatchObject({
        payment: { state: 'refund-failed' },
        refunds: [{ state: 'failed' }],
      });
      expect(await store.openAttemptsOf(orderId)).toEqual([]);
    });

    test('gives numbers in turn, to cancellations too, and none to a refusal', async () => {
      const { store } = shared();
      const series = unique('S');
      const orders = await Promise.all([1, 2, 3].map(() => sold(store, 1)));
      const [one, two, three] = orders as [Sold, Sold, Sold];

      valueIn(await store.refund(back(one.orderId, one.sku, 1, { series })));
      refusalIn(await store.refund(back(one.orderId, one.sku, 1, { series })));
      refusalIn(await store.refund(back(two.orderId, two.sku, 2, { series })));
      valueIn(await store.cancelConfirmed(cancellation(two.orderId, at, { series })));
      valueIn(await store.cancelConfirmed(cancellation(two.orderId, at, { series })));
      valueIn(await store.refund(back(three.orderId, three.sku, 1, { series })));

      const given = await Promise.all(
        orders.map(async ({ orderId }) =>
          (await orderOf(store, orderId)).refunds?.map((refund) => refund.creditNoteNumber),
        ),
      );
      expect(given).toEqual(['000001', '000002', '000003'].map((n) => [`CN-${series}-${n}`]));
    });

    test('of many at once never gives back more than was sold', async () => {
      const { store } = shared();
      const { sku, orderId } = await sold(store, 5);

      const answers = await Promise.all(
        Array.from({ length: 12 }, () => store.refund(back(orderId, sku, 1))),
      );

      expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
      const order = await orderOf(store, orderId);
      expect(order.state).toBe('refunded');
      expect(order.refunds?.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 9, reserved: 0 });
    });

    test('is refused over what is left, of what was never confirmed, and of nothing at all', async () => {
      const { store } = shared();
      const { sku, orderId } = await sold(store, 1);
      const pending = await reserved(store, [{ sku, quantity: 1 }]);
      const before = await orderOf(store, orderId);

      expect(refusalIn(await store.refund(back(orderId, sku, 2)))).toEqual({
        type: 'refund-exceeds',
        items: [{ pointer: '/lines/0/quantity', sku, requested: 2, left: 1 }],
      });
      expect(refusalIn(await store.refund(back(pending, sku, 1)))).toEqual({
        type: 'order-closed',
        state: 'payment-pending',
      });
      expect(refusalIn(await store.refund(back(unique('order'), sku, 1)))).toEqual({
        type: 'not-found',
      });
      expect(await orderOf(store, orderId)).toEqual(before);
    });

    test('leaves the stock alone where the pieces cannot be sold again', async () => {
      const { store } = shared();
      const { sku, orderId } = await sold(store, 2);

      valueIn(await store.refund(back(orderId, sku, 1, { isRestocked: false })));

      expect(await store.stock(sku)).toEqual({ sku, onHand: 7, reserved: 0 });
    });

    test('claims its key, and answers it once the provider was asked, known or not', async () => {
      const { store } = shared();
      const { sku, orderId } = await sold(store, 2);
      const claim = { caller: 'operator:1', key: unique('key'), fingerprint: 'f' };
      valueIn(await store.refund(back(orderId, sku, 1, { claim })));
      expect(refusalIn(await store.refund(back(orderId, sku, 1, { claim })))).toEqual({
        type: 'request-in-progress',
      });

      const unknown = { outcome: 'unknown', payment: null, at: at + 1, retryAt: at + 2 };
      valueIn(await store.settleAttempt({ orderId, attempt: 2, ...unknown }));

      const first = await store.keyAnswer(claim);
      expect(first).toMatchObject({ type: 'answered', answer: { status: 201, orderId } });
      await settle(store, orderId, 2);
      expect(await store.keyAnswer(claim)).toEqual(first);
      expect((await orderOf(store, orderId)).refunds).toMatchObject([{ state: 'refunded' }]);
    });

    test.each([
      ['never', [1, 1, 1]],
      ['cancel', [0, 1, 1]],
      ['full', [0, 0, 1]],
    ] as const)(
      'gives uses of coupons back %s, by the policy of the shop',
      async (couponBack, [cancelled, whole, partly]) => {
        const { store } = shared();
        const sku = await stocked(store, 9);
        const used = async (end: (orderId: string) => Promise<unknown>) => {
          const use = useOf(unique('promotion'), 9);
          const command = claiming(sku, [use]);
          valueIn(await store.reserve(command));
          const { orderId } = command;
          valueIn(await store.confirm(confirmation(orderId)));
          await end(orderId);
          const [level] = await store.promotionLevels([counterOf(use)]);
          return level?.committed;
        };

        expect(
          await used((id) => store.cancelConfirmed(cancellation(id, at, { couponBack }))),
        ).toBe(cancelled);
        expect(
          await used(async (id) => {
            const { total } = (await orderOf(store, id)).document.totals;
            const goodwill = { amount: total, reason: 'Lost' };
            valueIn(await store.refund(refund(id, { goodwill }, { couponBack })));
          }),
        ).toBe(whole);
        expect(
          await used(async (id) => {
            const goodwill = { amount: 1, reason: 'Late' };
            valueIn(await store.refund(refund(id, { goodwill }, { couponBack })));
          }),
        ).toBe(partly);
      },
    );
  });
}
