// What the store does about endpoints that are told of orders: see store.ts.
//
// Event        an entry of an order's history that endpoints are told of
// Delivery     one event for one endpoint: a task, whose topic is the endpoint and whose reference is
//              the event, written in the transaction that changed the order
//
// While no endpoint is enabled nothing of this is written.

import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { TaskState } from '../core/tasks.js';
import type { WebhookEvent } from '../core/webhook-events.js';
import type { Page } from './page.js';
import type { ClaimTasksCommand, QueuedTask, TaskResult } from './task-store.js';

export interface WebhookSecret {
  /** `whsec_` and base64, as Standard Webhooks has it. */
  secret: string;
  /** Until when it signs beside a newer one; `null` for the newest. */
  until: number | null;
}

export interface WebhookEndpointFacts {
  url: string;
  description: string;
  /** Types of events that it is told of. */
  events: string[];
  secrets: WebhookSecret[];
}

export interface WebhookEndpoint extends WebhookEndpointFacts {
  id: string;
  state: 'enabled' | 'disabled';
  /** Since when no delivery has succeeded, though some were tried. */
  failingSince: number | null;
  disabledAt: number | null;
  disabledReason: string | null;
  createdAt: number;
}

export interface PutWebhookEndpoint extends WebhookEndpointFacts {
  id: string;
  state: WebhookEndpoint['state'];
  at: number;
}

export interface WebhookDelivery {
  /** Grows with each delivery of the shop. */
  id: number;
  event: WebhookEvent;
  state: TaskState;
  attempts: number;
  dueAt: number | null;
  lastError: string | null;
  /** The last attempts, newest first. */
  log: {
    attempt: number;
    startedAt: number;
    endedAt: number;
    outcome: string;
    error: string | null;
  }[];
}

export interface DeliveryQuery {
  endpointId: string;
  state: TaskState | null;
  cursor: number | null;
  limit: number;
}

/** One event, or those of a time from `from` up to `to`, of the types that the endpoint is told of. */
export interface ReplayDeliveries {
  endpointId: string;
  what: { orderId: string; sequence: number } | { from: number; to: number };
  at: number;
  limit: number;
}

type Written<Value> = Promise<Result<Value, Unavailable>>;

export interface WebhookStore {
  /** Creates or changes one; to enable it forgets why it was disabled. */
  putWebhookEndpoint(command: PutWebhookEndpoint): Written<WebhookEndpoint>;
  /** Deliveries that are open are cancelled. Answers whether there was one. */
  removeWebhookEndpoint(command: { id: string; at: number }): Written<boolean>;
  /** Answers whether it was enabled before. Open deliveries wait until it is enabled again. */
  disableWebhookEndpoint(command: { id: string; reason: string; at: number }): Written<boolean>;
  webhookEndpoint(id: string): Promise<WebhookEndpoint | undefined>;
  /** Oldest first. */
  webhookEndpoints(): Promise<WebhookEndpoint[]>;
  webhookEvent(name: { orderId: string; sequence: number }): Promise<WebhookEvent | undefined>;
  /** Newest first. */
  webhookDeliveries(query: DeliveryQuery): Promise<Page<WebhookDelivery>>;
  claimDeliveries(command: ClaimTasksCommand<string>): Written<QueuedTask<string>[]>;
  extendDeliveries(command: { tasks: QueuedTask<string>[]; leaseUntil: number }): Written<null>;
  finishDeliveries(command: { results: TaskResult<string>[]; at: number }): Written<number>;
  dueDeliveries(query: { topics: readonly string[]; at: number }): Promise<string[]>;
  /** The oldest first, also what was delivered before; answers how many are due now. */
  replayDeliveries(command: ReplayDeliveries): Written<number>;
  /** Forgets events before a time, with their deliveries, once these are at rest; answers how many. */
  purgeWebhookEvents(command: { before: number; limit: number }): Written<number>;
}
