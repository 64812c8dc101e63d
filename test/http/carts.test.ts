// Carts over HTTP: filled, priced, merged, ordered once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mergeCarts, openCartOf } from '../../src/orders/carts.js';
import { type CartBody, CartClient, customer, problem } from '../support/cart-client.js';
import { type Json, OPERATOR_KEY } from '../support/http-client.js';
import { signedIn } from '../support/people.js';
import { valueIn } from '../support/result.js';
import { atRest, settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';

let shop: TestShop;
let carts: CartClient;
beforeAll(async () => {
  shop = await startShop({ PAYMENT_TIMEOUT_MS: '1000', CARTS_PER_ADDRESS: '0' });
  carts = new CartClient(shop.client);
});
afterAll(() => shop.end());

const someone = () => signedIn(shop.engine.shop.store, carts.unique('customer'));

describe('a cart', () => {
  test('is begun empty, with the shop’s currency and country', async () => {
    const { status, headers, body } = await shop.client.post<CartBody>('/v1/carts');
    expect(status).toBe(201);
    expect(headers.location).toBe(`/v1/carts/${body.id}`);
    expect(body).toMatchObject({ currency: 'EUR', country: 'DE', lines: [], quote: null });
    expect(Buffer.from(body.id, 'base64url')).toHaveLength(20);
    expect(await carts.begun({ currency: 'PLN', country: 'PL' })).toMatchObject({
      currency: 'PLN',
      country: 'PL',
    });
  });

  test('answers each change with its quote and with what can be sold', async () => {
    const sku = carts.unique('CART');
    await shop.client.stocked(sku, 5);
    const { id } = await carts.begun();
    const { body } = await carts.put(id, sku, 2);
    expect(body).toMatchObject({
      version: 2,
      lines: [{ sku, quantity: 2, available: 5, unitPrice: 1_000, discount: 0, gross: 2_000 }],
      quote: { totals: { subtotal: 2_000, shipping: 490, total: 2_490 } },
      problems: [],
    });
    expect((await carts.patch(id, { shippingMethod: 'express' })).body.quote?.totals.total).toBe(
      2_990,
    );
    expect((await carts.read(id)).body).toMatchObject({ version: 3, shippingMethod: 'express' });
  });

  test('is quoted as POST /v1/quotes quotes it, with the reasons where they are asked for', async () => {
    const { id, sku } = await carts.ready();
    const { body } = await shop.client.get<CartBody>(`/v1/carts/${id}?explain=true`);
    const quoted = await shop.client.post('/v1/quotes', {
      body: { currency: 'EUR', shippingAddress: address, lines: [{ sku, quantity: 3 }] },
    });
    expect(body.quote).toEqual(quoted.body);
    expect((await carts.read(id)).body.quote).not.toHaveProperty('explanation');
  });

  test('takes the same PUT again and again as one', async () => {
    const { id, sku } = await carts.ready();
    const answers = await Promise.all([1, 2, 3].map(() => carts.put(id, sku, 7)));
    const versions = new Set(answers.map(({ body }) => body.version));
    expect(versions.size).toBe(1);
    expect((await carts.read(id)).body.lines).toMatchObject([{ sku, quantity: 7 }]);
    expect((await carts.put(id, sku, 0)).body).toMatchObject({
      lines: [],
      quote: null,
      problems: [],
    });
    expect((await carts.put(id, sku, 0)).status).toBe(200);
  });

  test('follows a price and a level that change under it', async () => {
    const { id, sku } = await carts.ready();
    await shop.client.stocked(sku, 1, { EUR: '20.00' });
    expect((await carts.read(id)).body).toMatchObject({
      lines: [{ quantity: 3, available: 1, unitPrice: 2_000, gross: 6_000 }],
    });
  });

  test('says why it cannot be priced, beside what it holds', async () => {
    const { id, sku } = await carts.ready();
    const { status, body } = await carts.put(id, 'NO-SUCH-ARTICLE', 1);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      quote: null,
      problems: [
        {
          type: '/problems/unknown-sku',
          sku: 'NO-SUCH-ARTICLE',
          errors: [{ pointer: '/lines/1/sku' }],
        },
      ],
      lines: [
        { sku, gross: null },
        { sku: 'NO-SUCH-ARTICLE', available: 0, gross: null },
      ],
    });
    expect((await carts.put(id, 'NO-SUCH-ARTICLE', 0)).body.problems).toEqual([]);
    const coupon = `/v1/carts/${id}/coupons/NOPE`;
    const added = await shop.client.send<CartBody>('PUT', coupon);
    expect(added.body).toMatchObject({
      coupons: ['NOPE'],
      problems: [{ type: '/problems/unknown-coupon', coupon: 'NOPE' }],
    });
    const removed = await shop.client.send<CartBody>('DELETE', coupon);
    expect(removed.body).toMatchObject({ coupons: [], problems: [] });
    expect((await shop.client.send('DELETE', coupon)).status).toBe(200);
    expect((await carts.patch(id, { currency: 'JPY' })).body).toMatchObject({
      currency: 'JPY',
      problems: [{ type: '/problems/no-price', sku, currency: 'JPY' }],
    });
  });

  test('takes a coupon off its price', async () => {
    const { id } = await carts.ready();
    const { body } = await shop.client.send<CartBody>('PUT', `/v1/carts/${id}/coupons/WELCOME10`);
    expect(body).toMatchObject({
      coupons: ['WELCOME10'],
      lines: [{ discount: 300, gross: 2_700 }],
      quote: { discounts: [{ coupon: 'WELCOME10', amount: 300 }] },
    });
  });

  test('has room for so many lines and coupons', async () => {
    const { id } = await carts.begun();
    for (let line = 0; line < 100; line += 1) await carts.put(id, `LINE-${line}`, 1);
    const one = await carts.put(id, 'ONE-MORE', 1);
    expect([problem(one), one.body.of, one.body.limit]).toEqual([
      '422 /problems/cart-full',
      'lines',
      100,
    ]);
    const coupons = Array.from({ length: 11 }, (_, index) => `/v1/carts/${id}/coupons/C${index}`);
    const answers = [];
    for (const path of coupons) answers.push((await shop.client.send('PUT', path)).status);
    expect(answers).toEqual([...Array(10).fill(200), 422]);
  });

  test.each<[string, string, Json]>([
    ['PUT', 'lines/A', { quantity: -1 }],
    ['PUT', 'lines/A', { quantity: 1.5 }],
    ['PUT', 'lines/A', { quantity: 1_000_001 }],
    ['PUT', 'lines/A', { quantity: '1' }],
    ['PUT', 'lines/A', {}],
    ['PUT', 'lines/A', { quantity: 1, price: 1 }],
    ['PUT', `lines/${'A'.repeat(65)}`, { quantity: 1 }],
    ['PUT', 'lines/%20', { quantity: 1 }],
    ['PATCH', '', { country: 'XX' }],
    ['PATCH', '', { currency: 'XXX' }],
    ['PATCH', '', { shippingMethod: 'teleport' }],
    ['PATCH', '', { lines: [] }],
    ['PATCH', '', { shippingAddress: { country: 'DE' } }],
    ['PATCH', '', { customer: { id: 'somebody', email: 'a@example.com', name: 'A' } }],
  ])('refuses %s %s %j', async (method, path, body) => {
    const { id } = await carts.begun();
    const url = `/v1/carts/${id}${path === '' ? '' : `/${path}`}`;
    const answer = await shop.client.send(method as 'PUT', url, { body });
    expect(problem(answer)).toBe('400 /problems/invalid-request');
  });
});

