// What becomes of a change of a cart while its order waits for a payment.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { mergeCarts } from '../../src/orders/carts.js';
import { providerOf } from '../../src/orders/shop.js';
import { CartClient, problem } from '../support/cart-client.js';
import { gate } from '../support/outbox.js';
import { signedIn } from '../support/people.js';
import { valueIn } from '../support/result.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let carts: CartClient;
beforeAll(async () => {
  shop = await startShop();
  carts = new CartClient(shop.client);
});
afterAll(() => shop.end());

/** Orders the cart: its payment is asked for, and goes on when it is told to. */
async function inCheckout(id: string, token: string) {
  const provider = providerOf(shop.engine.shop, 'simulated');
  const [asked, goesOn] = [gate(), gate()];
  const charge = provider.charge.bind(provider);
  vi.spyOn(provider, 'charge').mockImplementationOnce(async (request, signal) => {
    asked.open();
    await goesOn.passed;
    return charge(request, signal);
  });
  const order = carts.order(id, token);
  await asked.passed;
  return { order, goOn: goesOn.open };
}

/** That none of them is answered, though a cart that is asked for after them is. */
async function expectWaiting(id: string, changes: readonly Promise<unknown>[]) {
  let answered = 0;
  for (const change of changes) void change.finally(() => (answered += 1));
  for (let times = 0; times < 3; times += 1) {
    expect((await carts.read(id)).body).toMatchObject({ version: 3, orderId: null });
  }
  expect(answered).toBe(0);
}

test('it waits, and hears of the order that the cart became without it', async () => {
  const { id, sku } = await carts.ready();
  const { order, goOn } = await inCheckout(id, 'tok_approve');
  const changes = [
    carts.put(id, sku, 5),
    carts.put(id, 'MUG-BLUE', 1),
    carts.patch(id, { shippingMethod: 'express' }),
    shop.client.send('PUT', `/v1/carts/${id}/coupons/WELCOME10`),
  ];
  await expectWaiting(id, changes);
  goOn();
  const { status, body } = await order;
  expect([status, body.lines, body.totals]).toMatchObject([
    201,
    [{ sku, quantity: 3 }],
    { total: 3_490 },
  ]);
  for (const answer of await Promise.all(changes)) {
    expect([problem(answer), answer.body.orderId]).toEqual(['409 /problems/cart-ordered', body.id]);
  }
});

test('it waits, and is made when nothing has come of the order', async () => {
  const { id, sku } = await carts.ready();
  const { order, goOn } = await inCheckout(id, 'tok_decline');
  const change = carts.put(id, sku, 5);
  await expectWaiting(id, [change]);
  goOn();
  expect(problem(await order)).toBe('402 /problems/payment-declined');
  expect((await change).body.lines).toMatchObject([{ sku, quantity: 5 }]);
  expect((await carts.order(id)).body.lines).toMatchObject([{ sku, quantity: 5 }]);
});

test('a sign-in takes nothing along that is ordered', async () => {
  const { id: customerId, headers } = await signedIn(shop.engine.shop.store, 'ada');
  const own = await carts.begun(undefined, headers);
  await carts.put(own.id, 'MUG-BLUE', 1, headers);
  const { id: guestCartId } = await carts.ready();
  const { order, goOn } = await inCheckout(guestCartId, 'tok_approve');
  const merge = mergeCarts(shop.engine.shop, { guestCartId, customerId });
  await expectWaiting(guestCartId, [merge]);
  goOn();
  expect((await order).status).toBe(201);
  expect(valueIn(await merge)).toMatchObject({ id: own.id, items: [{ sku: 'MUG-BLUE' }] });
  expect((await carts.read(own.id, headers)).body.lines).toHaveLength(1);
});

test('after an order that came to nothing it is in the next one, or hears of it', async () => {
  const impatient = await startShop({ PAYMENT_TIMEOUT_MS: '200' });
  const shopper = new CartClient(impatient.client);
  try {
    for (let times = 0; times < 5; times += 1) {
      const { id, sku } = await shopper.ready();
      const failed = await shopper.order(id, 'tok_timeout_lost');
      expect((await settled(impatient, failed.body.id, 'failed')).state).toBe('failed');
      const [change, order] = await Promise.all([shopper.put(id, sku, 5), shopper.order(id)]);
      expect(['200 undefined', '409 /problems/cart-ordered']).toContain(problem(change));
      expect(order.body.lines).toMatchObject([{ sku, quantity: change.status === 200 ? 5 : 3 }]);
    }
  } finally {
    await impatient.end();
  }
});

test('what a sign-in is taking along is not ordered besides', async () => {
  const { shop: parts } = shop.engine;
  const { id: customerId, headers } = await signedIn(parts.store, 'bob');
  const own = await carts.begun(undefined, headers);
  await carts.put(own.id, 'MUG-BLUE', 1, headers);
  const { id: guestCartId, sku } = await carts.ready();
  const [begun, goesOn] = [gate(), gate()];
  const reallyMerge = parts.carts.mergeCarts.bind(parts.carts);
  vi.spyOn(parts.carts, 'mergeCarts').mockImplementationOnce(async (command) => {
    begun.open();
    await goesOn.passed;
    return reallyMerge(command);
  });
  const merge = mergeCarts(parts, { guestCartId, customerId });
  await begun.passed;
  const order = carts.order(guestCartId);
  await expectWaiting(guestCartId, [order]);
  goesOn.open();
  expect(valueIn(await merge)).toMatchObject({ items: [{ sku: 'MUG-BLUE' }, { sku }] });
  expect(problem(await order)).toBe('404 /problems/cart-not-found');
});

test('an order that is refused at once holds nothing back', async () => {
  const { id } = await carts.begun();
  expect((await carts.order(id)).status).toBe(400);
  expect(shop.engine.shop.checkouts.with(id)).toBeUndefined();
  expect((await carts.put(id, 'MUG-BLUE', 1)).status).toBe(200);
});
