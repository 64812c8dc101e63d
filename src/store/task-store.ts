// What the store does about tasks and the figures that they add up: see store.ts.
//
// Outbox       the tasks that a confirmation owes, written in the same transaction
// Lease        how long a task belongs to whoever claimed it; after that anybody may take it again
// Dead letter  a task that is not tried any more until an operator replays it

import type { Bucket, LineFigures, OrderFigures } from '../core/order-figures.js';
import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { TaskName, TaskState, Topic } from '../core/tasks.js';
import type { Span } from '../core/timeline.js';
import type { Page } from './page.js';

export type { TaskName };

/** A task of a queue whose topics are `T`: those of orders, or the endpoints that are told of them. */
export interface QueuedTask<T extends string> {
  orderId: string;
  topic: T;
  /** Which refund or event of the order it is about; absent where it is about the order. */
  reference?: number;
  /** Counts from 1: which attempt this lease is for. */
  attempt: number;
  /** Attempts since the task was last brought back from the dead letters, this one included. */
  tries: number;
  /** Lines of its figures that are added already; absent where there are none. */
  counted?: number;
}

export type ClaimedTask = QueuedTask<Topic>;

export interface ClaimTasksCommand<T extends string = Topic> {
  /** At most so many of each topic, the longest due first. */
  wants: { topic: T; limit: number }[];
  at: number;
  leaseUntil: number;
  /** Only tasks of orders whose earlier topics have come to rest. */
  inSequence: boolean;
}

/** What became of one attempt. It counts only while the lease that it was made under holds. */
export interface TaskResult<T extends string = Topic> extends QueuedTask<T> {
  state: Extract<TaskState, 'done' | 'pending' | 'dead' | 'cancelled'>;
  /** When a task that is pending again may be taken next. */
  dueAt: number | null;
  span: Span;
  error: string | null;
  /**
   * Added to the shop's figures in the same transaction, so that nothing is counted twice; without the
   * lines that `countLines` has added.
   */
  figures: OrderFigures | null;
}

/** A part of what a task adds to the shop's figures, after the lines that are added already. */
export interface CountLinesCommand<T extends string = Topic> {
  task: QueuedTask<T>;
  /** As many as the task's `counted` was before. */
  counted: number;
  figures: LineFigures;
}

export interface StoredTask extends TaskName {
  state: TaskState;
  attempts: number;
  dueAt: number | null;
  lastError: string | null;
}

export interface TaskQuery {
  cursor: TaskName | null;
  limit: number;
  state: TaskState | null;
}

/** Tasks that are not at rest, or dead; `atLeast` where there are too many to be counted. */
export interface TaskCount {
  topic: Topic;
  state: TaskState;
  count: number;
  atLeast: boolean;
}

export interface AnalyticsQuery {
  bucket: Bucket;
  from: number;
  to: number;
  /** Rows of the SKU and country tables. */
  limit: number;
}

export interface SalesRow {
  key: string;
  currency: string;
  orders: number;
  units: number;
  /** Minor units. */
  gross: number;
  net: number;
}

export interface AnalyticsFigures {
  totals: (Omit<SalesRow, 'key'> & { startsAt: number })[];
  skus: SalesRow[];
  countries: SalesRow[];
  steps: { step: string; slot: number; spans: number }[];
}

export interface TaskStore {
  claimTasks(command: ClaimTasksCommand): Promise<Result<ClaimedTask[], Unavailable>>;
  extendLeases(command: {
    tasks: ClaimedTask[];
    leaseUntil: number;
  }): Promise<Result<null, Unavailable>>;
  /**
   * So that the figures of a large order need not be added in one transaction; answers whether the part
   * counted: not once the lease has gone to another, nor twice.
   */
  countLines(command: CountLinesCommand): Promise<Result<boolean, Unavailable>>;
  /** Answers how many of the results counted. */
  finishTasks(command: { results: TaskResult[]; at: number }): Promise<Result<number, Unavailable>>;
  /** Makes a task that is dead, or waits for its backoff, due now. */
  retryTask(command: TaskName & { at: number }): Promise<Result<StoredTask | null, Unavailable>>;
  /** Brings the oldest dead letters back; answers how many. */
  replayDeadLetters(command: {
    topic: Topic | null;
    limit: number;
    at: number;
  }): Promise<Result<number, Unavailable>>;
  /** Of these topics, those with a task that is due. */
  dueTopics(query: { topics: readonly Topic[]; at: number }): Promise<Topic[]>;
  task(name: TaskName): Promise<StoredTask | undefined>;
  /** Newest order first. */
  tasks(query: TaskQuery): Promise<Page<StoredTask>>;
  taskCounts(): Promise<TaskCount[]>;
  analytics(query: AnalyticsQuery): Promise<AnalyticsFigures>;
  /** Forgets the figures of minutes before a time; hours and days stay. */
  purgeMinutes(command: { before: number; limit: number }): Promise<Result<number, Unavailable>>;
}
