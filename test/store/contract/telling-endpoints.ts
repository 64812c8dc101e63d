import { describe, expect, test } from 'vitest';
import type {
  PutWebhookEndpoint,
  QueuedTask,
  Store,
  TaskResult,
} from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import {
  cancellation,
  confirmation,
  failure,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import { ownStore } from './own-store.js';
import type { OpenStore } from './store-under-test.js';

const at = T0 + 60_000;

const endpoint = (more: Partial<PutWebhookEndpoint> = {}): PutWebhookEndpoint => ({
  id: unique('whe'),
  url: 'https://erp.example.com/',
  description: '',
  events: ['order.confirmed', 'order.cancelled'],
  secrets: [{ secret: 'whsec_first', until: null }],
  state: 'enabled',
  at: T0,
  ...more,
});

async function registered(store: Store, more: Partial<PutWebhookEndpoint> = {}): Promise<string> {
  return valueIn(await store.putWebhookEndpoint(endpoint(more))).id;
}

async function confirmedOrder(store: Store): Promise<string> {
  const sku = await stocked(store, 5);
  const orderId = await reserved(store, [{ sku, quantity: 1 }]);
  valueIn(await store.confirm(confirmation(orderId)));
  return orderId;
}

const typesFor = async (
  store: Store,
  endpointId: string,
  state: null | 'done' | 'pending' = null,
) => {
  const query = { endpointId, state, cursor: null, limit: 100 };
  return (await store.webhookDeliveries(query)).items.map(({ event }) => event.type).reverse();
};

const claim = async (store: Store, topic: string, limit = 10, now = at) =>
  valueIn(
    await store.claimDeliveries({
      wants: [{ topic, limit }],
      at: now,
      leaseUntil: now + 3_000,
      inSequence: false,
    }),
  );

const result = (
  task: QueuedTask<string>,
  more: Partial<TaskResult<string>> = {},
): TaskResult<string> => ({
  ...task,
  state: 'done',
  dueAt: null,
  span: { step: task.topic, startedAt: at, endedAt: at + 5, outcome: 'ok' },
  error: null,
  figures: null,
  ...more,
});
const failed = (task: QueuedTask<string>): TaskResult<string> =>
  result(task, {
    state: 'pending',
    dueAt: at + 5_000,
    error: 'answered 500',
    span: { step: task.topic, startedAt: at, endedAt: at + 5, outcome: 'failed' },
  });

export function webhookContract(open: OpenStore): void {
  describe('telling endpoints', () => {
    const own = ownStore(open);

    test('writes a delivery for each of them with the change of the order itself', async () => {
      const { store } = own();
      const [one, other] = [
        await registered(store),
        await registered(store, { events: ['order.failed'] }),
      ];
      const orderId = await confirmedOrder(store);

      expect(await typesFor(store, one)).toEqual(['order.confirmed']);
      expect(await typesFor(store, other)).toEqual([]);
      const [task] = await claim(store, one);
      expect(task).toMatchObject({ orderId, topic: one, attempt: 1, tries: 1 });
      const sequence = task?.reference as number;
      expect(await store.webhookEvent({ orderId, sequence })).toEqual({
        orderId,
        sequence,
        type: 'order.confirmed',
        at: T0 + 1_000,
      });
    });

    test('writes one for each state that is entered, and none for what changes nothing', async () => {
      const { store } = own();
      const id = await registered(store, {
        events: [
          'order.confirmed',
          'order.failed',
          'order.cancelled',
          'order.shipped',
          'order.delivered',
        ],
      });
      const orderId = await confirmedOrder(store);
      valueIn(await store.confirm(confirmation(orderId)));
      valueIn(await store.ship({ orderId, state: 'delivered', detail: null, at }));
      valueIn(await store.ship({ orderId, state: 'shipped', detail: null, at }));
      expect(await typesFor(store, id)).toEqual([
        'order.confirmed',
        'order.shipped',
        'order.delivered',
      ]);

      const cancelled = await confirmedOrder(store);
      valueIn(await store.cancelConfirmed(cancellation(cancelled, at)));
      const lost = await reserved(store, [{ sku: await stocked(store, 1), quantity: 1 }]);
      valueIn(await store.fail(failure(lost)));
      expect((await typesFor(store, id)).slice(3)).toEqual([
        'order.confirmed',
        'order.cancelled',
        'order.failed',
      ]);
    });

    test('writes nothing while nobody is enabled', async () => {
      const { store } = own();
      const id = await registered(store, { state: 'disabled' });
      const orderId = await confirmedOrder(store);

      expect(await typesFor(store, id)).toEqual([]);
      const events = await store.orderEvents(orderId, 0);
      for (const { sequence } of events) {
        expect(await store.webhookEvent({ orderId, sequence })).toBeUndefined();
      }
    });

    test('keeps to the endpoint of a batch that is rolled back and applied again', async () => {
      const { store } = own();
      const orders = await Promise.all(
        [1, 2, 3].map(async () => reserved(store, [{ sku: await stocked(store, 1), quantity: 1 }])),
      );
      const id = unique('whe');
      // The second command of the batch throws: an address that is no text.
      const [, bug] = await Promise.allSettled([
        store.putWebhookEndpoint(endpoint({ id })),
        store.putWebhookEndpoint(endpoint({ url: null as unknown as string })),
        ...orders.map((orderId) => store.confirm(confirmation(orderId))),
      ]);

      expect(bug?.status).toBe('rejected');
      expect(await typesFor(store, id)).toHaveLength(orders.length);
    });
  });

  describe('delivering', () => {
    const own = ownStore(open);

    test('notes each attempt, and since when an endpoint fails', async () => {
      const { store } = own();
      const id = await registered(store);
      await confirmedOrder(store);
      const [first] = (await claim(store, id)) as [QueuedTask<string>];
      expect(valueIn(await store.finishDeliveries({ results: [failed(first)], at }))).toBe(1);
      expect((await store.webhookEndpoint(id))?.failingSince).toBe(at + 5);

      expect(await claim(store, id)).toEqual([]);
      expect(await store.dueDeliveries({ topics: [id], at: at + 5_000 })).toEqual([id]);
      const [second] = (await claim(store, id, 1, at + 5_000)) as [QueuedTask<string>];
      await store.finishDeliveries({ results: [result(second)], at });
      expect((await store.webhookEndpoint(id))?.failingSince).toBeNull();
      const { items } = await store.webhookDeliveries({
        endpointId: id,
        state: null,
        cursor: null,
        limit: 5,
      });
      expect(items).toMatchObject([{ state: 'done', attempts: 2, dueAt: null, lastError: null }]);
      expect(items[0]?.log.map(({ attempt, outcome, error }) => [attempt, outcome, error])).toEqual(
        [
          [2, 'ok', null],
          [1, 'failed', 'answered 500'],
        ],
      );
    });

    test('counts an attempt once, and only under its lease', async () => {
      const { store } = own();
      const id = await registered(store);
      await confirmedOrder(store);
      const [task] = (await claim(store, id)) as [QueuedTask<string>];
      await store.finishDeliveries({ results: [result(task)], at });

      expect(valueIn(await store.finishDeliveries({ results: [failed(task)], at }))).toBe(0);
      expect((await store.webhookEndpoint(id))?.failingSince).toBeNull();
    });

    test('leaves the tasks of the order alone, and is left alone by them', async () => {
      const { store } = own();
      const id = await registered(store);
      const orderId = await confirmedOrder(store);

      expect((await store.order(orderId))?.tasks).toHaveLength(4);
      const { items } = await store.tasks({ cursor: null, limit: 100, state: null });
      expect(items.map(({ topic }) => topic)).not.toContain(id);
      expect((await store.taskCounts()).map(({ topic }) => topic)).not.toContain(id);
      const [task] = (await claim(store, id)) as [QueuedTask<string>];
      await store.finishDeliveries({ results: [result(task, { state: 'dead' })], at });
      expect(valueIn(await store.replayDeadLetters({ topic: null, limit: 10, at }))).toBe(0);
    });

    test('ends with the endpoint', async () => {
      const { store } = own();
      const id = await registered(store);
      await confirmedOrder(store);

      expect(valueIn(await store.removeWebhookEndpoint({ id, at }))).toBe(true);
      expect(valueIn(await store.removeWebhookEndpoint({ id, at }))).toBe(false);
      expect(await claim(store, id)).toEqual([]);
      expect(await store.webhookEndpoints()).toEqual([]);
    });
  });

  describe('disabling an endpoint', () => {
    const own = ownStore(open);

    test('says why, once, and is forgotten when it is enabled again', async () => {
      const { store } = own();
      const id = await registered(store);
      const disable = () => store.disableWebhookEndpoint({ id, reason: 'answered 410', at });
      expect(valueIn(await disable())).toBe(true);
      expect(valueIn(await disable())).toBe(false);
      expect(await store.webhookEndpoint(id)).toMatchObject({
        state: 'disabled',
        disabledAt: at,
        disabledReason: 'answered 410',
      });

      const facts = endpoint({ id });
      expect(valueIn(await store.putWebhookEndpoint(facts))).toMatchObject({
        state: 'enabled',
        disabledAt: null,
        disabledReason: null,
        createdAt: T0,
      });
    });
  });

  describe('replaying deliveries', () => {
    const own = ownStore(open);

    test('makes those of a time due again, and those that were missed', async () => {
      const { store } = own();
      const [witness, id] = [await registered(store), await registered(store)];
      const first = await confirmedOrder(store);
      for (const task of await claim(store, id)) {
        await store.finishDeliveries({ results: [result(task)], at });
      }
      await store.disableWebhookEndpoint({ id, reason: 'failing', at });
      const missed = await confirmedOrder(store);
      expect(await typesFor(store, witness)).toHaveLength(2);

      const replay = { endpointId: id, what: { from: T0, to: at }, at, limit: 10 };
      expect(valueIn(await store.replayDeliveries(replay))).toBe(2);
      const claimed = await claim(store, id);
      expect(claimed.map(({ orderId, tries }) => [orderId, tries]).sort()).toEqual(
        [
          [first, 1],
          [missed, 1],
        ].sort(),
      );
      expect(
        valueIn(await store.replayDeliveries({ ...replay, what: { from: at, to: at + 1 } })),
      ).toBe(0);
    });

    test('tells one event alone, and none of a type that is not asked for', async () => {
      const { store } = own();
      const id = await registered(store);
      const deaf = await registered(store, { events: ['order.failed'] });
      const orderId = await confirmedOrder(store);
      const [{ reference: sequence = 0 }] = (await claim(store, id)) as [QueuedTask<string>];

      const replay = (endpointId: string) =>
        store.replayDeliveries({ endpointId, what: { orderId, sequence }, at, limit: 1 });
      expect(valueIn(await replay(id))).toBe(1);
      expect(valueIn(await replay(deaf))).toBe(0);
    });
  });

  describe('forgetting events', () => {
    const own = ownStore(open);

    test('takes what is old and at rest, with all that belongs to it', async () => {
      const { store } = own();
      const id = await registered(store);
      await confirmedOrder(store);
      const [task] = (await claim(store, id)) as [QueuedTask<string>];
      const purge = () => store.purgeWebhookEvents({ before: at, limit: 10 });
      expect(valueIn(await purge())).toBe(0);

      await store.finishDeliveries({ results: [result(task)], at });
      expect(valueIn(await purge())).toBe(1);
      expect(await typesFor(store, id)).toEqual([]);
      expect(valueIn(await purge())).toBe(0);
    });
  });
}