describe('whose cart it is', () => {
  test('matters: an unknown one and somebody else’s are not there', async () => {
    const [a, b] = [await someone(), await someone()];
    const own = await carts.begun(undefined, a.headers);
    const strangers = [
      await carts.read('no-such-cart'),
      await carts.read(own.id),
      await carts.read(own.id, b.headers),
      await carts.put(own.id, 'A', 1),
      await carts.put(own.id, 'A', 1, b.headers),
      await shop.client.send('PATCH', `/v1/carts/${own.id}`, { body: {} }),
      await shop.client.send('PUT', `/v1/carts/${own.id}/coupons/A`),
      await shop.client.send('DELETE', `/v1/carts/${own.id}/coupons/A`),
      await shop.client.get(`/v1/carts/${own.id}`, { as: OPERATOR_KEY }),
      await carts.order(own.id),
    ];
    expect(strangers.map(problem)).toEqual(strangers.map(() => '404 /problems/cart-not-found'));
    expect((await carts.read(own.id, a.headers)).status).toBe(200);
    const unknown = await shop.client.get(`/v1/carts/${own.id}`, { as: 'no-key-of-anybody' });
    expect(problem(unknown)).toBe('401 /problems/unauthorized');
  });

  test('whose session is over hears that, and not that the cart is gone', async () => {
    const { headers } = await someone();
    const own = await carts.begun(undefined, headers);
    const over = { ...headers, cookie: '__Host-orderloom=of-nobody-any-more' };
    expect(problem(await carts.read(own.id, over))).toBe('401 /problems/session-expired');
    expect(problem(await carts.put(own.id, 'A', 1, over))).toBe('401 /problems/session-expired');
    // A guest's cart needs none.
    expect((await carts.read((await carts.begun()).id, over)).status).toBe(200);
  });

  test('a customer has one at a time', async () => {
    const { id, headers } = await someone();
    const first = await shop.client.post<CartBody>('/v1/carts', { headers });
    const second = await shop.client.post<CartBody>('/v1/carts', { headers });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect(await openCartOf(shop.engine.shop, id)).toBe(first.body.id);
  });

  test('signing in takes the guest’s cart along, once', async () => {
    const { id: customerId, headers } = await someone();
    const own = await carts.begun(undefined, headers);
    await carts.put(own.id, 'MUG-BLUE', 1, headers);
    const guest = await carts.begun();
    await carts.put(guest.id, 'MUG-BLUE', 2);
    for (let times = 0; times < 2; times += 1) {
      const merging = { guestCartId: guest.id, customerId };
      expect(valueIn(await mergeCarts(shop.engine.shop, merging))?.id).toBe(own.id);
    }
    expect((await carts.read(own.id, headers)).body.lines).toMatchObject([{ quantity: 3 }]);
    expect(problem(await carts.read(guest.id))).toBe('404 /problems/cart-not-found');
  });
});

