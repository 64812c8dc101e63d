import type { OrderState } from '../../../core/order-states.js';
import { ok, type Result } from '../../../core/result.js';
import { allTopics, type TaskState, type Topic } from '../../../core/tasks.js';
import type {
  ClaimedTask,
  ClaimTasksCommand,
  CountLinesCommand,
  QueuedTask,
  StoredTask,
  TaskName,
  TaskResult,
} from '../../store.js';
import type { Db } from '../connection.js';
import { withReference } from '../order-rows.js';
import type { OrderEvents } from './order-events.js';
import { rollUp } from './rollups.js';

export function taskCommands(db: Db, events: OrderEvents) {
  return {
    ...leaseCommands(db),
    countLines: countCommand(db),
    finishTasks: finishCommand(db, events),
    retryTask: retryCommand(db),
    replayDeadLetters: replayCommand(db),
  };
}

/** Deliveries to endpoints are tasks of the same table, under topics of their own. */
function leaseCommands(db: Db) {
  const [claim, extend] = [claimCommand(db), extendCommand(db)];
  return {
    claimTasks: claim as (command: ClaimTasksCommand) => Result<ClaimedTask[], never>,
    claimDeliveries: claim,
    extendLeases: extend,
    extendDeliveries: extend,
  };
}

interface ClaimedRow {
  order_seq: number;
  reference: number;
  attempts: number;
  tries: number;
  counted: number;
}

/** A task whose lease is over is as due as one that was never taken: one query finds both. */
function claimCommand(db: Db) {
  const claimable = (condition: string) =>
    db.prepare<[number, string, number, number], ClaimedRow>(`
      update tasks set state = 'running', attempts = attempts + 1, due_at = ?
      where (order_seq, topic, reference) in (
        select order_seq, topic, reference from tasks t where topic = ? and due_at <= ? ${condition}
        order by due_at limit ?)
      returning order_seq, reference, attempts, attempts - replayed_at_attempt as tries, counted`);
  const claimDue = claimable('');
  const inSequence = new Map<string, typeof claimDue>(
    allTopics.map((topic, index) => {
      const earlier = allTopics.slice(0, index).map((name) => `'${name}'`);
      if (earlier.length === 0) return [topic, claimDue];
      return [
        topic,
        claimable(`and not exists (select 1 from tasks e where e.order_seq = t.order_seq
          and e.topic in (${earlier.join(', ')}) and e.due_at is not null)`),
      ];
    }),
  );
  const idOf = db.prepare<[number], string>('select id from orders where seq = ?').pluck();
  return (command: ClaimTasksCommand<string>): Result<QueuedTask<string>[], never> => {
    const [at, leaseUntil] = [Math.round(command.at), Math.round(command.leaseUntil)];
    const claimed: QueuedTask<string>[] = [];
    for (const { topic, limit } of command.wants) {
      const claim = command.inSequence ? (inSequence.get(topic) ?? claimDue) : claimDue;
      for (const row of claim.all(leaseUntil, topic, at, limit)) {
        const { reference, attempts: attempt, tries, counted } = row;
        const orderId = idOf.get(row.order_seq) as string;
        const task = withReference({ orderId, topic, reference, attempt, tries });
        claimed.push(counted === 0 ? task : { ...task, counted });
      }
    }
    return ok(claimed);
  };
}

/** Whose lease it is, is told by the attempt that it was given for. */
const leased = `order_seq = (select seq from orders where id = ?) and topic = ? and reference = ?
  and state = 'running' and attempts = ?`;

function extendCommand(db: Db) {
  const extend = db.prepare(`update tasks set due_at = ? where ${leased}`);
  return ({ tasks, leaseUntil }: { tasks: QueuedTask<string>[]; leaseUntil: number }) => {
    for (const { orderId, topic, reference = 0, attempt } of tasks) {
      extend.run(Math.round(leaseUntil), orderId, topic, reference, attempt);
    }
    return ok(null);
  };
}

