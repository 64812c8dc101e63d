// What operators see of background work, and how they have it done now.

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type TaskState, topics } from '../../src/core/tasks.js';
import { OPERATOR_KEY as as, orderBody } from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import {
  OTHER_KEY,
  openTroubledShop,
  READ_KEY,
  type Task,
  WRITE_KEY,
} from '../support/troubled-shop.js';
import { until } from '../support/until.js';

const {
  shop,
  trouble,
  list,
  taskOf,
  counts,
  retry,
  replay,
  isDone,
  order,
  orderAtRest,
  deadOrder,
} = await openTroubledShop();
afterAll(() => shop.end());
afterEach(() => trouble.clear());

describe('the list of tasks', () => {
  test('shows each with its order, its topic, its state and its attempts', async () => {
    const orderId = await orderAtRest();

    const tasks = (await list('?limit=4')).items;

    expect(tasks.map(({ topic }) => topic).sort()).toEqual([...topics].sort());
    for (const task of tasks) {
      expect(task).toEqual({
        id: `${orderId}.${task.topic}`,
        orderId,
        topic: task.topic,
        state: 'done',
        attempts: 1,
        dueAt: null,
        lastError: null,
      });
    }
  });

  test('goes from the newest order to the oldest, page by page', async () => {
    const newest = [await orderAtRest(), await orderAtRest()].reverse();

    const pages: Task[][] = [];
    let query = '?limit=3';
    for (;;) {
      const { items, nextCursor } = await list(query);
      pages.push(items);
      if (nextCursor === null) break;
      query = `?limit=3&cursor=${nextCursor}`;
    }

    const all = pages.flat();
    expect(pages.slice(0, -1).every(({ length }) => length === 3)).toBe(true);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.slice(0, 8).map(({ orderId }) => orderId)).toEqual(
      newest.flatMap((id) => topics.map(() => id)),
    );
    expect((await list('?limit=100')).items).toEqual(all.slice(0, 100));
  });

  test('can be of one state', async () => {
    const orderId = await deadOrder('warehouse');
    const states = async (state: TaskState) => (await list(`?state=${state}&limit=100`)).items;

    expect(await states('dead')).toContainEqual(
      expect.objectContaining({ id: `${orderId}.warehouse`, state: 'dead' }),
    );
    const done = await states('done');
    expect(done.map(({ id }) => id)).toContain(`${orderId}.invoice`);
    expect(done.map(({ id }) => id)).not.toContain(`${orderId}.warehouse`);
    for (const state of ['pending', 'running', 'done', 'dead', 'cancelled'] as const) {
      expect((await states(state)).filter((task) => task.state !== state)).toEqual([]);
    }
    await replay();
    await isDone(`${orderId}.warehouse`);
  });

  const wrong: [query: string, pointer: string][] = [
    ['?state=lost', '?state'],
    ['?limit=0', '?limit'],
    ['?limit=101', '?limit'],
    ['?cursor=nonsense', '?cursor'],
    ['?cursor=01ARZ3NDEKTSV4RRFFQ69G5FAV', '?cursor'],
    ['?cursor=a.lunch', '?cursor'],
    ['?topic=invoice', '?topic'],
  ];
  test.each(wrong)(
    'refuses what it does not know, with the name of it: %s',
    async (query, pointer) => {
      const { status, body } = await shop.client.get(`/v1/admin/tasks${query}`, { as });

      expect(status).toBe(400);
      expect(body).toMatchObject({ type: '/problems/invalid-request', errors: [{ pointer }] });
    },
  );
});

describe('the counts of tasks', () => {
  test('are those of what waits, runs and is dead, by topic', async () => {
    const orderId = await deadOrder('warehouse', 'confirmation-email');
    const items = await until('all others to be at rest', async () => {
      const found = await counts();
      return found.every(({ state }) => state === 'dead') ? found : null;
    });

    expect(items).toEqual(
      expect.arrayContaining(
        ['confirmation-email', 'warehouse'].map((topic) => ({
          topic,
          state: 'dead',
          count: 1,
          atLeast: false,
        })),
      ),
    );
    await replay();
    await isDone(`${orderId}.warehouse`);
    await isDone(`${orderId}.confirmation-email`);
    expect(await counts()).toEqual([]);
  });
});

