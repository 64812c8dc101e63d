// What is owed after a confirmation: the topics, the states of a task, and when a failed one may be
// tried again.
//
//   pending ─claim→ running ─→ done
//      ↑              │  │ └──→ cancelled
//      ├───backoff────┘  └────→ dead ─replay→ pending

export const topics = ['invoice', 'confirmation-email', 'warehouse', 'analytics'] as const;
export type Topic = (typeof topics)[number];

export const isTopic = (text: string): text is Topic =>
  (topics as readonly string[]).includes(text);

export const taskStates = ['pending', 'running', 'done', 'dead', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

export interface TaskSummary {
  topic: string;
  state: string;
  attempts: number;
}

/** The tasks that a fresh confirmation has put on the outbox. */
export const freshTasks = (): TaskSummary[] =>
  topics.map((topic) => ({ topic, state: 'pending', attempts: 0 }));

/** A task's name outside: `<order id>.<topic>`. */
export const taskId = ({ orderId, topic }: { orderId: string; topic: string }): string =>
  `${orderId}.${topic}`;

export function parseTaskId(id: string): { orderId: string; topic: Topic } | null {
  const [orderId, topic, ...rest] = id.split('.');
  if (!orderId || !topic || rest.length > 0 || !isTopic(topic)) return null;
  return { orderId, topic };
}

export interface Backoff {
  /** Milliseconds: the longest wait after the first failure. */
  firstMs: number;
  maxMs: number;
}

/**
 * Exponential with full jitter: anything up to a ceiling that doubles with each failure, so that what
 * failed together does not come back together. `random` is a fraction in [0, 1).
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(failures: number, { firstMs, maxMs }: Backoff, random: number): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 40));
  return ceiling * random;
}
