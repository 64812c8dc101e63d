// Builds everything, starts it, stops it in reverse.

import { randomBytes, randomFillSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { monotonicFactory } from 'ulid';
import { openBackOffice } from './back-office.js';
import { createCalendar } from './calendar.js';
import { createQuotes } from './compute/quotes.js';
import type { Config } from './config.js';
import { readRateLimit } from './core/rate-limit-setting.js';
import { eInvoiceXml } from './documents/xml/e-invoice.js';
import type { PaymentProvider } from './gateways/payment/provider.js';
import {
  openSimulatedProvider,
  type SimulatedProvider,
} from './gateways/payment/simulated/simulated-provider.js';
import { Access, hashKey } from './http/access.js';
import { buildApp } from './http/app.js';
import { watchConnections } from './http/connections.js';
import { OrderFeed } from './http/order-feed.js';
import { readTrustProxy } from './http/trust-proxy.js';
import { startMaintenance } from './maintenance.js';
import { documentsFile, openDocuments } from './open-documents.js';
import { openTaxes } from './open-taxes.js';
import { Catalogue } from './orders/catalogue.js';
import { CustomerSessions } from './orders/customer-sessions.js';
import { OrderTokens, orderLinks } from './orders/order-tokens.js';
import { PromotionDesk, prepareFor, soundPromotions } from './orders/promotion-desk.js';
import { recoverAll } from './orders/recover.js';
import type { Shop } from './orders/shop.js';
import { loadDemoShop, loadRules, loadSeller, loadTaxSeller, withPromotions } from './shop-data.js';
import { lockDataFolder } from './store/sqlite/instance-lock.js';
import { openSqliteStore } from './store/sqlite/sqlite-store.js';
import type { Store } from './store/store.js';
import type { TaskEngine, TaskEngineOptions } from './tasks/task-engine.js';
import type { TaskHandlers } from './tasks/task-handler.js';
import { ownTaxFolder } from './tax-data.js';
import { now } from './telemetry/clock.js';

export interface Engine {
  url: string;
  dataDir: string;
  /** The operator key that this start has made, to be shown once; `null` when there was one. */
  newOperatorKey: string | null;
  /** The secret shared with the warehouse, when this start has made it; to be shown once. */
  newWarehouseSecret: string | null;
  recovered: number;
  shop: Shop;
  tasks: TaskEngine;
  /** Finishes what is under way and lets go of everything. */
  stop(): Promise<void>;
}

export const ledgerFile = (dataDir: string): string => join(dataDir, 'ledger.db');
export const simulatedPaymentsFile = (dataDir: string): string =>
  join(dataDir, 'simulated-payments.db');

/** What a demonstration, a benchmark or a test may exchange or look into. */
export interface EngineOverrides {
  /** Handles tasks instead of the real handlers, or around them. */
  handlers?: (handlers: TaskHandlers) => TaskHandlers;
  watchTask?: TaskEngineOptions['watch'];
}

/** @throws DataInUseError, LedgerFileError, or what `listen` throws; nothing is left open then. */
export async function startEngine(
  config: Config,
  logger: Logger,
  version: string,
  overrides: EngineOverrides = {},
): Promise<Engine> {
  const dataDir = resolve(config.DATA_DIR);
  mkdirSync(dataDir, { recursive: true });
  const stops: (() => unknown)[] = [lockDataFolder(dataDir)];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    return await start({ config, logger, version, dataDir, stops, stop, overrides });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Starting {
  config: Config;
  logger: Logger;
  version: string;
  dataDir: string;
  stops: (() => unknown)[];
  stop: () => Promise<void>;
  overrides: EngineOverrides;
}

async function start(starting: Starting): Promise<Engine> {
  const { config, logger, version, dataDir, stops, stop } = starting;
  const store = openSqliteStore({
    file: ledgerFile(dataDir),
    batchMax: config.LEDGER_BATCH_MAX,
    queueMax: config.LEDGER_QUEUE_MAX,
  });
  stops.push(() => store.close());
  if (config.DEMO && (await store.isEmpty())) await expectOk(store.seed(loadDemoShop(now())));
  const rules = loadRules(
    soundPromotions(await store.promotions(), logger),
    loadTaxSeller(config.SELLER_FILE),
    ownTaxFolder(config),
  );
  const quotes = createQuotes({
    threads: config.QUOTE_THREADS,
    batchMax: config.QUOTE_BATCH_MAX,
    queueMax: config.QUOTE_QUEUE_MAX,
    deals: { threads: config.DEAL_THREADS, queueMax: config.DEAL_QUEUE_MAX },
    rules,
  });
  stops.push(() => quotes.close());

  const address = { url: '' };
  const simulated = config.DEMO ? await openSimulated(starting, store, address) : null;
  const payments = new Map<string, PaymentProvider>(simulated ? [[simulated.name, simulated]] : []);
  if (payments.size === 0) logger.warn('no payment provider is configured: orders are refused');

  const seller = loadSeller(config.SELLER_FILE, config.DEMO);
  const documents = openDocuments(config, documentsFile(dataDir), seller);
  stops.push(() => documents.close());
  const taxes = openTaxes(config);
  if (taxes) stops.push(() => taxes.close());
  const calendar = createCalendar(config.TIME_ZONE);
  const tokens = new OrderTokens(await store.secret('access-tokens'));
  const orderLink = orderLinks(tokens, {
    base: () => config.PUBLIC_URL || address.url,
    ttlDays: config.ORDER_LINK_TTL_DAYS,
    calendar,
    now,
  });
  const parts = { store, quotes, payments, documents, seller, taxes, orderLink, calendar };
  const shop = createShop(parts, config, logger);
  await prepareFor(shop, rules);
  const recovered = await recoverAll(shop);
  const maintenance = startMaintenance(shop, config.IDEMPOTENCY_TTL_HOURS, logger);
  stops.push(() => maintenance.stop());

  const office = await openBackOffice({ ...starting, ...starting.overrides, shop, address });
  const sessions = new CustomerSessions({ store, settings: sessionSettings(config), now });
  const access = new Access({
    store,
    tokens,
    sessions,
    configuredKey: config.ORDERLOOM_OPERATOR_KEY,
    publicUrl: config.PUBLIC_URL,
    now,
  });
  const feed = new OrderFeed(store);
  const eventLoop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  eventLoop.enable();
  const draining = { reason: null as string | null };
  const app = await buildApp(
    {
      shop,
      feed,
      promotions: new PromotionDesk(shop, (promotions) => withPromotions(rules, promotions)),
      access,
      demo: config.DEMO,
      timeZone: config.TIME_ZONE,
      offer: {
        shippingMethods: new Set(rules.shippingMethods.map(({ id }) => id)),
        paymentMethods: new Set(payments.keys()),
      },
      warehouse: office.warehouse,
      simulatedWarehouse: office.simulatedWarehouse,
      notReady: () => draining.reason ?? storageReason(store),
      figures: () => ({
        quote: quotes.figures(),
        ledger: store.figures(),
        invoice: documents.figures(),
        tasks: office.tasks.figures(),
        ...(simulated ? { payments: simulated.figures() } : {}),
        ...(taxes ? { taxes: taxes.figures() } : {}),
        mainLoop: mainLoopFigures(eventLoop),
      }),
    },
    {
      logger,
      version,
      trustProxy: readTrustProxy(config.TRUST_PROXY) ?? false,
      rateLimit: readRateLimit(config.RATE_LIMIT),
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
      headersTimeoutMs: config.HEADERS_TIMEOUT_MS,
      keepAliveTimeoutMs: config.KEEP_ALIVE_TIMEOUT_MS,
      connectionsMax: config.CONNECTIONS_MAX,
    },
  );
  const closeUnused = watchConnections(app.server);
  stops.push(async () => {
    draining.reason = 'draining';
    feed.stop();
    const sweeping = closeUnused();
    await app.close();
    clearInterval(sweeping);
  });
  const newOperatorKey = await firstOperatorKey(config, store);
  await app.listen({ port: config.PORT, host: config.HOST });
  address.url = localUrl(app.server.address() as AddressInfo);
  office.tasks.start();
  // Before the doors close: the demo warehouse is told over them.
  stops.push(() => office.tasks.stop());
  const { newWarehouseSecret, tasks } = office;
  return {
    url: address.url,
    dataDir,
    newOperatorKey,
    newWarehouseSecret,
    recovered,
    shop,
    tasks,
    stop,
  };
}

function storageReason(store: Store): string | null {
  const problem = store.storageProblem();
  return problem === null ? null : `storage: ${problem}`;
}

async function openSimulated(
  { config, dataDir, stops }: Starting,
  store: Store,
  address: { url: string },
): Promise<SimulatedProvider> {
  const provider = openSimulatedProvider({
    file: simulatedPaymentsFile(dataDir),
    latencyMs: config.SIMULATED_PAYMENT_LATENCY_MS,
    webhookSecret: await store.secret('simulated-payments-webhook'),
    deliver: async (body, headers) => {
      const url = `${address.url}/v1/webhooks/payments/simulated`;
      const signal = AbortSignal.timeout(NOTICE_TIMEOUT_MS);
      await fetch(url, { method: 'POST', body, headers, signal });
    },
  });
  stops.push(() => provider.stop());
  return provider;
}

const NOTICE_TIMEOUT_MS = 2_000;

type ShopParts =
  | 'store'
  | 'quotes'
  | 'payments'
  | 'documents'
  | 'seller'
  | 'taxes'
  | 'orderLink'
  | 'calendar';

function createShop(parts: Pick<Shop, ShopParts>, config: Config, logger: Logger): Shop {
  return {
    ...parts,
    writeEInvoice: eInvoiceXml,
    catalogue: new Catalogue(parts.store),
    settings: {
      mode: config.ORDER_MODE,
      stepDelays: config.STEP_DELAYS_MS.steps,
      paymentTimeoutMs: config.PAYMENT_TIMEOUT_MS,
      paymentUnknownMaxMs: config.PAYMENT_UNKNOWN_MAX_MS,
      holdTtlMs: config.HOLD_TTL_MS,
      couponBack: config.COUPON_BACK,
    },
    traffic: { underWay: 0, begun: 0 },
    log: {
      info: (fields, message) => logger.info(fields, message),
      warn: (fields, message) => logger.warn(fields, message),
    },
    now,
    newOrderId: monotonicFactory(bufferedRandom()),
  };
}

const HOUR_MS = 3_600_000;

const sessionSettings = ({ SESSION_IDLE_HOURS, SESSION_MAX_DAYS }: Config) => ({
  idleMs: SESSION_IDLE_HOURS * HOUR_MS,
  maxAgeMs: SESSION_MAX_DAYS * 24 * HOUR_MS,
});

/** Random fractions for ULIDs; one system call serves thousands of them. */
function bufferedRandom(): () => number {
  const pool = Buffer.alloc(4_096);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    return (pool[used++] as number) / 256;
  };
}

/** At the very first start a key is made, so that no shop ever has a default one. */
async function firstOperatorKey(config: Config, store: Store): Promise<string | null> {
  if (config.ORDERLOOM_OPERATOR_KEY !== '' || (await store.hasOperatorKeys())) return null;
  const key = `olk_${randomBytes(24).toString('base64url')}`;
  const row = { id: 'first', name: 'made at first start', scopes: ['*'], hash: hashKey(key) };
  await expectOk(store.putOperatorKey({ ...row, at: now() }));
  return key;
}

async function expectOk(result: Promise<{ ok: true } | { ok: false; refusal: { type: string } }>) {
  const settled = await result;
  if (!settled.ok) throw new Error(`the data folder cannot be written: ${settled.refusal.type}`);
}

const LOOP_RESOLUTION_MS = 10;

function mainLoopFigures(eventLoop: ReturnType<typeof monitorEventLoopDelay>) {
  // The monitor's own timer is part of what it measures.
  const ms = (nanoseconds: number) =>
    Math.max(0, Math.round(nanoseconds / 10_000 - LOOP_RESOLUTION_MS * 100) / 100);
  const { rss, heapUsed } = process.memoryUsage();
  return {
    delayMs: { p50: ms(eventLoop.percentile(50)), p99: ms(eventLoop.percentile(99)) },
    residentBytes: rss,
    heapUsedBytes: heapUsed,
  };
}

/** Where this machine reaches the server, also when it listens on every address. */
function localUrl({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
