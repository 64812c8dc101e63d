// Everything behind the order: the mail, the warehouse, and the engine that works off their tasks.

import { join } from 'node:path';
import type { Logger } from 'pino';
import { request } from 'undici';
import type { Config } from './config.js';
import { accountingGap } from './core/invoice/exchange-rate.js';
import type { Seller } from './core/invoice.js';
import { allTopics } from './core/tasks.js';
import { fileMailer } from './gateways/email/file-mailer.js';
import type { Mailer } from './gateways/email/mailer.js';
import {
  openSimulatedWarehouse,
  type SimulatedWarehouse,
} from './gateways/warehouse/simulated-warehouse.js';
import type { Warehouse } from './gateways/warehouse/warehouse.js';
import { webhookWarehouse } from './gateways/warehouse/webhook-warehouse.js';
import { mailFolder } from './open-documents.js';
import { createWebhookOffice, type WebhookOffice } from './open-webhooks.js';
import type { Shop } from './orders/shop.js';
import { type BackOffice, taskHandlers } from './tasks/handlers.js';
import { TaskEngine, type TaskEngineOptions, type TaskSettings } from './tasks/task-engine.js';
import type { TaskHandlers } from './tasks/task-handler.js';
import { Throttle } from './tasks/throttle.js';

export interface BackOfficeOptions {
  config: Config;
  logger: Logger;
  dataDir: string;
  shop: Shop;
  /** The engine's own address, known once it listens. */
  address: { url: string };
  stops: (() => unknown)[];
  handlers?: (handlers: TaskHandlers) => TaskHandlers;
  watchTask?: TaskEngineOptions['watch'];
}

export interface OpenBackOffice {
  tasks: TaskEngine;
  webhooks: WebhookOffice;
  mailer: Mailer;
  warehouse: Warehouse | null;
  simulatedWarehouse: SimulatedWarehouse | null;
  newWarehouseSecret: string | null;
  /** How much of its room background work may use, from 0 to 1. */
  share: () => number;
  /** Whether there are orders now. */
  hasOrders: () => boolean;
}

export const DEMO_WAREHOUSE_PATH = '/demo/warehouse';
export const WAREHOUSE_WEBHOOK_PATH = '/v1/webhooks/warehouse';

const gapOf = (seller: Seller, { quotes, calendar, now }: Shop): string | null =>
  accountingGap(seller, Object.keys(quotes.rules.priceLists), calendar.date(now()));

export async function openBackOffice(options: BackOfficeOptions): Promise<OpenBackOffice> {
  const { config, logger, shop, stops, handlers = (real) => real, watchTask } = options;
  const throttle = new Throttle({
    traffic: shop.traffic,
    queued: () => shop.store.figures().queued,
  });
  const share = () => throttle.share;
  const restMs = (workedMs: number, share: number) => throttle.restMs(workedMs, share);
  throttle.start();
  stops.push(() => throttle.stop());
  const { mailer, post } = await openMailer(config, mailFolder(config, options.dataDir));
  stops.push(() => mailer.close());
  const goods = await openWarehouse(options, throttle);
  const { warehouse } = goods;
  if (!shop.seller) logger.warn('no seller is configured (SELLER_FILE): no invoice can be issued');
  const gap = shop.seller && gapOf(shop.seller, shop);
  if (gap) logger.warn(gap);
  if (!warehouse) logger.warn('no warehouse is configured (WAREHOUSE_URL): none will be told');
  const tasks = new TaskEngine({
    store: shop.store,
    topics: () => allTopics,
    handlers: handlers(taskHandlers({ ...shop, post, warehouse })),
    settings: taskSettings(config),
    share,
    restMs,
    now: shop.now,
    log: { warn: (fields, message) => logger.warn(fields, message) },
    ...(watchTask ? { watch: watchTask } : {}),
  });
  const webhooks = createWebhookOffice({
    config,
    logger,
    store: shop.store,
    source: () => config.PUBLIC_URL || options.address.url,
    share,
    restMs,
    now: shop.now,
  });
  stops.push(() => webhooks.stop());
  return { tasks, webhooks, mailer, ...goods, share, hasOrders: () => throttle.hasOrders };
}

