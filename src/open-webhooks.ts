// Who is told of orders: the engine that works off their deliveries, begun with the first endpoint, so
// that a shop that tells nobody has neither its timers nor its libraries.

import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { WebhookSender } from './gateways/webhooks/webhook-sender.js';
import type { Store } from './store/store.js';
import { TaskEngine, type TaskSettings } from './tasks/task-engine.js';
import type { TaskHandler, TopicLimits } from './tasks/task-handler.js';
import {
  DELIVERY_ATTEMPTS_MAX,
  deliveryHandler,
  deliveryQueue,
  deliverySchedule,
} from './tasks/webhook-deliveries.js';

export interface WebhooksOptions {
  config: Config;
  logger: Logger;
  store: Store;
  source: () => string;
  share: () => number;
  restMs: (workedMs: number, share: number) => number;
  now: () => number;
}

export interface WebhookOffice {
  /** Endpoints were created, changed or removed. */
  changed(): Promise<void>;
  figures(): Record<string, unknown>;
  stop(): Promise<void>;
}

/** Deliveries to one endpoint under way at once. */
const CONCURRENCY = 4;
const DAY_MS = 24 * 3_600_000;
/** Beyond the sender's own, so that it is the sender who says what was too slow. */
const MARGIN_MS = 1_000;

export function createWebhookOffice(options: WebhooksOptions): WebhookOffice {
  const { config, store } = options;
  const limits: Record<string, TopicLimits> = {};
  const handlers: Record<string, TaskHandler<string>> = {};
  let enabled: string[] = [];
  let sender: WebhookSender | null = null;
  let engine: TaskEngine<string> | null = null;

  const begin = async (): Promise<void> => {
    const { openWebhookSender } = await import('./gateways/webhooks/webhook-sender.js');
    sender ??= openWebhookSender({
      allowsPrivate: config.WEBHOOK_PRIVATE_NETWORKS,
      timeoutMs: config.WEBHOOK_TIMEOUT_MS,
      connectionsMax: CONCURRENCY,
      source: options.source,
      now: options.now,
    });
    if (engine) return;
    engine = new TaskEngine({
      store: deliveryQueue(store),
      topics: () => enabled,
      handlers,
      settings: settings(config, limits),
      share: options.share,
      restMs: options.restMs,
      now: options.now,
      log: warnings(options),
    });
    engine.start();
  };

  const changed = async (): Promise<void> => {
    const endpoints = await store.webhookEndpoints();
    enabled = endpoints.filter(({ state }) => state === 'enabled').map(({ id }) => id);
    if (enabled.length === 0) return;
    if (!engine) await begin();
    for (const id of enabled) {
      limits[id] ??= { concurrency: CONCURRENCY, timeoutMs: config.WEBHOOK_TIMEOUT_MS + MARGIN_MS };
      handlers[id] ??= deliveryHandler({
        store,
        sender: sender as WebhookSender,
        disableAfterMs: config.WEBHOOK_DISABLE_AFTER_DAYS * DAY_MS,
        now: options.now,
        log: warnings(options),
        disabled: (gone) => {
          enabled = enabled.filter((one) => one !== gone);
        },
      });
    }
  };

  return {
    changed,
    figures: () => ({ endpoints: enabled.length, ...engine?.figures() }),
    stop: async () => {
      await engine?.stop();
      sender?.close();
    },
  };
}

const settings = (config: Config, limits: Record<string, TopicLimits>): TaskSettings<string> => ({
  limits,
  attemptsMax: DELIVERY_ATTEMPTS_MAX,
  backoff: deliverySchedule,
  leaseMs: config.TASK_LEASE_MS,
  inSequence: false,
  delays: {},
});

const warnings = ({ logger }: WebhooksOptions) => ({
  warn: (fields: Record<string, unknown>, message: string) => logger.warn(fields, message),
});
