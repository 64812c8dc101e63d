// Builds everything, starts it, stops it in reverse.

import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { openBackOffice } from './back-office.js';
import { createCalendar } from './calendar.js';
import type { LaneWatch } from './compute/lanes.js';
import { createQuotes } from './compute/quotes.js';
import { packageRoot } from './compute/worker-thread-pool.js';
import type { Config } from './config.js';
import { readRateLimit } from './core/rate-limit-setting.js';
import { createShop } from './create-shop.js';
import { Access } from './http/access.js';
import { buildApp } from './http/app.js';
import { watchConnections } from './http/connections.js';
import { NewCarts } from './http/new-carts.js';
import { newKeySecret } from './http/operator-keys.js';
import { OrderFeed } from './http/order-feed.js';
import { ShopFeed } from './http/shop-feed.js';
import { readTrustProxy } from './http/trust-proxy.js';
import { readWebAssets } from './http/web-assets.js';
import { startMaintenance } from './maintenance.js';
import { openCustomers } from './open-customers.js';
import { documentsFile, mailFolder, openDocuments } from './open-documents.js';
import { openPayments } from './open-payments.js';
import { openRaces } from './open-races.js';
import { openSeller } from './open-seller.js';
import { openTaxes } from './open-taxes.js';
import { closeOrderedCarts } from './orders/carts.js';
import { OrderTokens, orderLinks } from './orders/order-tokens.js';
import { PromotionDesk, prepareFor, soundPromotions } from './orders/promotion-desk.js';
import { recoverAll } from './orders/recover.js';
import type { Shop } from './orders/shop.js';
import {
  loadDemoShop,
  loadRules,
  loadTaxSeller,
  readExamples,
  withPromotions,
} from './shop-data.js';
import { lockDataFolder } from './store/sqlite/instance-lock.js';
import { openSqliteCarts } from './store/sqlite/sqlite-carts.js';
import { openSqliteStore } from './store/sqlite/sqlite-store.js';
import type { Store } from './store/store.js';
import type { TaskEngine, TaskEngineOptions } from './tasks/task-engine.js';
import type { TaskHandlers } from './tasks/task-handler.js';
import { ownTaxFolder } from './tax-data.js';
import { now } from './telemetry/clock.js';
import { watchMainLoop } from './telemetry/main-loop.js';
import { ExportDesk } from './transfer/export-desk.js';
import { ImportDesk } from './transfer/import-desk.js';
import { openVerification } from './verification.js';

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
export const cartsFile = (dataDir: string): string => join(dataDir, 'carts.db');
export { simulatedPaymentsFile } from './open-payments.js';

