/** A shop whose mail and warehouse can be made to fail, and what operators do about that. */

import type { TaskState, Topic } from '../../src/core/tasks.js';
import { hashKey } from '../../src/http/access.js';
import type { TaskHandler, TaskOutcome } from '../../src/tasks/task-handler.js';
import { OPERATOR_KEY as as, type Json, orderBody } from './http-client.js';
import { atRest } from './settled.js';
import { startShop } from './shop.js';
import { T0 } from './store-orders.js';
import { until } from './until.js';

export const READ_KEY = 'a-key-that-may-only-read-tasks';
export const WRITE_KEY = 'a-key-that-may-only-retry-tasks';
export const OTHER_KEY = 'a-key-that-may-only-read-stock';

export interface Task extends Json {
  id: string;
  orderId: string;
  topic: Topic;
  state: TaskState;
  attempts: number;
  dueAt: string | null;
  lastError: string | null;
}
export interface Page {
  items: Task[];
  nextCursor: string | null;
}

const outage: TaskOutcome = {
  type: 'failed',
  reason: 'nobody answers for customer@example.com',
  permanent: true,
};

export async function openTroubledShop(settings: Record<string, string> = {}) {
  /** What goes wrong now, by topic; what is not here is done for real. */
  const trouble = new Map<Topic, TaskOutcome>();
  const troubled = (topic: Topic, real: TaskHandler): TaskHandler => ({
    run: async (task, signal) => trouble.get(topic) ?? real.run(task, signal),
  });

  const shop = await startShop(
    { TASK_BACKOFF_FIRST_MS: '86400000', TASK_BACKOFF_MAX_MS: '86400000', ...settings },
    {
      handlers: (real) => ({
        ...real,
        warehouse: troubled('warehouse', real.warehouse),
        'confirmation-email': troubled('confirmation-email', real['confirmation-email']),
      }),
      prepare: async (store) => {
        const key = (id: string, secret: string, scope: string) =>
          store.putOperatorKey({ id, name: id, scopes: [scope], hash: hashKey(secret), at: T0 });
        await key('reader', READ_KEY, 'tasks:read');
        await key('writer', WRITE_KEY, 'tasks:write');
        await key('other', OTHER_KEY, 'stock:read');
      },
    },
  );

  const list = async (query = ''): Promise<Page> =>
    (await shop.client.get<Page>(`/v1/admin/tasks${query}`, { as })).body;
  const deadLetters = async (): Promise<Task[]> =>
    (await shop.client.get<Page>('/v1/admin/dead-letters', { as })).body.items;
  const taskOf = async (id: string): Promise<Task> =>
    until(`the task ${id}`, async () =>
      (await list('?limit=100')).items.find((task) => task.id === id),
    );
  const counts = async (): Promise<Json[]> =>
    (await shop.client.get<{ items: Json[] }>('/v1/admin/task-counts', { as })).body.items;
  const retry = (id: string) => shop.client.post<Task>(`/v1/admin/tasks/${id}/retry`, { as });
  const replay = (body?: unknown) =>
    shop.client.post<Json>('/v1/admin/dead-letters', {
      as,
      ...(body === undefined ? {} : { body }),
    });
  const isDone = (id: string) =>
    until(`${id} to be done`, async () => (await taskOf(id)).state === 'done');

  /** An order whose tasks have come to where they come with the trouble of now. */
  async function order(): Promise<string> {
    const { id } = (await shop.client.place(orderBody())).body;
    return id;
  }
  async function orderAtRest(): Promise<string> {
    const id = await order();
    await atRest(shop, id);
    return id;
  }
  /** An order of which those topics are dead letters. */
  async function deadOrder(...names: Topic[]): Promise<string> {
    for (const topic of names) trouble.set(topic, outage);
    const id = await orderAtRest();
    trouble.clear();
    return id;
  }

  return {
    shop,
    trouble,
    list,
    deadLetters,
    taskOf,
    counts,
    retry,
    replay,
    isDone,
    order,
    orderAtRest,
    deadOrder,
  };
}