describe('an order of a cart', () => {
  test('takes everything from it, and closes it', async () => {
    const { id, sku } = await carts.ready();
    const placed = await carts.order(id, 'tok_approve', { expectedTotal: 3_490 });
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      customer,
      lines: [{ sku, quantity: 3, gross: 3_000 }],
      shippingAddress: address,
      totals: { total: 3_490 },
    });
    const orderId = placed.body.id;
    const refused = [
      await carts.put(id, sku, 1),
      await carts.patch(id, { country: 'AT' }),
      await carts.order(id),
    ];
    for (const answer of refused) {
      expect(problem(answer)).toBe('409 /problems/cart-ordered');
      expect(answer.body.orderId).toBe(orderId);
    }
    expect((await carts.read(id)).body.orderId).toBe(orderId);
  });

  test('is placed once, however often the button is pressed at the same time', async () => {
    const { id, sku } = await carts.ready(1_000);
    const pressed = await Promise.all(Array.from({ length: 100 }, () => carts.order(id)));
    const placed = pressed.filter(({ status }) => status === 201);
    expect(placed).toHaveLength(1);
    const orderId = placed[0]?.body.id;
    for (const answer of pressed.filter((one) => one !== placed[0])) {
      expect([problem(answer), answer.body.orderId]).toEqual([
        '409 /problems/cart-ordered',
        orderId,
      ]);
    }
    await atRest(shop, orderId as string);
    expect(await shop.client.stock(sku)).toEqual({ onHand: 997, reserved: 0 });
  });

  test('is answered again to the same key, although the cart is closed by then', async () => {
    const { id } = await carts.ready();
    const key = carts.unique('key');
    const first = await carts.order(id, 'tok_approve', {}, key);
    const again = await carts.order(id, 'tok_approve', {}, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body.id).toBe(first.body.id);
  });

  test('that was declined leaves the cart as it was', async () => {
    const { id, sku } = await carts.ready();
    expect(problem(await carts.order(id, 'tok_decline'))).toBe('402 /problems/payment-declined');
    expect((await carts.put(id, sku, 2)).status).toBe(200);
    expect((await carts.order(id)).body.lines).toMatchObject([{ sku, quantity: 2 }]);
  });

  test('that fails after all gives the cart back', async () => {
    const { id, sku } = await carts.ready();
    const parked = await carts.order(id, 'tok_timeout_lost');
    expect(parked.status).toBe(202);
    expect((await settled(shop, parked.body.id, 'failed')).state).toBe('failed');
    expect((await carts.put(id, sku, 1)).body).toMatchObject({ orderId: null });
    expect((await carts.order(id)).status).toBe(201);
  });

  test('that was cancelled after it was paid does not', async () => {
    const { id } = await carts.ready();
    const { body } = await carts.order(id);
    const cancel = `/v1/orders/${body.id}/cancel`;
    expect((await shop.client.post(cancel, { as: OPERATOR_KEY })).status).toBe(200);
    expect(problem(await carts.order(id))).toBe('409 /problems/cart-ordered');
  });

  test('says itself what it wants otherwise', async () => {
    const { id } = await carts.ready();
    const { body } = await carts.order(id, 'tok_approve', {
      customer: { email: 'other@example.com', name: 'Another' },
      shippingMethod: 'express',
    });
    expect(body).toMatchObject({
      customer: { email: 'other@example.com' },
      shipping: { method: 'express' },
    });
  });

  test('says which fields neither it nor the cart has', async () => {
    const { id } = await carts.begun();
    expect((await carts.order(id)).body.errors).toEqual([
      { pointer: '/lines', detail: 'the cart is empty' },
    ]);
    await carts.put(id, 'MUG-BLUE', 1);
    expect((await carts.order(id)).body.errors).toEqual([
      { pointer: '/customer', detail: 'is missing' },
      { pointer: '/shippingAddress', detail: 'is missing' },
    ]);
  });
});

test('one address may begin so many carts in an hour', async () => {
  const small = await startShop({ CARTS_PER_ADDRESS: '3' });
  try {
    const answers = [];
    for (let times = 0; times < 4; times += 1) answers.push(await small.client.post('/v1/carts'));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expect(answers[3]?.body).toMatchObject({ type: '/problems/too-many-carts', limit: 3 });
    expect(answers[3]?.headers['retry-after']).toBe('60');
  } finally {
    await small.end();
  }
});
