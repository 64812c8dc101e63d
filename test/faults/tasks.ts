/** The outbox and the archive, read from outside. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unpackSpans } from '../../src/store/sqlite/order-rows.js';
import { until } from './engine-process.js';

export interface TaskRow {
  orderId: string;
  topic: string;
  state: string;
  attempts: number;
  dueAt: number | null;
}

function read<Row>(dataDir: string, file: string, sql: string): Row[] {
  const db = new Database(join(dataDir, file), { readonly: true, fileMustExist: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}

export const tasksOf = (dataDir: string): TaskRow[] =>
  read(
    dataDir,
    'ledger.db',
    `select o.id as orderId, t.topic, t.state, t.attempts, t.due_at as dueAt
     from tasks t join orders o on o.seq = t.order_seq order by o.id, t.topic`,
  );

export const confirmedOrders = (dataDir: string): string[] =>
  read<{ id: string }>(
    dataDir,
    'ledger.db',
    'select id from orders where series is not null order by id',
  ).map(({ id }) => id);

/** How often a task was written down as done. */
export const timesDone = (dataDir: string): { orderId: string; topic: string; times: number }[] =>
  read(
    dataDir,
    'ledger.db',
    `select o.id as orderId, e.topic, count(*) as times
     from order_events e join orders o on o.seq = e.order_seq
     where e.task_state = 'done' group by o.id, e.topic order by o.id, e.topic`,
  );

/** When the attempts at a topic began that were written down, whatever became of them. */
export const attemptsAt = (dataDir: string, topic: string): number[] =>
  read<{ spans: string }>(
    dataDir,
    'ledger.db',
    `select spans from order_events where topic = '${topic}' order by order_seq, sequence`,
  ).flatMap(({ spans }) => unpackSpans(spans).map(({ startedAt }) => startedAt));

export const invoicedOrders = (dataDir: string): string[] =>
  read<{ id: string }>(
    dataDir,
    'documents.db',
    'select order_id as id from documents order by order_id',
  ).map(({ id }) => id);

export const untilTasksRest = (dataDir: string): Promise<void> =>
  until('no task is open', () => tasksOf(dataDir).every(({ dueAt }) => dueAt === null), 30_000);
