// What is owed after a confirmation and after a refund: the topics, the states of a task, and when a
// failed one may be tried again.
//
//   pending ─claim→ running ─→ done
//      ↑              │  │ └──→ cancelled
//      ├───backoff────┘  └────→ dead ─replay→ pending

/** What every confirmed order owes, each once. */
export const topics = ['invoice', 'confirmation-email', 'warehouse', 'analytics'] as const;
/** What every refund owes, each once. Such a task names its refund by `reference`. */
export const refundTopics = ['credit-note-email'] as const;
export const allTopics = [...topics, ...refundTopics] as const;
export type Topic = (typeof allTopics)[number];

export const isTopic = (text: string): text is Topic =>
  (allTopics as readonly string[]).includes(text);

const isOfRefund = (topic: Topic): boolean => (refundTopics as readonly string[]).includes(topic);

export const taskStates = ['pending', 'running', 'done', 'dead', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

export interface TaskSummary {
  topic: string;
  /** Which refund of the order it is about; absent where it is about the order. */
  reference?: number;
  state: string;
  attempts: number;
}

/** The tasks that a fresh confirmation has put on the outbox. */
export const freshTasks = (): TaskSummary[] =>
  topics.map((topic) => ({ topic, state: 'pending', attempts: 0 }));

export interface TaskName {
  orderId: string;
  topic: Topic;
  /** As in a summary. */
  reference?: number;
}

/** A task's name outside: `<order id>.<topic>`, and `.<reference>` where it is about a refund. */
export const taskId = ({
  orderId,
  topic,
  reference,
}: Omit<TaskName, 'topic'> & { topic: string }): string =>
  `${orderId}.${topic}${reference ? `.${reference}` : ''}`;

export function parseTaskId(id: string): TaskName | null {
  const [orderId, topic, reference, ...rest] = id.split('.');
  if (!orderId || !topic || rest.length > 0 || !isTopic(topic)) return null;
  if (isOfRefund(topic) !== (reference !== undefined)) return null;
  if (reference === undefined) return { orderId, topic };
  return /^[1-9]\d{0,8}$/.test(reference) ? { orderId, topic, reference: Number(reference) } : null;
}

export interface Backoff {
  /** Milliseconds: the longest wait after the first failure. */
  firstMs: number;
  maxMs: number;
}

/** Waits one after another, each stretched by up to a quarter; after the last a task is dead. */
export interface Schedule {
  waitsMs: readonly number[];
}

/** The wait after so many failures. `random` is a fraction in [0, 1). */
export function retryWaitMs(failures: number, policy: Backoff | Schedule, random: number): number {
  if (!('waitsMs' in policy)) return backoffMs(failures, policy, random);
  const wait = policy.waitsMs[Math.min(failures, policy.waitsMs.length) - 1] ?? 0;
  return wait * (1 + random / 4);
}

/**
 * Exponential with full jitter: anything up to a ceiling that doubles with each failure, so that what
 * failed together does not come back together, but never at once. `random` is a fraction in [0, 1).
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(failures: number, { firstMs, maxMs }: Backoff, random: number): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 40));
  return Math.max(1, ceiling * random);
}
