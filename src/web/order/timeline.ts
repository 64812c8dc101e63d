// What has happened to the order, from its event stream: rows of a Gantt chart, in two parts with a
// scale each, because the order takes milliseconds and what comes behind it may take hours.

export interface Attempt {
  startedMs: number;
  endedMs: number;
  outcome: string;
  isFailed: boolean;
}

export interface Row {
  key: string;
  step: string;
  /** Which refund it is about, where it is about one. */
  reference: number | null;
  attempts: Attempt[];
  /** Still to be done, or to be tried again. */
  isOpen: boolean;
}

export interface StepMessage {
  step: string;
  startedAt: string;
  endedAt: string;
  outcome: string;
}

export interface TaskMessage extends StepMessage {
  topic: string;
  reference?: number;
  state: string;
}

const failedOutcomes = new Set(['failed', 'declined', 'out-of-stock', 'dead', 'timeout']);

const attemptOf = ({ startedAt, endedAt, outcome }: StepMessage): Attempt => ({
  startedMs: Date.parse(startedAt),
  endedMs: Date.parse(endedAt),
  outcome,
  isFailed: failedOutcomes.has(outcome),
});

/** Times finer than a millisecond stand in the text, `2026-11-25T10:00:00.123Z` has none: steps that
 * short are drawn by their duration. */
export const steps = new Map<string, Row>();
export const tasks = new Map<string, Row>();

export function noteStep(message: StepMessage & { durationMs: number }): void {
  const attempt = attemptOf(message);
  add(steps, message.step, message.step, null, {
    ...attempt,
    endedMs: attempt.startedMs + message.durationMs,
  });
}

export function noteTask(message: TaskMessage & { durationMs: number }): void {
  const { topic, reference = null, state } = message;
  const attempt = attemptOf(message);
  const row = add(tasks, keyOf(topic, reference), topic, reference, {
    ...attempt,
    endedMs: attempt.startedMs + message.durationMs,
  });
  row.isOpen = state === 'pending' || state === 'running';
}

/** A task that the order owes: open until the stream says otherwise. */
export function noteOwed(topic: string, reference: number | null, isOpen: boolean): void {
  const key = keyOf(topic, reference);
  if (tasks.has(key)) return;
  tasks.set(key, { key, step: topic, reference, attempts: [], isOpen });
}

const keyOf = (topic: string, reference: number | null): string => `${topic} ${reference ?? ''}`;

function add(
  rows: Map<string, Row>,
  key: string,
  step: string,
  reference: number | null,
  attempt: Attempt,
): Row {
  const row = rows.get(key) ?? { key, step, reference, attempts: [], isOpen: false };
  rows.set(key, row);
  row.attempts.push(attempt);
  return row;
}

export interface Scale {
  fromMs: number;
  toMs: number;
}

/** From the first start to the last end; to now, while something is open. */
export function scaleOf(rows: readonly Row[], earliestMs: number | null, nowMs: number): Scale {
  const attempts = rows.flatMap((row) => row.attempts);
  const fromMs = Math.min(
    earliestMs ?? Number.POSITIVE_INFINITY,
    ...attempts.map((a) => a.startedMs),
  );
  const last = Math.max(fromMs, ...attempts.map((a) => a.endedMs));
  const toMs = rows.some(({ isOpen }) => isOpen) ? Math.max(last, nowMs) : last;
  return { fromMs, toMs: Math.max(toMs, fromMs + 0.001) };
}
