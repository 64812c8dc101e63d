// What an order costs the ledger, counted in statements: promotions without a limit cost nothing.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { createQuotes } from '../../src/compute/quotes.js';
import type { Promotion } from '../../src/core/rules.js';
import { resolveCart } from '../../src/orders/cart-request.js';
import { Catalogue } from '../../src/orders/catalogue.js';
import { freeze, type PlaceOrder, reservation } from '../../src/orders/order-draft.js';
import type { Shop } from '../../src/orders/shop.js';
import { prepareLedgerFile } from '../../src/store/sqlite/connection.js';
import { applyWith } from '../../src/store/sqlite/ledger.js';
import type { LedgerCommand } from '../../src/store/sqlite/ledger-commands.js';
import type { Store } from '../../src/store/store.js';
import { automatic, rulesOf } from '../core/carts.js';
import { address, confirmation, failure, T0 } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let made = 0;
afterAll(() => removeFolder(folder));

const product = {
  sku: 'MUG',
  name: 'Mug',
  category: 'Kitchen',
  taxCategory: 'standard',
  prices: { EUR: 12_900_000 },
};

const request: PlaceOrder = {
  currency: 'EUR',
  country: 'DE',
  shippingMethod: 'pickup',
  coupons: [],
  lines: [{ sku: 'MUG', quantityMicros: 2_000_000 }],
  customer: { email: 'customer@example.com', name: 'Customer' },
  shippingAddress: address,
  payment: { method: 'simulated', token: 'tok_approve' },
  claim: null,
};

interface Cost {
  reads: string[];
  statements: string[];
  discounts: number;
}

/** The statements of one order that is confirmed and one that fails, without their values. */
async function costWith(promotions: Promotion[]): Promise<Cost> {
  made += 1;
  const file = join(folder, `${made}.db`);
  prepareLedgerFile(file);
  const statements: string[] = [];
  const db = new Database(file, {
    verbose: (sql) => void statements.push(String(sql).trim().split(/\s+/, 3).join(' ')),
  });
  const apply = applyWith(db);
  let sent = 0;
  const run = (...commands: LedgerCommand[]) => {
    sent += 1;
    for (const answer of apply({ id: String(sent), lane: 0, commands })) {
      expect(answer).toMatchObject({ ok: true });
    }
  };
  run(
    { type: 'putProduct', input: { ...product, at: T0 } },
    { type: 'setStock', input: { sku: 'MUG', onHand: 9, reason: 'counted', at: T0 } },
  );
  const { reads, reserve, discounts } = await quoted(promotions);
  statements.length = 0;
  for (const orderId of ['paid', 'declined']) {
    run({ type: 'reserve', input: { ...reserve, orderId } });
  }
  run({ type: 'confirm', input: confirmation('paid') });
  run({ type: 'fail', input: failure('declined') });
  db.close();
  return { reads, statements, discounts };
}

async function quoted(promotions: Promotion[]) {
  const reads: string[] = [];
  const store = {
    product: async () => product,
    promotionLevels: async (counters: readonly unknown[]) => {
      reads.push('promotionLevels');
      return counters.map(() => ({ held: 0, committed: 0 }));
    },
    hasOrdered: async () => reads.push('hasOrdered') > 0,
    customer: async () => void reads.push('customer'),
  } as unknown as Store;
  const rules = rulesOf({ promotions });
  const quotes = createQuotes({ threads: 0, batchMax: 1, queueMax: 1, rules });
  const shop = {
    store,
    quotes,
    catalogue: new Catalogue(store),
    calendar: { date: () => '2026-06-01' },
    settings: { stepDelays: {}, paymentTimeoutMs: 1, holdTtlMs: 1 },
  } as unknown as Shop;
  const answer = await quotes.quoteWithRules(await resolveCart(shop, request, T0));
  if (!answer.ok) throw new Error(`refused: ${answer.refusal.type}`);
  const quote = answer.value;
  const documentText = JSON.stringify(freeze(request, quote));
  const reserve = reservation(
    shop,
    { orderId: '', at: T0, quote, rules, documentText, request },
    [],
  );
  return { reads, reserve, discounts: quote.discounts.length };
}

const hundred = (more: Partial<Promotion> = {}): Promotion[] =>
  Array.from({ length: 100 }, (_, n) =>
    automatic({
      id: `sale-${n}`,
      priority: n,
      action: { type: 'fixed', amounts: { EUR: '0.01' } },
      ...more,
    }),
  );

describe('an order', () => {
  test('with 100 promotions without a limit costs the ledger what it costs with none', async () => {
    const none = await costWith([]);
    const many = await costWith(hundred());

    expect([none.discounts, many.discounts]).toEqual([0, 100]);
    expect(many.statements).toEqual(none.statements);
    expect(none.statements.length).toBeGreaterThan(20);
    expect([none.reads, many.reads]).toEqual([[], []]);
  });

  test('touches no counter but those of the promotions with a limit that it was given', async () => {
    const none = await costWith([]);
    const [limited, absent] = [
      automatic({ id: 'limited', limit: { uses: 5 } }),
      automatic({ id: 'absent', limit: { uses: 5 }, condition: { contains: { skus: ['X'] } } }),
    ];
    const some = await costWith([...hundred().slice(1), limited, absent]);

    const more = some.statements.length - none.statements.length;
    // Two orders: a claim and its record each, one that is used and one that is given back.
    expect(more).toBe(6);
    expect(some.reads).toEqual(['promotionLevels']);
  });
});
