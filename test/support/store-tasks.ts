/** Tasks as whoever works them off claims them, and what is written down of them. */
import { type Topic, topics } from '../../src/core/tasks.js';
import type { ClaimedTask, ClaimTasksCommand, Store, TaskResult } from '../../src/store/store.js';
import { valueIn } from './result.js';
import { MINUTE_MS, T0 } from './store-orders.js';

/** When the tasks of `confirmed` orders are due. */
export const DUE = T0 + 1_000;
export const LEASE_MS = 3_000;

export const ofEach = (limit: number, names: readonly Topic[] = topics) =>
  names.map((topic) => ({ topic, limit }));

export async function claimed(
  store: Store,
  more: Partial<ClaimTasksCommand> = {},
): Promise<ClaimedTask[]> {
  const { at = DUE } = more;
  const command = { wants: ofEach(100), at, leaseUntil: at + LEASE_MS, inSequence: false };
  return valueIn(await store.claimTasks({ ...command, ...more }));
}

/** The one task of a topic that is due. @throws Error when there is none, or more than one. */
export async function claimedOne(store: Store, topic: Topic, at = DUE): Promise<ClaimedTask> {
  const tasks = await claimed(store, { wants: [{ topic, limit: 2 }], at });
  if (tasks.length !== 1) throw new Error(`${tasks.length} tasks ${topic} were due`);
  return tasks[0] as ClaimedTask;
}

export const resultOf = (task: ClaimedTask, more: Partial<TaskResult> = {}): TaskResult => ({
  ...task,
  state: 'done',
  dueAt: null,
  span: { step: task.topic, startedAt: DUE, endedAt: DUE + 5, outcome: 'ok' },
  error: null,
  figures: null,
  ...more,
});

export const failed = (task: ClaimedTask, more: Partial<TaskResult> = {}): TaskResult =>
  resultOf(task, {
    state: 'pending',
    dueAt: DUE + MINUTE_MS,
    span: { step: task.topic, startedAt: DUE, endedAt: DUE + 5, outcome: 'failed' },
    error: 'nobody answers',
    ...more,
  });

export const dead = (task: ClaimedTask, more: Partial<TaskResult> = {}): TaskResult =>
  failed(task, { state: 'dead', dueAt: null, error: 'nobody ever answers', ...more });

export const finished = async (store: Store, ...results: TaskResult[]): Promise<number> =>
  valueIn(await store.finishTasks({ results, at: DUE + 10 }));
