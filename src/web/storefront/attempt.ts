// One attempt to place an order, under one Idempotency-Key from the press of the button to its outcome.
// The attempt is kept in the tab: whatever happens to the connection or the page in between, the same
// request is sent again under the same key, and the shop answers it once.

import { signal } from '@preact/signals';
import { type Answer, call, type Problem } from '../shell/api.js';
import { keptInTab } from '../shell/storage.js';

/** What the customer has to do before the payment goes on: 3-D Secure. */
interface NextAction {
  type: 'redirect' | 'in-page';
  url?: string;
  clientSecret?: string;
  publishableKey?: string;
}

export interface Order {
  id: string;
  state: string;
  /** A guest's only way to it. */
  accessToken?: string;
  payment: { nextAction?: NextAction };
}

export interface OrderBody {
  cartId: string;
  payment: { method: string; token: string };
  expectedTotal: number;
}

interface Attempt {
  key: string;
  body: OrderBody;
}

const kept = keptInTab<Attempt>('attempt');

/** What is said while the outcome is not known yet. */
export interface Progress {
  /** `null` while the first request is under way. */
  trouble: 'connection' | 'busy' | null;
  tries: number;
}

/** `null`: nothing is under way, and the button may be pressed. */
export const progress = signal<Progress | null>(null);

export const hasAttempt = (): boolean => kept.get() !== null;

/** Nobody knows yet whether the work was done: only the same key may ask again. */
const isUnknown = ({ type, status }: Problem): boolean =>
  type === 'no-connection' || type === 'request-in-progress' || status >= 500 || status === 429;

const isConnection = ({ type, status }: Problem): boolean =>
  type === 'no-connection' || status === 502 || status === 504;

const TRIES_MAX = 40;
const WAIT_MAX_S = 8;

/** Begins, or goes on with what a reload has interrupted; `null` where neither is possible. */
export async function place(body: OrderBody | null): Promise<Answer<Order> | null> {
  if (progress.peek() !== null) return null;
  const attempt = kept.get() ?? (body === null ? null : { key: crypto.randomUUID(), body });
  if (attempt === null) return null;
  kept.set(attempt);
  progress.value = { trouble: null, tries: 1 };
  const answer = await persist(attempt);
  // The outcome is known: another press is another attempt.
  if (answer.ok || !isUnknown(answer.problem)) kept.set(null);
  progress.value = null;
  return answer;
}

async function persist({ key, body }: Attempt): Promise<Answer<Order>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await call<Order>('/v1/orders', {
      method: 'POST',
      body,
      headers: { 'idempotency-key': key },
    });
    if (answer.ok || !isUnknown(answer.problem) || tries === TRIES_MAX) return answer;
    const { problem } = answer;
    const trouble = isConnection(problem) ? 'connection' : problem.status === 409 ? null : 'busy';
    progress.value = { trouble, tries: tries + 1 };
    await pause(Math.max(problem.retryAfter ?? 0, Math.min(2 ** (tries - 1) / 2, WAIT_MAX_S)));
  }
}

/** So many seconds, or until the connection is back. */
function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1_000);
    addEventListener('online', end);
  });
}