function taskSettings(config: Config): TaskSettings {
  return {
    limits: {
      invoice: { concurrency: config.INVOICE_CONCURRENCY, timeoutMs: 60_000 },
      // Longer than a mail server may take over all steps of its protocol: an attempt that is given
      // up while the server still works would be sent twice.
      'confirmation-email': { concurrency: config.EMAIL_CONCURRENCY, timeoutMs: 300_000 },
      'credit-note-email': { concurrency: config.EMAIL_CONCURRENCY, timeoutMs: 300_000 },
      warehouse: { concurrency: config.WAREHOUSE_CONCURRENCY, timeoutMs: 30_000 },
      // Figures are added up in batches, so a batch is what should be under way.
      analytics: { concurrency: 256, timeoutMs: 30_000 },
    },
    attemptsMax: config.TASK_ATTEMPTS_MAX,
    backoff: { firstMs: config.TASK_BACKOFF_FIRST_MS, maxMs: config.TASK_BACKOFF_MAX_MS },
    leaseMs: config.TASK_LEASE_MS,
    inSequence: config.ORDER_MODE === 'sequential',
    delays: config.STEP_DELAYS_MS.tasks,
  };
}

/** `post` takes what is about an order, as the thread that has composed it leaves it. */
async function openMailer(
  { SMTP_URL }: Config,
  folder: string | undefined,
): Promise<{ mailer: Mailer; post: BackOffice['post'] }> {
  if (folder !== undefined) {
    const mailer = fileMailer(folder);
    const post: BackOffice['post'] = (email, signal) =>
      'raw' in email ? mailer.send(email, signal) : mailer.deliver(email, signal);
    return { mailer, post };
  }
  // The library costs some megabytes: only where it is used.
  const { smtpMailer } = await import('./gateways/email/smtp-mailer.js');
  const mailer = smtpMailer({ url: SMTP_URL });
  const post: BackOffice['post'] = async (email, signal) => {
    if ('raw' in email) return mailer.send(email, signal);
    throw new Error('a draft was written, and a mail server was to take it');
  };
  return { mailer, post };
}

type Goods = Pick<OpenBackOffice, 'warehouse' | 'simulatedWarehouse' | 'newWarehouseSecret'>;

/** The configured warehouse, else the demo shop's own, else none. */
async function openWarehouse(options: BackOfficeOptions, throttle: Throttle): Promise<Goods> {
  const { config, shop, address, stops } = options;
  if (config.WAREHOUSE_URL === '' && !config.DEMO) {
    return { warehouse: null, simulatedWarehouse: null, newWarehouseSecret: null };
  }
  const isConfigured = config.WAREHOUSE_URL !== '';
  const { secret, isNew } = await warehouseSecret(config, shop);
  const warehouse = webhookWarehouse({
    url: () => (isConfigured ? config.WAREHOUSE_URL : address.url + DEMO_WAREHOUSE_PATH),
    secret,
    now: shop.now,
  });
  stops.push(() => warehouse.close());
  const simulatedWarehouse = isConfigured ? null : simulated(options, secret, throttle);
  if (simulatedWarehouse) stops.push(() => simulatedWarehouse.stop());
  const newWarehouseSecret = isConfigured && isNew ? `whsec_${secret}` : null;
  return { warehouse, simulatedWarehouse, newWarehouseSecret };
}

/** Made on first use, so that no shop ever has a default one. */
async function warehouseSecret({ WAREHOUSE_SECRET }: Config, { store }: Shop) {
  if (WAREHOUSE_SECRET !== '') {
    return { secret: WAREHOUSE_SECRET.replace(/^whsec_/, ''), isNew: false };
  }
  const isNew = !(await store.hasSecret('warehouse'));
  return { secret: await store.secret('warehouse'), isNew };
}

const NOTICE_TIMEOUT_MS = 5_000;

function simulated(
  { config, dataDir, shop, address }: BackOfficeOptions,
  secret: string,
  throttle: Throttle,
): SimulatedWarehouse {
  return openSimulatedWarehouse({
    file: join(dataDir, 'simulated-warehouse.db'),
    secret,
    delayMs: config.SIMULATED_WAREHOUSE_DELAY_MS,
    share: () => throttle.share,
    now: shop.now,
    deliver: async (body, headers) => {
      if (address.url === '') return 0;
      const answer = await request(address.url + WAREHOUSE_WEBHOOK_PATH, {
        method: 'POST',
        body,
        headers,
        headersTimeout: NOTICE_TIMEOUT_MS,
        bodyTimeout: NOTICE_TIMEOUT_MS,
      });
      await answer.body.dump();
      return answer.statusCode;
    },
  });
}
