// What a topic's handler is: it brings about the effect of one task, under a name that stays the same
// however often it has to be tried, and says how that went. It can never undo an order.

import type { OrderFigures } from '../core/order-figures.js';
import type { Topic } from '../core/tasks.js';
import type { QueuedTask } from '../store/store.js';

export type TaskOutcome =
  | { type: 'done'; figures?: OrderFigures }
  /** There is nothing to do any more; `reason` says why. */
  | { type: 'cancelled'; reason: string }
  /** `permanent`: trying again cannot help until somebody has changed something. */
  | { type: 'failed'; reason: string; permanent?: boolean };

export interface TaskHandler<T extends string = Topic> {
  /** May throw: that counts as a failure with the error's message. */
  run(task: QueuedTask<T>, signal: AbortSignal): Promise<TaskOutcome>;
}

export type TaskHandlers = Readonly<Record<Topic, TaskHandler>>;

export interface TopicLimits {
  /** Tasks under way at once. */
  concurrency: number;
  /** An attempt that takes longer has failed. */
  timeoutMs: number;
}
