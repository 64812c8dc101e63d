// Works off what endpoints are to be told. Each endpoint is a topic of its own, with a few slots of its
// own: one that is slow holds nobody else up.

import { type WebhookEvent, webhookData, webhookEventId } from '../core/webhook-events.js';
import type { WebhookSender } from '../gateways/webhooks/webhook-sender.js';
import type { Store, WebhookEndpoint } from '../store/store.js';
import type { TaskQueue } from './task-engine.js';
import type { TaskHandler } from './task-handler.js';

const [SECOND_MS, MINUTE_MS, HOUR_MS] = [1_000, 60_000, 3_600_000];

/**
 * After each failure, and then no more: three days and a quarter in all, and with the jitter up to four.
 * As Standard Webhooks recommends. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const deliverySchedule = {
  waitsMs: [
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
  ],
};

/** The first attempt, and one after each wait. */
export const DELIVERY_ATTEMPTS_MAX = deliverySchedule.waitsMs.length + 1;

export interface DeliveryOptions {
  store: Pick<Store, 'order' | 'webhookEvent' | 'webhookEndpoint' | 'disableWebhookEndpoint'>;
  sender: WebhookSender;
  /** An endpoint that fails for so long is told nothing more until an operator enables it. */
  disableAfterMs: number;
  now: () => number;
  log: { warn(fields: Record<string, unknown>, message: string): void };
  /** An endpoint is not enabled any more. */
  disabled: (id: string) => void;
}

export function deliveryHandler(options: DeliveryOptions): TaskHandler<string> {
  const { store, sender } = options;
  return {
    run: async (task, signal) => {
      const { topic, orderId, reference: sequence = 0 } = task;
      const endpoint = await store.webhookEndpoint(topic);
      if (!endpoint) return { type: 'cancelled', reason: 'the endpoint was removed' };
      const event = await store.webhookEvent({ orderId, sequence });
      const order = await store.order(orderId);
      if (!event || !order) return { type: 'cancelled', reason: 'the event was forgotten' };
      const outcome = await sender.send(
        endpoint.url,
        validSecrets(endpoint, options.now()),
        { ...outgoing(event), data: webhookData(order, event) },
        signal,
      );
      if (outcome.type === 'delivered') return { type: 'done' };
      const { reason, isGone } = outcome;
      await disableFailing(options, endpoint, isGone ? reason : null);
      return { type: 'failed', reason, permanent: isGone };
    },
  };
}

const outgoing = (event: WebhookEvent) => ({
  id: webhookEventId(event),
  type: event.type,
  subject: event.orderId,
  at: event.at,
  sequence: event.sequence,
});

export const validSecrets = ({ secrets }: Pick<WebhookEndpoint, 'secrets'>, at: number): string[] =>
  secrets.filter(({ until }) => until === null || until > at).map(({ secret }) => secret);

async function disableFailing(
  { store, disableAfterMs, now, log, disabled }: DeliveryOptions,
  { id, failingSince }: WebhookEndpoint,
  goneReason: string | null,
): Promise<void> {
  const at = now();
  const isLasting = failingSince !== null && at - failingSince >= disableAfterMs;
  if (goneReason === null && !isLasting) return;
  const days = Math.floor(disableAfterMs / (24 * HOUR_MS));
  const reason = goneReason ?? `nothing could be delivered for ${days} days`;
  const result = await store.disableWebhookEndpoint({ id, reason, at });
  if (!result.ok || !result.value) return;
  disabled(id);
  log.warn({ endpoint: id, reason }, 'a webhook endpoint was disabled: it is told nothing more');
}

/** The deliveries as the engine's queue. */
export const deliveryQueue = (
  store: Pick<
    Store,
    'claimDeliveries' | 'extendDeliveries' | 'finishDeliveries' | 'dueDeliveries' | 'onTasksDue'
  >,
): TaskQueue<string> => ({
  claimTasks: (command) => store.claimDeliveries(command),
  extendLeases: (command) => store.extendDeliveries(command),
  finishTasks: (command) => store.finishDeliveries(command),
  dueTopics: (query) => store.dueDeliveries(query),
  onTasksDue: (listener) => store.onTasksDue(listener),
});
