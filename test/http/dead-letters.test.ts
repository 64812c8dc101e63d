// Tasks that are not tried any more, until somebody replays them.

import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OPERATOR_KEY as as, type Json, orderBody } from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import { openTroubledShop } from '../support/troubled-shop.js';
import { until } from '../support/until.js';

const { shop, trouble, list, deadLetters, taskOf, counts, replay, isDone, orderAtRest, deadOrder } =
  await openTroubledShop();
afterAll(() => shop.end());
afterEach(() => trouble.clear());

describe('dead letters', () => {
  beforeEach(async () => {
    await replay();
    // What still ran could die of the trouble that the next test makes.
    await until('nothing to be owed', async () => (await counts()).length === 0);
  });

  test('are listed with why they died, but with nobody’s address', async () => {
    const orderId = await deadOrder('warehouse');

    const letters = await deadLetters();

    expect(letters).toEqual([
      {
        id: `${orderId}.warehouse`,
        orderId,
        topic: 'warehouse',
        state: 'dead',
        attempts: 1,
        dueAt: null,
        lastError: 'nobody answers for [address]',
      },
    ]);
    expect(letters).toEqual((await list('?state=dead')).items);
  });

  test('die of their last attempt, and have as many again when they are replayed', async () => {
    const hasty = { TASK_BACKOFF_FIRST_MS: '1', TASK_BACKOFF_MAX_MS: '1' };
    const { shop: dying, trouble } = await openTroubledShop({ TASK_ATTEMPTS_MAX: '3', ...hasty });
    trouble.set('warehouse', { type: 'failed', reason: 'nobody answers' });
    try {
      const { id } = (await dying.client.place(orderBody())).body;
      const died = async (attempts: number) =>
        until(`its death after ${attempts} attempts`, async () => {
          const { tasks } = await atRest(dying, id);
          const task = tasks.find(({ topic }) => topic === 'warehouse');
          return task?.state === 'dead' && task.attempts === attempts;
        });
      await died(3);

      await dying.client.post('/v1/admin/dead-letters', { as, body: {} });

      await died(6);
    } finally {
      await dying.end();
    }
  });

  test('are replayed one by one', async () => {
    const orderId = await deadOrder('warehouse', 'confirmation-email');

    const replayed = await replay({ id: `${orderId}.warehouse` });

    expect(replayed).toMatchObject({ status: 200, body: { replayed: 1 } });
    await isDone(`${orderId}.warehouse`);
    expect((await deadLetters()).map(({ id }) => id)).toEqual([`${orderId}.confirmation-email`]);
  });

  test('are replayed by topic', async () => {
    const orderIds = [
      await deadOrder('warehouse', 'confirmation-email'),
      await deadOrder('warehouse', 'confirmation-email'),
    ];

    expect((await replay({ topic: 'warehouse' })).body).toEqual({ replayed: 2 });

    for (const orderId of orderIds) await isDone(`${orderId}.warehouse`);
    expect((await deadLetters()).map(({ topic }) => topic)).toEqual([
      'confirmation-email',
      'confirmation-email',
    ]);
  });

  const nothing: [what: string, send: () => ReturnType<typeof replay>][] = [
    ['no body', () => replay()],
    ['an empty object', () => replay({})],
    ['null', () => replay('null')],
  ];
  for (const [what, send] of nothing) {
    test(`are all replayed with ${what}`, async () => {
      const orderId = await deadOrder('warehouse', 'confirmation-email');

      const replayed = await send();

      expect(replayed).toMatchObject({ status: 200, body: { replayed: 2 } });
      await isDone(`${orderId}.warehouse`);
      await isDone(`${orderId}.confirmation-email`);
      expect((await replay()).body).toEqual({ replayed: 0 });
    });
  }

  test('that are none are not found', async () => {
    const orderId = await orderAtRest();

    for (const id of [`${orderId}.invoice`, `${orderId}.lunch`, 'nonsense', '']) {
      const refused = await replay({ id });
      expect([id, refused.status]).toEqual([id, 404]);
      expect(refused.body).toMatchObject({ type: '/problems/not-found' });
    }
    expect((await taskOf(`${orderId}.invoice`)).state).toBe('done');
  });

  const wrong: [body: unknown, pointer: string][] = [
    [{ topic: 'lunch' }, '/topic'],
    [{ topic: 5 }, '/topic'],
    [{ id: 5 }, '/id'],
    [{ all: true }, '/all'],
  ];
  for (const [body, pointer] of wrong) {
    test(`are not replayed by ${JSON.stringify(body)}: the field is named`, async () => {
      await deadOrder('warehouse');

      const refused = await replay(body);

      expect(refused.status).toBe(400);
      expect(refused.body.type).toBe('/problems/invalid-request');
      expect((refused.body.errors as Json[]).map((error) => error.pointer)).toContain(pointer);
      expect(await deadLetters()).toHaveLength(1);
    });
  }
});
