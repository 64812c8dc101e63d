// What is written down of an attempt: whether the task is done, dead, or tried again, and when.

import { type Backoff, retryWaitMs, type Schedule } from '../core/tasks.js';
import type { QueuedTask, TaskResult } from '../store/store.js';
import type { TaskOutcome } from './task-handler.js';

export interface RetryPolicy {
  /** After so many failures a task is a dead letter. */
  attemptsMax: number;
  backoff: Backoff | Schedule;
}

const ERROR_MAX_CHARACTERS = 500;

export function resultOf<T extends string>(
  task: QueuedTask<T>,
  outcome: TaskOutcome,
  times: { startedAt: number; endedAt: number },
  policy: RetryPolicy,
): TaskResult<T> {
  const isDone = outcome.type === 'done';
  const span = { step: task.topic, ...times, outcome: isDone ? 'ok' : outcome.type };
  return {
    ...task,
    ...stateAfter(task, outcome, times.endedAt, policy),
    span,
    error: isDone ? null : withoutPeople(outcome.reason),
    figures: isDone ? (outcome.figures ?? null) : null,
  };
}

function stateAfter(
  { tries }: QueuedTask<string>,
  outcome: TaskOutcome,
  at: number,
  { attemptsMax, backoff }: RetryPolicy,
): Pick<TaskResult, 'state' | 'dueAt'> {
  if (outcome.type !== 'failed') return { state: outcome.type, dueAt: null };
  if (outcome.permanent === true || tries >= attemptsMax) return { state: 'dead', dueAt: null };
  return { state: 'pending', dueAt: at + retryWaitMs(tries, backoff, Math.random()) };
}

/** An attempt that dies with its process leaves no failure behind, but it was one. */
export const isWornOut = ({ tries }: QueuedTask<string>, { attemptsMax }: RetryPolicy): boolean =>
  tries > attemptsMax;

export const wornOut: TaskOutcome = {
  type: 'failed',
  reason: 'the last attempts never ended: the process died, or lost its lease, with each',
};

/**
 * What a mail server or a warehouse says may name the customer, and is kept and shown. It may also be
 * long: the pattern's lengths are bounded, so that it cannot be made to take long.
 */
const withoutPeople = (reason: string): string =>
  reason
    .slice(0, 8 * ERROR_MAX_CHARACTERS)
    .replace(/("[^"]{0,254}"|[^\s<>"(),;:=]{1,254})@[^\s<>"'(),;:]{1,254}/g, '[address]')
    .slice(0, ERROR_MAX_CHARACTERS);
