// What the routes work with.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { SimulatedProvider } from '../gateways/payment/simulated/simulated-provider.js';
import type { SimulatedWarehouse } from '../gateways/warehouse/simulated-warehouse.js';
import type { Warehouse } from '../gateways/warehouse/warehouse.js';
import type { CustomerAccounts } from '../orders/customer-accounts.js';
import type { CustomerCarts } from '../orders/customer-carts.js';
import type { ResetParts } from '../orders/customer-resets.js';
import type { CustomerSessions } from '../orders/customer-sessions.js';
import type { PromotionDesk } from '../orders/promotion-desk.js';
import type { Shop } from '../orders/shop.js';
import type { Races } from '../races/races.js';
import type { ExportDesk } from '../transfer/export-desk.js';
import type { ImportDesk } from '../transfer/import-desk.js';
import type { Access } from './access.js';
import type { NewCarts } from './new-carts.js';
import type { Examples } from './openapi-examples.js';
import type { OrderFeed } from './order-feed.js';
import type { Offer } from './order-request.js';
import type { ShopFeed } from './shop-feed.js';
import type { WebAssets } from './web-assets.js';

/** Whether the books held when it was last looked, and the way to look again. */
export interface Verification {
  last(): {
    startedAt: number;
    endedAt: number;
    orders: number;
    checked: number;
    offences: { invariant: string; offender: string; detail: string }[];
    failure: string | null;
  } | null;
  runningSince(): number | null;
  start(): void;
  stop(): void;
}

/** What the routes of those who sign in work with. */
export interface CustomerDoors {
  accounts: CustomerAccounts;
  sessions: CustomerSessions;
  resets: ResetParts;
  carts: CustomerCarts;
}

export interface Doors {
  shop: Shop;
  access: Access;
  customers: CustomerDoors;
  feed: OrderFeed;
  shopFeed: ShopFeed;
  verification: Verification;
  offer: Offer;
  newCarts: NewCarts;
  promotions: PromotionDesk;
  imports: ImportDesk;
  exports: ExportDesk;
  warehouse: Warehouse | null;
  /** Demo mode without a warehouse of its own: the shop takes the notices itself. */
  simulatedWarehouse: SimulatedWarehouse | null;
  /** Demo mode: its page asks the customer what a bank would ask. */
  simulatedPayments: SimulatedProvider | null;
  webhooks: { changed(): Promise<void> };
  /** Whether endpoints may be told on plain `http://`. */
  webhookUrls: { allowsPlain: boolean };
  /** For the OpenAPI document; read anew at each call. */
  examples: () => Examples;
  /** Times on pages are those of this zone. */
  timeZone: string;
  /** Demo mode only. */
  races: Races | null;
  /** Demo mode: the seeded customers may be played by anybody. */
  demo: boolean;
  /** The pages for browsers. */
  web: WebAssets;
  /** Why the server should get no traffic now, or `null`. */
  notReady: () => string | null;
  /** What every thread and queue is doing. */
  figures: () => Record<string, Record<string, unknown>>;
  /** The files whose sizes operators watch, by name. */
  databases: Readonly<Record<string, string>>;
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
