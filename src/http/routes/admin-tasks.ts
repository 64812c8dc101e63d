import { type Static, Type } from 'typebox';
import { parseTaskId, taskId, taskStates } from '../../core/tasks.js';
import type { Shop } from '../../orders/shop.js';
import type { Store, StoredTask, TaskName } from '../../store/store.js';
import { shopBy } from '../acting.js';
import { pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import {
  ListOf,
  problemAnswers,
  ReplayAnswer,
  TaskAnswer,
  TaskCountsAnswer,
} from '../schemas/answers.js';
import { DeadLetterBody, PageQuery, TaskParams } from '../schemas/requests.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];
const PAGE_DEFAULT = 50;
/** Dead letters that one command brings back: a commit must not keep orders waiting. */
const REPLAY_MAX = 1_000;

export function taskRoutes(app: App, doors: Doors): void {
  listRoutes(app, doors);
  replayRoutes(app, doors);
}

function listRoutes(app: App, { shop, access }: Doors): void {
  const TaskQuery = Type.Object(
    {
      ...PageQuery.properties,
      state: Type.Optional(Type.Enum([...taskStates], { description: 'Only tasks in this state' })),
    },
    { additionalProperties: false },
  );
  const response = { 200: ListOf(TaskAnswer), ...problemAnswers };

  const list = async (query: Static<typeof TaskQuery>) => {
    const { limit, cursor, state = null } = query;
    const position = positionOf('tasks', cursor);
    const after = position === null ? null : parseTaskId(position);
    const page = await shop.store.tasks({
      limit: Number(limit ?? PAGE_DEFAULT),
      state,
      cursor: after,
    });
    return pageOf('tasks', page, taskView);
  };

  app.get(
    '/v1/admin/tasks',
    {
      schema: {
        summary: 'Background tasks, those of the newest order first',
        tags,
        security,
        querystring: TaskQuery,
        response,
      },
    },
    async (request) => {
      await access.operator(request, 'tasks:read');
      return list(request.query);
    },
  );

  app.get(
    '/v1/admin/task-counts',
    {
      schema: {
        summary: 'How many tasks wait, run and are dead, by topic',
        tags,
        security,
        response: { 200: TaskCountsAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'tasks:read');
      return { items: await shop.store.taskCounts() };
    },
  );

  app.get(
    '/v1/admin/dead-letters',
    {
      schema: {
        summary: 'Tasks that are not tried any more, with their last error',
        tags,
        security,
        querystring: PageQuery,
        response,
      },
    },
    async (request) => {
      await access.operator(request, 'tasks:read');
      return list({ ...request.query, state: 'dead' });
    },
  );
}

function replayRoutes(app: App, { shop, access }: Doors): void {
  const retry = async ({ store }: Pick<Shop, 'store'>, name: TaskName) => {
    const task = await store.retryTask({ ...name, at: shop.now() });
    if (task.ok && task.value === null) throw new RefusedError({ type: 'not-found' });
    return task;
  };

  app.post(
    '/v1/admin/tasks/:id/retry',
    {
      schema: {
        summary: 'Make a task that is dead, or waits for its backoff, due now',
        tags,
        security,
        params: TaskParams,
        response: { 200: TaskAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'tasks:write');
      const name = parseTaskId(request.params.id);
      if (!name) throw new RefusedError({ type: 'not-found' });
      const task = await retry(shopBy(shop, caller, request), name);
      return task.ok ? taskView(task.value as StoredTask) : sendProblem(reply, task.refusal);
    },
  );

  app.post(
    '/v1/admin/dead-letters',
    {
      schema: {
        summary: 'Replay one dead letter, those of a topic, or all of them',
        description: `With an empty body all, at most ${REPLAY_MAX} at a time, the oldest first.`,
        tags,
        security,
        body: DeadLetterBody,
        response: { 200: ReplayAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'tasks:write');
      const { store } = shopBy(shop, caller, request);
      const { id, topic = null } = request.body ?? {};
      if (id !== undefined && topic !== null) {
        const errors = [{ pointer: '/topic', detail: 'goes not with an id, which has its topic' }];
        throw new RefusedError({ type: 'invalid-request', errors });
      }
      if (id !== undefined) return replayOne(store, id);
      const replayed = await store.replayDeadLetters({
        topic,
        limit: REPLAY_MAX,
        at: shop.now(),
      });
      return replayed.ok ? { replayed: replayed.value } : sendProblem(reply, replayed.refusal);
    },
  );

  async function replayOne(store: Store, id: string) {
    const name = parseTaskId(id);
    const task = name && (await shop.store.task(name));
    if (!name || task?.state !== 'dead') {
      throw new RefusedError({ type: 'not-found', detail: 'there is no such dead letter' });
    }
    const retried = await retry({ store }, name);
    if (!retried.ok) throw new RefusedError(retried.refusal);
    return { replayed: 1 };
  }
}

const taskView = (task: StoredTask) => ({
  id: taskId(task),
  orderId: task.orderId,
  topic: task.topic,
  state: task.state,
  attempts: task.attempts,
  dueAt: task.dueAt === null ? null : new Date(task.dueAt).toISOString(),
  lastError: task.lastError,
});
