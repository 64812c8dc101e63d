import { type TaskState, type Topic, taskId } from '../../core/tasks.js';
import type { TaskCount, TaskQuery } from '../store.js';
import { findTask, type TaskRow, taskColumns, topicList } from './commands/tasks.js';
import type { Db } from './connection.js';
import { withReference } from './order-rows.js';
import { page } from './page.js';

/** Counting goes no further: a long backlog must not hold the main thread up. */
const COUNTED_MAX = 10_000;

export function taskQueries(db: Db) {
  const due = db
    .prepare<[string, number], number>(
      'select 1 from tasks where topic = ? and due_at <= ? limit 1',
    )
    .pluck();
  const open = db.prepare<[number], { topic: Topic; state: TaskState; count: number }>(`
    select topic, state, count(*) as count from (
      select topic, state from tasks indexed by tasks_due
      where topic in (${topicList}) and due_at is not null limit ?)
    group by topic, state`);
  const dead = db.prepare<[number], { topic: Topic; state: TaskState; count: number }>(`
    select topic, state, count(*) as count from (
      select topic, state from tasks where state = 'dead' and topic in (${topicList}) limit ?)
    group by topic, state`);
  return {
    task: findTask(db),
    dueTopics: ({ topics, at }: { topics: readonly Topic[]; at: number }): Topic[] =>
      topics.filter((topic) => due.get(topic, Math.round(at)) !== undefined),
    tasks: (query: TaskQuery) => listTasks(db, query),
    taskCounts: (): TaskCount[] =>
      [open.all(COUNTED_MAX), dead.all(COUNTED_MAX)].flatMap((rows) => {
        const total = rows.reduce((sum, { count }) => sum + count, 0);
        return rows.map((row) => ({ ...row, atLeast: total >= COUNTED_MAX }));
      }),
  };
}

/** Up to here all open tasks are sorted; beyond, one is soon met on the way from the newest order. */
const SORTED_MAX = 20_000;

function listTasks(db: Db, { cursor, limit, state }: TaskQuery) {
  const filters = [
    `t.topic in (${topicList})`,
    ...(state === null ? [] : ['t.state = @state']),
    ...(cursor === null
      ? []
      : [
          '(t.order_seq, t.topic, t.reference) < ((select seq from orders where id = @orderId), @topic, @reference)',
        ]),
  ];
  const isOpen = state === 'pending' || state === 'running';
  const fewOpen = isOpen && openTasks(db, SORTED_MAX + 1) <= SORTED_MAX;
  if (fewOpen) filters.push('t.due_at is not null');
  const rows = db
    .prepare<[object], TaskRow>(`
      select ${taskColumns}
      from tasks t ${fewOpen ? 'indexed by tasks_due' : ''} join orders o on o.seq = t.order_seq
      where ${filters.join(' and ')} order by t.order_seq desc, t.topic desc, t.reference desc limit @more`)
    .all({ ...{ reference: 0, ...cursor }, state, more: limit + 1 })
    .map(withReference);
  return page(rows, limit, taskId);
}

const openTasks = (db: Db, most: number): number =>
  db
    .prepare<[number], number>(
      `select count(*) from (select 1 from tasks indexed by tasks_due
       where topic in (${topicList}) and due_at is not null limit ?)`,
    )
    .pluck()
    .get(most) as number;