describe('retrying a task', () => {
  test('brings a dead letter back, and it is done once the trouble is over', async () => {
    const id = `${await deadOrder('warehouse')}.warehouse`;
    expect(await taskOf(id)).toMatchObject({ state: 'dead', attempts: 1, dueAt: null });

    const retried = await retry(id);

    expect(retried.status).toBe(200);
    expect(retried.body).toMatchObject({ id, state: 'pending', attempts: 1 });
    expect(Date.parse(retried.body.dueAt as string)).not.toBeNaN();
    await isDone(id);
    expect(await taskOf(id)).toMatchObject({ attempts: 2, lastError: null });
  });

  test('of one that waits to be tried again has it tried now', async () => {
    trouble.set('warehouse', { type: 'failed', reason: 'nobody answers' });
    const id = `${await order()}.warehouse`;
    const waiting = await until('its first failure', async () => {
      const task = await taskOf(id);
      return task.lastError === null ? null : task;
    });
    expect(waiting).toMatchObject({ state: 'pending', attempts: 1, lastError: 'nobody answers' });
    trouble.clear();

    expect((await retry(id)).body).toMatchObject({ id, state: 'pending', attempts: 1 });

    await isDone(id);
    expect((await taskOf(id)).attempts).toBe(2);
  });

  test('of one that is done changes nothing', async () => {
    const orderId = await orderAtRest();
    const id = `${orderId}.invoice`;
    const before = await taskOf(id);

    const retried = await retry(id);

    expect(retried).toMatchObject({ status: 200, body: before });
    expect((await atRest(shop, orderId)).tasks).toContainEqual({
      topic: 'invoice',
      state: 'done',
      attempts: 1,
    });
  });

  test.each([
    '01ARZ3NDEKTSV4RRFFQ69G5FAV.invoice',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV.lunch',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    'nonsense',
    '..',
    '%00.invoice',
  ])('that is not there is not found: %s', async (id) => {
    const refused = await retry(id);

    expect(refused.status).toBe(404);
    expect(refused.body).toMatchObject({ type: '/problems/not-found' });
  });
});

describe('who may', () => {
  const routes: ['GET' | 'POST', string, key: string][] = [
    ['GET', '/v1/admin/tasks', READ_KEY],
    ['GET', '/v1/admin/task-counts', READ_KEY],
    ['GET', '/v1/admin/dead-letters', READ_KEY],
    ['POST', '/v1/admin/tasks/{order}.warehouse/retry', WRITE_KEY],
    ['POST', '/v1/admin/dead-letters', WRITE_KEY],
  ];
  for (const [method, path, key] of routes) {
    test(`is only who has the scope: ${method} ${path}`, async () => {
      const orderId = await deadOrder('warehouse');
      const { accessToken } = (await shop.client.place(orderBody())).body;
      const send = async (sender?: string) => {
        const url = path.replace('{order}', orderId);
        const answer = await shop.client.send(method, url, sender ? { as: sender } : {});
        return [answer.status, answer.body.type];
      };

      expect(await send()).toEqual([401, '/problems/unauthorized']);
      expect(await send('made-up')).toEqual([401, '/problems/unauthorized']);
      expect(await send(accessToken)).toEqual([401, '/problems/unauthorized']);
      const others = [OTHER_KEY, READ_KEY, WRITE_KEY].filter((other) => other !== key);
      for (const other of others) expect(await send(other)).toEqual([403, '/problems/forbidden']);
      expect((await taskOf(`${orderId}.warehouse`)).state).toBe('dead');
      expect((await send(key))[0]).toBe(200);
      await replay();
      await isDone(`${orderId}.warehouse`);
    });
  }
});
