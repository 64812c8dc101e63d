import { describe, expect, test } from 'vitest';
import { refusalIn, valueIn } from '../../support/result.js';
import {
  documentOf,
  reservation,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

export function reservingContract(shared: Shared): void {
  describe('reserving', () => {
    test('holds the pieces without taking them from the level', async () => {
      const { store, moves } = shared();
      const sku = await stocked(store, 5);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });

      await reserved(store, [{ sku, quantity: 2 }]);

      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 2 });
      expect(await moves(sku)).toEqual([{ delta: 5, reason: 'counted' }]);
    });

    test('keeps the order with its frozen document, pending and without a number', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const lines = [{ sku, quantity: 2 }];
      const orderId = unique('order');
      expect(await store.order(orderId)).toBeUndefined();

      await reserved(store, lines, { orderId, customerId: 'somebody' });

      expect(await store.order(orderId)).toEqual({
        id: orderId,
        customerId: 'somebody',
        number: null,
        invoiceNumber: null,
        state: 'payment-pending',
        currency: 'EUR',
        createdAt: T0,
        confirmedAt: null,
        document: documentOf(lines),
        payment: { method: 'simulated', state: 'pending', amount: 2_380, reference: null },
        tasks: [],
      });
    });

    test('begins the history of the order with the spans so far', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const spans = [{ step: 'quote', startedAt: T0 + 0.25, endedAt: T0 + 1.5, outcome: 'ok' }];

      const orderId = await reserved(store, [{ sku, quantity: 1 }], { spans });

      expect(await store.orderEvents(orderId, 0)).toEqual([
        { sequence: 1, at: T0, state: 'payment-pending', spans, detail: null, task: null },
      ]);
    });

    test('closes a span that is still open when it is written', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const spans = [{ step: 'reserve', startedAt: T0, endedAt: 0, outcome: 'ok' }];

      const orderId = await reserved(store, [{ sku, quantity: 1 }], { spans });

      const [event] = await store.orderEvents(orderId, 0);
      expect(event?.spans[0]?.endedAt).toBeGreaterThan(T0);
    });

    test('sums the lines of one SKU before it looks whether they are there', async () => {
      const { store } = shared();
      const sku = await stocked(store, 5);
      const lines = [
        { sku, quantity: 3 },
        { sku, quantity: 3 },
      ];

      const refused = await store.reserve(reservation(lines));

      const items = [{ sku, requested: 6, available: 5 }];
      expect(refusalIn(refused)).toEqual({ type: 'out-of-stock', items });
      expect(await store.stock(sku)).toEqual({ sku, onHand: 5, reserved: 0 });
    });

    test('names every SKU that is short, and holds nothing of the others', async () => {
      const { store } = shared();
      const [plenty, few, none] = [
        await stocked(store, 9),
        await stocked(store, 1),
        unique('UNKNOWN'),
      ];
      const command = reservation([
        { sku: few, quantity: 2 },
        { sku: plenty, quantity: 2 },
        { sku: none, quantity: 1 },
      ]);

      const refusal = refusalIn(await store.reserve(command));

      expect(refusal.type).toBe('out-of-stock');
      const items = 'items' in refusal ? refusal.items : [];
      expect(new Set(items)).toEqual(
        new Set([
          { sku: few, requested: 2, available: 1 },
          { sku: none, requested: 1, available: 0 },
        ]),
      );
      expect(await store.stock(plenty)).toEqual({ sku: plenty, onHand: 9, reserved: 0 });
      expect(await store.stock(few)).toEqual({ sku: few, onHand: 1, reserved: 0 });
      expect(await store.order(command.orderId)).toBeUndefined();
    });

    test('counts what others hold as gone', async () => {
      const { store } = shared();
      const sku = await stocked(store, 3);
      await reserved(store, [{ sku, quantity: 2 }]);

      const refused = await store.reserve(reservation([{ sku, quantity: 2 }]));

      const items = [{ sku, requested: 2, available: 1 }];
      expect(refusalIn(refused)).toEqual({ type: 'out-of-stock', items });
      expect(await store.checkStock([{ sku, quantity: 2 }])).toEqual({
        ok: false,
        refusal: { type: 'out-of-stock', items },
      });
      expect(await store.checkStock([{ sku, quantity: 1 }])).toEqual({ ok: true, value: null });
    });

    test('records the charge that is about to be tried, due only when nobody settles it', async () => {
      const { store } = shared();
      const sku = await stocked(store, 1);
      const settleAt = T0 - 5_000;

      const orderId = await reserved(store, [{ sku, quantity: 1 }], { settleAt });

      const due = (dueAt: number) => store.pendingPayments({ dueAt, limit: 100 });
      const own = (rows: { orderId: string }[]) => rows.filter((row) => row.orderId === orderId);
      expect(own(await due(settleAt - 1))).toEqual([]);
      expect(own(await due(settleAt))).toEqual([
        {
          orderId,
          method: 'simulated',
          reference: null,
          amount: 1_190,
          currency: 'EUR',
          createdAt: T0,
          tries: 0,
        },
      ]);
    });

    test('lets every command of a batch succeed or fail alone', async () => {
      const { store } = shared();
      const sku = await stocked(store, 3);
      const first = reservation([{ sku, quantity: 1 }]);
      const tooMany = reservation([{ sku, quantity: 9 }]);
      const impossible = { ...reservation([{ sku, quantity: 1 }]), orderId: first.orderId };
      const last = reservation([{ sku, quantity: 1 }]);

      // Asked for within one turn of the event loop: they travel as one batch.
      const answers = await Promise.allSettled(
        [first, tooMany, impossible, last].map((command) => store.reserve(command)),
      );

      expect(answers.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      const results = answers.flatMap((answer) =>
        answer.status === 'fulfilled' ? [answer.value.ok] : [],
      );
      expect(results).toEqual([true, false, true]);
      expect(await store.stock(sku)).toEqual({ sku, onHand: 3, reserved: 2 });
      expect(await store.order(tooMany.orderId)).toBeUndefined();
      expect((await store.order(last.orderId))?.state).toBe('payment-pending');
    });

    test('tells who listens which orders a commit has changed, until they stop listening', async () => {
      const { store } = shared();
      const sku = await stocked(store, 2);
      const heard: string[] = [];
      const command = reservation([{ sku, quantity: 1 }]);
      const told = new Promise<void>((resolve) => {
        const stop = store.onOrdersChanged((orderIds) => {
          heard.push(...orderIds);
          if (!orderIds.includes(command.orderId)) return;
          stop();
          resolve();
        });
      });

      valueIn(await store.reserve(command));
      await told;
      const unheard = await reserved(store, [{ sku, quantity: 1 }]);

      expect(heard).toContain(command.orderId);
      expect(heard).not.toContain(unheard);
    });
  });
}
