// What an order goes through, put together from the parts that `main.ts` has opened.

import { randomBytes, randomFillSync } from 'node:crypto';
import type { Logger } from 'pino';
import { monotonicFactory } from 'ulid';
import { Turnstile } from './compute/turnstile.js';
import type { Config } from './config.js';
import { eInvoiceXml } from './documents/xml/e-invoice.js';
import { CartWork } from './orders/cart-work.js';
import { Catalogue } from './orders/catalogue.js';
import type { Shop } from './orders/shop.js';
import { now } from './telemetry/clock.js';
import { Tally } from './telemetry/tally.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CART_ID_BYTES = 20;
/** Lines: enough to keep the quote thread and the ledger at work, some hundred kilobytes for each 200. */
const LARGE_ORDERS = { room: 3_000, waitingMax: 1_000 };

type ShopParts =
  | 'store'
  | 'carts'
  | 'quotes'
  | 'payments'
  | 'documents'
  | 'seller'
  | 'formerSellers'
  | 'taxes'
  | 'orderLink'
  | 'calendar';

export function createShop(parts: Pick<Shop, ShopParts>, config: Config, logger: Logger): Shop {
  return {
    ...parts,
    checkouts: new CartWork(),
    merges: new CartWork(),
    writeEInvoice: eInvoiceXml,
    catalogue: new Catalogue(parts.store),
    settings: {
      mode: config.ORDER_MODE,
      stepDelays: config.STEP_DELAYS_MS.steps,
      paymentTimeoutMs: config.PAYMENT_TIMEOUT_MS,
      paymentUnknownMaxMs: config.PAYMENT_UNKNOWN_MAX_MS,
      holdTtlMs: config.HOLD_TTL_MS,
      captureAfterMs: config.PAYMENT_CAPTURE_AFTER_HOURS * HOUR_MS,
      couponBack: config.COUPON_BACK,
      carts: {
        ttlMs: config.CART_TTL_DAYS * DAY_MS,
        merge: config.CART_MERGE,
        currency: config.CART_CURRENCY,
        country: config.CART_COUNTRY,
      },
    },
    traffic: {
      underWay: 0,
      begun: 0,
      orders: new Tally(),
      payments: new Tally(),
      steps: new Tally(),
      rateLimited: new Tally(),
    },
    largeOrders: new Turnstile(LARGE_ORDERS),
    log: {
      info: (fields, message) => logger.info(fields, message),
      warn: (fields, message) => logger.warn(fields, message),
    },
    now,
    newOrderId: monotonicFactory(bufferedRandom()),
    newCartId: () => randomBytes(CART_ID_BYTES).toString('base64url'),
  };
}

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