/** What a demonstration, a benchmark or a test may exchange or look into. */
export interface EngineOverrides {
  /** Handles tasks instead of the real handlers, or around them. */
  handlers?: (handlers: TaskHandlers) => TaskHandlers;
  watchTask?: TaskEngineOptions['watch'];
  watchThreads?: (pool: 'quote' | 'invoice' | 'ledger') => LaneWatch;
  /** For commands of operators while the shop is closed: no task runs, and no payment is settled. */
  isMaintenance?: boolean;
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
  const { watchThreads } = starting.overrides;
  const { isMaintenance = false } = starting.overrides;
  const store = openSqliteStore({
    file: ledgerFile(dataDir),
    batchMax: config.LEDGER_BATCH_MAX,
    queueMax: config.LEDGER_QUEUE_MAX,
    watch: watchThreads?.('ledger'),
  });
  stops.push(() => store.close());
  const carts = openSqliteCarts({
    file: cartsFile(dataDir),
    batchMax: config.CART_BATCH_MAX,
    queueMax: config.CART_QUEUE_MAX,
    hotMax: config.CARTS_IN_MEMORY,
  });
  stops.push(() => carts.close());
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
    watch: watchThreads?.('quote'),
  });
  stops.push(() => quotes.close());

  const address = { url: '' };
  const { payments, simulated } = await openPayments({ ...starting, store, address, now });
  if (payments.size === 0) logger.warn('no payment provider is configured: orders are refused');

  const issuing = await openSeller(config, store, now(), { isMaintenance });
  const documents = openDocuments({
    config,
    file: documentsFile(dataDir),
    ledger: ledgerFile(dataDir),
    ...issuing,
    mailFolder: mailFolder(config, dataDir),
    watch: watchThreads?.('invoice'),
  });
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
  const parts = {
    ...issuing,
    store,
    carts,
    quotes,
    payments,
    documents,
    taxes,
    orderLink,
    calendar,
  };
  const shop = createShop(parts, config, logger);
  await prepareFor(shop, rules);
  const recovered = isMaintenance ? 0 : await recoverAll(shop);
  await closeOrderedCarts(shop);

  const office = await openBackOffice({ ...starting, ...starting.overrides, shop, address });
  documents.makeWayFor(office.hasOrders);
  const customers = await openCustomers({
    config,
    logger,
    shop,
    seller: issuing.seller,
    mailer: office.mailer,
    address,
    hasOrders: office.hasOrders,
  });
  stops.push(() => customers.passwords.close());
  const kept = { keyHours: config.IDEMPOTENCY_TTL_HOURS, webhookDays: config.WEBHOOK_KEPT_DAYS };
  const maintenance = startMaintenance(shop, customers, kept, logger);
  stops.push(() => maintenance.stop());
  const access = new Access({
    store,
    tokens,
    sessions: customers.sessions,
    configuredKey: config.ORDERLOOM_OPERATOR_KEY,
    publicUrl: config.PUBLIC_URL,
    now,
  });
  const feed = new OrderFeed(store);
  const mainLoop = watchMainLoop();
  const races = config.DEMO ? openRaces(config, dataDir) : null;
  if (races) stops.push(() => races.stop());
  const figures = () => ({
    quote: quotes.figures(),
    ledger: store.figures(),
    carts: carts.figures(),
    invoice: documents.figures(),
    tasks: office.tasks.figures(),
    webhooks: office.webhooks.figures(),
    passwords: customers.passwords.figures(),
    ...(simulated ? { payments: simulated.figures() } : {}),
    ...(taxes ? { taxes: taxes.figures() } : {}),
    mainLoop: mainLoop(),
  });
  const shopFeed = new ShopFeed({ store, traffic: shop.traffic, figures, now });
  const verification = openVerification(dataDir, now);
  stops.push(() => verification.stop());
  const draining = { reason: null as string | null };
  const promotions = new PromotionDesk(shop, (changed) => withPromotions(rules, changed));
  const files = openTransfers(shop, promotions, office.share, dataDir);
  stops.push(() => files.imports.stop());
  const app = await buildApp(
    {
      shop,
      feed,
      shopFeed,
      verification,
      promotions,
      ...files,
      access,
      customers,
      demo: config.DEMO,
      races,
      timeZone: config.TIME_ZONE,
      web: readWebAssets(join(packageRoot(), 'dist', 'web')),
      offer: {
        shippingMethods: new Set(rules.shippingMethods.map(({ id }) => id)),
        paymentMethods: new Set(payments.keys()),
        publishableKeys: publishableKeys(config),
      },
      newCarts: new NewCarts(config.CARTS_PER_ADDRESS),
      warehouse: office.warehouse,
      simulatedWarehouse: office.simulatedWarehouse,
      simulatedPayments: simulated,
      webhooks: office.webhooks,
      webhookUrls: { allowsPlain: config.WEBHOOK_PRIVATE_NETWORKS },
      examples: readExamples,
      notReady: () => draining.reason ?? storageReason(store),
      figures,
      databases: { ledger: ledgerFile(dataDir), carts: cartsFile(dataDir) },
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
    shopFeed.stop();
    const sweeping = closeUnused();
    await app.close();
    clearInterval(sweeping);
  });
  const newOperatorKey = await firstOperatorKey(config, store);
  await app.listen({ port: config.PORT, host: config.HOST });
  address.url = localUrl(app.server.address() as AddressInfo);
  if (!isMaintenance) office.tasks.start();
  await files.imports.resume();
  if (!isMaintenance) await office.webhooks.changed();
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

/** Files in and out, each in a folder of its own beside the ledger. */
function openTransfers(
  shop: Shop,
  promotions: PromotionDesk,
  share: () => number,
  dataDir: string,
) {
  const ledger = ledgerFile(dataDir);
  const { newOrderId } = shop;
  return {
    imports: new ImportDesk({ shop, promotions, share, ledger, folder: join(dataDir, 'imports') }),
    exports: new ExportDesk({ ledger, folder: join(dataDir, 'exports'), newId: newOrderId }),
  };
}

/** For the providers whose own card field stands in the page. */
const publishableKeys = ({ STRIPE_PUBLISHABLE_KEY: stripe }: Config): Record<string, string> =>
  stripe === '' ? {} : { stripe };

/** At the very first start a key is made, so that no shop ever has a default one. */
async function firstOperatorKey(config: Config, store: Store): Promise<string | null> {
  if (config.ORDERLOOM_OPERATOR_KEY !== '' || (await store.hasOperatorKeys())) return null;
  const { secret, hash } = newKeySecret();
  const row = { id: 'first', name: 'made at first start', scopes: ['*'], hash };
  await expectOk(store.putOperatorKey({ ...row, at: now() }));
  return secret;
}

async function expectOk(result: Promise<{ ok: true } | { ok: false; refusal: { type: string } }>) {
  const settled = await result;
  if (!settled.ok) throw new Error(`the data folder cannot be written: ${settled.refusal.type}`);
}

/** Where this machine reaches the server, also when it listens on every address. */
function localUrl({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
