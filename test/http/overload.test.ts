// More work than the limits allow is refused before any of it is done, and reads keep working.

import { afterEach, describe, expect, test } from 'vitest';
import { of, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

const CUSTOMERS = 150;

let shop: TestShop;

afterEach(() => shop.end());

async function overrun() {
  const { client } = shop;
  await client.stocked('O-PLENTY', 1_000);
  const customers = () =>
    Array.from({ length: CUSTOMERS / 2 }, () => client.place(orderBody(of('O-PLENTY'))));
  const first = customers();
  // Once one has its answer the others are under way: who comes now finds the queue full.
  await Promise.race(first);
  const [placed, reads] = await Promise.all([
    Promise.all([...first, ...customers()]),
    Promise.all(Array.from({ length: 20 }, () => client.get('/v1/products/O-PLENTY'))),
  ]);
  return {
    done: placed.filter(({ status }) => status === 201),
    refused: placed.filter(({ status }) => status === 503),
    reads: reads.filter(({ status }) => status === 200),
  };
}

/**
 * A machine that is busy elsewhere may send orders too slowly for any to be refused, or hold the only
 * place of the queue up for as long as all of them take to come.
 */
async function overrunUntilBoth() {
  for (let tries = 1; ; tries += 1) {
    const outcome = await overrun();
    const isBoth = outcome.refused.length > 0 && outcome.done.length > 0;
    if (isBoth || tries === 8) return outcome;
  }
}

describe('too many orders at once', () => {
  const limits: [what: string, settings: Record<string, string>][] = [
    ['the queue for quotes', { QUOTE_QUEUE_MAX: '1', QUOTE_BATCH_MAX: '1' }],
    ['the queue of the ledger', { LEDGER_QUEUE_MAX: '1', LEDGER_BATCH_MAX: '1' }],
  ];

  for (const [what, settings] of limits) {
    test(`for ${what} get 503 and are told when to come again`, async () => {
      shop = await startShop(settings);

      const { done, refused, reads } = await overrunUntilBoth();

      expect(done.length).toBeGreaterThan(0);
      expect(refused.length).toBeGreaterThan(0);
      expect(done.length + refused.length).toBe(CUSTOMERS);
      for (const { headers, body } of refused) {
        expect(body).toMatchObject({ type: '/problems/overloaded', status: 503 });
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      }
      expect(reads).toHaveLength(20);
      expect(await shop.client.stock('O-PLENTY')).toEqual({
        onHand: 1_000 - done.length,
        reserved: 0,
      });
    });
  }

  test('may come again under the same key: a refusal for lack of room is not kept', async () => {
    shop = await startShop({ QUOTE_QUEUE_MAX: '1', QUOTE_BATCH_MAX: '1' });
    const { client } = shop;
    await client.stocked('O-KEYS', 1_000);
    const keys = Array.from({ length: CUSTOMERS }, (_, index) => `overload-${index}`);
    const body = orderBody(of('O-KEYS'));

    let waiting = keys;
    for (let rounds = 0; waiting.length > 0 && rounds < CUSTOMERS; rounds += 1) {
      const placed = await Promise.all(waiting.map((key) => client.place(body, { key })));
      expect(placed.some(({ status }) => status === 201)).toBe(true);
      waiting = waiting.filter((_, index) => placed[index]?.status === 503);
    }

    expect(waiting).toEqual([]);
    expect(await client.stock('O-KEYS')).toEqual({ onHand: 1_000 - CUSTOMERS, reserved: 0 });
  });
});
