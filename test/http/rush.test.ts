// Many customers at once for few pieces: exactly what is there is sold.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, of, orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

/** Tries again when the shop says that it has too much work, as its customers are told to. */
async function insist(body: unknown): Promise<Answer<PlacedBody>> {
  for (;;) {
    const placed = await shop.client.place(body);
    if (placed.status !== 503) return placed;
    expect(placed.headers).toHaveProperty('retry-after');
  }
}

const count = (placed: Answer<PlacedBody>[], status: number): number =>
  placed.filter((answer) => answer.status === status).length;

/** The same numbers in the same order at each run; what the orders look like depends on them. */
function* pseudoRandom(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

describe('a rush', () => {
  test('of 200 for 50 pieces sells 50', async () => {
    const { client } = shop;
    await client.stocked('R-FIFTY', 50);

    const placed = await Promise.all(
      Array.from({ length: 200 }, () => insist(orderBody(of('R-FIFTY')))),
    );

    expect(count(placed, 201)).toBe(50);
    expect(count(placed, 409)).toBe(150);
    expect(new Set(placed.flatMap(({ body }) => body.number ?? [])).size).toBe(50);
    for (const { status, body } of placed) {
      if (status === 409) expect(body.type).toBe('/problems/out-of-stock');
    }
    expect(await client.stock('R-FIFTY')).toEqual({ onHand: 0, reserved: 0 });
  });

  test('of 2,000 carts of five articles, in any order, sells 20 of each', async () => {
    const { client } = shop;
    const skus = ['R-A', 'R-B', 'R-C', 'R-D', 'R-E'];
    for (const sku of skus) await client.stocked(sku, 20);
    const random = pseudoRandom(7);
    const shuffled = () =>
      skus
        .map((sku) => ({ sku, place: random.next().value }))
        .sort((a, b) => a.place - b.place)
        .map(({ sku }) => ({ sku, quantity: 1 }));

    const placed = await Promise.all(
      Array.from({ length: 2_000 }, () => insist(orderBody({ lines: shuffled() }))),
    );

    expect(count(placed, 201)).toBe(20);
    expect(count(placed, 409)).toBe(1_980);
    for (const sku of skus) expect(await client.stock(sku)).toEqual({ onHand: 0, reserved: 0 });
  });

  test('of customers of whom some cannot pay still sells every piece', async () => {
    const { client } = shop;
    await client.stocked('R-BROKE', 10);
    const tokens = ['tok_approve', 'tok_decline', 'tok_error', 'tok_webhook_first'];

    const placed = await Promise.all(
      Array.from({ length: 80 }, (_, index) =>
        insist(paidWith(tokens[index % tokens.length] as string, of('R-BROKE'))),
      ),
    );

    const sold = count(placed, 201);
    expect(sold + count(placed, 402) + count(placed, 409)).toBe(80);
    expect(await client.stock('R-BROKE')).toEqual({ onHand: 10 - sold, reserved: 0 });
    while ((await client.stock('R-BROKE')).onHand > 0) {
      expect((await insist(orderBody(of('R-BROKE')))).status).toBe(201);
    }
    expect((await insist(orderBody(of('R-BROKE')))).status).toBe(409);
  });
});