/** What became of an attempt; answers whether it counts: not once its lease has gone to another. */
export function taskUpdate(db: Db): (seq: number, result: TaskResult<string>) => boolean {
  const update = db.prepare(`
    update tasks set state = ?, due_at = ?, last_error = ?
    where order_seq = ? and topic = ? and reference = ? and state = 'running' and attempts = ?`);
  return (seq, { topic, reference = 0, state, dueAt, error, attempt }) => {
    const due = dueAt === null ? null : Math.round(dueAt);
    return update.run(state, due, error, seq, topic, reference, attempt).changes === 1;
  };
}

function countCommand(db: Db) {
  const count = db.prepare(
    `update tasks set counted = counted + ? where ${leased} and counted = ?`,
  );
  const { addLines } = rollUp(db);
  return ({ task, counted, figures }: CountLinesCommand): Result<boolean, never> => {
    const { orderId, topic, reference = 0, attempt } = task;
    const { changes } = count.run(
      figures.lines.length,
      orderId,
      topic,
      reference,
      attempt,
      counted,
    );
    if (changes === 1) addLines(figures);
    return ok(changes === 1);
  };
}

/** Writes down what became of attempts; each counts once, and only under the lease it was made. */
function finishCommand(db: Db, events: OrderEvents) {
  const find = db.prepare<[string], { seq: number; state: OrderState }>(
    'select seq, state from orders where id = ?',
  );
  const update = taskUpdate(db);
  const { addOrders } = rollUp(db);

  const finish = (result: TaskResult): boolean => {
    const order = find.get(result.orderId);
    if (!order) return false;
    if (!update(order.seq, result)) return false;
    const { topic, reference = 0, state, error, span } = result;
    events.next({
      seq: order.seq,
      at: span.endedAt,
      state: order.state,
      spans: [span],
      detail: error,
      task: { topic, reference, state },
    });
    return true;
  };

  return ({ results }: { results: TaskResult[]; at: number }): Result<number, never> => {
    const counted = results.filter(finish);
    addOrders(counted.flatMap(({ figures }) => figures ?? []));
    return ok(counted.length);
  };
}

/** Deliveries to endpoints are in the same table, and listed with their endpoint. */
export const topicList = allTopics.map((topic) => `'${topic}'`).join(', ');

export interface TaskRow {
  orderId: string;
  topic: Topic;
  reference: number;
  state: TaskState;
  attempts: number;
  dueAt: number | null;
  lastError: string | null;
}

export const taskColumns = `o.id as orderId, t.topic, t.reference, t.state, t.attempts, t.due_at as dueAt,
  t.last_error as lastError`;

export function findTask(db: Db): (name: TaskName) => StoredTask | undefined {
  const find = db.prepare<[string, string, number], TaskRow>(`
    select ${taskColumns} from orders o join tasks t on t.order_seq = o.seq
    where o.id = ? and t.topic = ? and t.reference = ?`);
  return ({ orderId, topic, reference = 0 }) => {
    const row = find.get(orderId, topic, reference);
    return row && withReference(row);
  };
}

function retryCommand(db: Db) {
  const find = findTask(db);
  const retry = db.prepare(`
    update tasks set state = 'pending', due_at = ?,
      replayed_at_attempt = case when state = 'dead' then attempts else replayed_at_attempt end
    where order_seq = (select seq from orders where id = ?) and topic = ? and reference = ?
      and state in ('dead', 'pending')`);
  return ({ at, ...name }: TaskName & { at: number }): Result<StoredTask | null, never> => {
    retry.run(Math.round(at), name.orderId, name.topic, name.reference ?? 0);
    return ok(find(name) ?? null);
  };
}

function replayCommand(db: Db) {
  const replay = db.prepare(`
    update tasks set state = 'pending', due_at = @at, replayed_at_attempt = attempts
    where (order_seq, topic, reference) in (
      select order_seq, topic, reference from tasks
      where state = 'dead' and topic in (${topicList}) and (@topic is null or topic = @topic) order by order_seq limit @limit)`);
  return ({ topic, limit, at }: { topic: Topic | null; limit: number; at: number }) =>
    ok(replay.run({ topic, limit, at: Math.round(at) }).changes);
}
