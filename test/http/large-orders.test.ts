// Orders of many lines take turns, a few at a time; small ones go past them.

import { afterEach, describe, expect, test } from 'vitest';
import { orderBody } from '../support/http-client.js';
import { gate } from '../support/outbox.js';
import { startShop, type TestShop } from '../support/shop.js';

const LINES = 200;
const ORDERS = 24;

let shop: TestShop;

afterEach(() => shop.end());

const large = () =>
  orderBody({ lines: Array.from({ length: LINES }, () => ({ sku: 'L-PLENTY', quantity: 1 })) });

describe('large orders', () => {
  test('wait for their turn, which small ones do not', async () => {
    shop = await startShop();
    const { client, engine } = shop;
    await client.stocked('L-PLENTY', ORDERS * LINES);
    const held = gate();
    const holding = engine.shop.largeOrders.pass(Number.MAX_SAFE_INTEGER, () => held.passed);
    const waiting = client.place(large());
    const small = await client.place(orderBody());
    expect(small.status).toBe(201);
    expect(await client.stock('L-PLENTY')).toEqual({ onHand: ORDERS * LINES, reserved: 0 });
    held.open();
    await holding;
    const placed = await waiting;
    expect(placed.status).toBe(201);
    expect(placed.body.lines).toHaveLength(LINES);
  });

  test('are refused for now when too many wait already, and small ones are not', async () => {
    shop = await startShop();
    const { client, engine } = shop;
    await client.stocked('L-PLENTY', LINES);
    const held = gate();
    const { largeOrders } = engine.shop;
    const waiting = [largeOrders.pass(Number.MAX_SAFE_INTEGER, () => held.passed)];
    while (!largeOrders.isFull) waiting.push(largeOrders.pass(1, async () => {}));
    const refused = await client.place(large());
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } });
    expect((await client.place(orderBody())).status).toBe(201);
    held.open();
    await Promise.all(waiting);
    expect((await client.place(large())).status).toBe(201);
  });

  test('that come all at once are all placed, and each gets its own', async () => {
    shop = await startShop();
    const { client } = shop;
    await client.stocked('L-PLENTY', ORDERS * LINES);
    const placed = await Promise.all(Array.from({ length: ORDERS }, () => client.place(large())));
    expect(placed.map(({ status }) => status)).toEqual(placed.map(() => 201));
    expect(new Set(placed.map(({ body }) => body.number)).size).toBe(ORDERS);
    expect(await client.stock('L-PLENTY')).toMatchObject({ onHand: 0 });
  });

  test('that are refused leave their place to others', async () => {
    shop = await startShop();
    const { client } = shop;
    await client.stocked('L-PLENTY', LINES);
    const placed = await Promise.all(Array.from({ length: ORDERS }, () => client.place(large())));
    const statuses = placed.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(ORDERS - 1).fill(409)]);
    expect((await client.place(orderBody())).status).toBe(201);
  });
});
