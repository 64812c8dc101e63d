/** The real store on a disk, with articles that never run out, and orders to put into it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MICROS } from '../../src/core/decimal.js';
import type { Result } from '../../src/core/result.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { ConfirmCommand, ReserveCommand, Store } from '../../src/store/store.js';
import { ON_HAND } from './catalogue.js';
import { AT, type DemoShop, demoCarts, documentOf, quoted } from './demo-orders.js';

const LINES = 3;
const HOLD_MS = 15 * 60_000;
const QUEUE_MAX = 4_096;

export interface DemoStore {
  store: Store;
  /** Takes one order from reservation to confirmation. */
  placeOrder(): Promise<void>;
  /** Removes its folder too. */
  close(): Promise<void>;
}

export async function openDemoStore(
  workDir: string,
  shop: DemoShop,
  batchMax: number,
): Promise<DemoStore> {
  const folder = mkdtempSync(join(workDir, 'store-'));
  const store = openSqliteStore({ file: join(folder, 'ledger.db'), batchMax, queueMax: QUEUE_MAX });
  const products = shop.products.map((product) => ({ ...product, stock: ON_HAND }));
  valueIn(await store.seed({ products, customers: [], promotions: [], at: AT }));
  const nextOrder = orders(shop);
  return {
    store,
    placeOrder: async () => {
      const reservation = nextOrder();
      valueIn(await store.reserve(reservation));
      valueIn(await store.confirm(confirmation(reservation.orderId)));
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Priced ahead of time: what is measured is the store. */
function orders(shop: DemoShop): () => ReserveCommand {
  const nextCart = demoCarts(shop, LINES);
  const known = new Map<unknown, Omit<ReserveCommand, 'orderId'>>();
  return () => {
    const cart = nextCart();
    const command = known.get(cart) ?? reservation(shop, cart);
    known.set(cart, command);
    return { ...command, orderId: randomUUID() };
  };
}

function reservation(
  { compiled }: DemoShop,
  cart: Parameters<typeof quoted>[0],
): Omit<ReserveCommand, 'orderId'> {
  const quote = quoted(cart, compiled);
  return {
    customerId: null,
    currency: quote.currency,
    totalMinor: quote.totals.total,
    document: JSON.stringify(documentOf(quote)),
    lines: quote.lines.map(({ sku, gross = 0 }, index) => ({
      sku,
      quantity: (cart.lines[index]?.quantityMicros ?? 0) / MICROS,
      amountMinor: gross,
    })),
    promotionClaims: [],
    paymentMethod: 'simulated',
    cartId: null,
    claim: null,
    spans: [{ step: 'reserve', startedAt: AT, endedAt: AT + 1, outcome: 'ok' }],
    at: AT,
    holdExpiresAt: AT + HOLD_MS,
    settleAt: AT + HOLD_MS,
  };
}

const confirmation = (orderId: string): ConfirmCommand => ({
  orderId,
  reference: `ref-${orderId}`,
  captureBy: null,
  spans: [{ step: 'pay', startedAt: AT + 1, endedAt: AT + 2, outcome: 'ok' }],
  at: AT + 2,
  series: '2026',
});

function valueIn<Value>(result: Result<Value, { type: string }>): Value {
  if (!result.ok) throw new Error(`the store refused: ${result.refusal.type}`);
  return result.value;
}
