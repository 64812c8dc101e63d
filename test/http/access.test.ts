// Who may do what: nobody, a stranger with another order's token, its owner, operators with and
// without the scope.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashKey } from '../../src/http/access.js';
import { openEvents } from '../support/event-stream.js';
import { OPERATOR_KEY, orderBody, type PlacedBody, type Sending } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { T0 } from '../support/store-orders.js';

const STOCK_KEY = 'a-key-that-may-only-read-stock';
const PRICE_KEY = 'a-key-that-may-only-set-prices';

let shop: TestShop;
let order: PlacedBody;
let other: PlacedBody;

beforeAll(async () => {
  shop = await startShop(
    {},
    {
      prepare: async (store) => {
        const key = (id: string, secret: string, scope: string) =>
          store.putOperatorKey({ id, name: id, scopes: [scope], hash: hashKey(secret), at: T0 });
        await key('stock', STOCK_KEY, 'stock:read');
        await key('prices', PRICE_KEY, 'orders:price');
      },
    },
  );
  order = (await shop.client.place(orderBody())).body;
  other = (await shop.client.place(orderBody())).body;
});
afterAll(() => shop.end());

describe("an order's own routes", () => {
  const routes = [
    ['GET', ''],
    ['GET', '/timeline'],
    ['GET', '/invoice.pdf'],
    ['GET', '/invoice.xml'],
    ['GET', '/invoice.xml'],
    ['POST', '/cancel'],
  ] as const;

  for (const [method, path] of routes) {
    const send = (sending: Sending = {}, query = '') =>
      shop.client.send(method, `/v1/orders/${order.id}${path}${query}`, sending);

    test(`do not open for anybody else: ${method} ${path || 'the order'}`, async () => {
      expect(await send()).toMatchObject({ status: 401, body: { type: '/problems/unauthorized' } });
      expect(await send({ as: other.accessToken })).toMatchObject({
        status: 404,
        body: { type: '/problems/not-found' },
      });
      expect((await send({ as: 'made-up' })).status).toBe(404);
      expect((await send({}, `?token=${other.accessToken}`)).status).toBe(404);
      // Not a key, whoever has it: an address is no place for one.
      expect((await send({}, `?token=${OPERATOR_KEY}`)).status).toBe(404);
      expect(await send({ as: STOCK_KEY })).toMatchObject({
        status: 403,
        body: { type: '/problems/forbidden' },
      });
      expect((await send({ headers: { authorization: 'Basic dTpw' } })).status).toBe(401);
      expect((await shop.client.order(order.id)).state).toBe('confirmed');
    });
  }

  test('open with its token, in the header or in the query, and with an operator’s key', async () => {
    const read = (sending: Sending, query = '') =>
      shop.client.get(`/v1/orders/${order.id}${query}`, sending);

    const answers = [
      await read({ as: order.accessToken }),
      await read({}, `?token=${order.accessToken}`),
      await read({ as: OPERATOR_KEY }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body.id)).toEqual([order.id, order.id, order.id]);
    expect(answers[0]?.text).not.toContain(order.accessToken);
  });

  test('stream its events to the same people only', async () => {
    const url = `${shop.engine.url}/v1/orders/${order.id}/events`;
    const opened = async (options: { as?: string }, query = '') => {
      const stream = await openEvents(`${url}${query}`, options);
      await stream.close();
      return stream.status;
    };

    expect(await opened({})).toBe(401);
    expect(await opened({ as: other.accessToken })).toBe(404);
    expect(await opened({ as: STOCK_KEY })).toBe(403);
    expect(await opened({ as: order.accessToken })).toBe(200);
    expect(await opened({}, `?token=${order.accessToken}`)).toBe(200);
  });

  test('say of an order that is not there what they say to a stranger', async () => {
    const missing = '/v1/orders/01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const { client } = shop;

    const stranger = await client.get(`/v1/orders/${order.id}`, { as: other.accessToken });
    const nobodys = await client.get(missing, { as: other.accessToken });

    expect(nobodys.status).toBe(404);
    expect(nobodys.body).toEqual(stranger.body);
    expect((await client.get(missing, { as: OPERATOR_KEY })).status).toBe(404);
  });
});

describe("the operators' routes", () => {
  const product = {
    name: 'X',
    category: 'X',
    taxCategory: 'standard',
    prices: { EUR: '1.00' },
  };
  const routes: ['GET' | 'PUT' | 'POST', string, unknown?][] = [
    ['GET', '/v1/orders'],
    ['PUT', '/v1/admin/stock/MUG-BLUE', { onHand: 0 }],
    ['POST', '/v1/admin/stock/MUG-BLUE', { delta: -1, reason: 'damaged' }],
    ['PUT', '/v1/admin/products/MUG-BLUE', product],
    ['PUT', '/v1/admin/customers/1', { email: 'a@example.com', name: 'A' }],
    ['GET', '/v1/admin/pools'],
    ['GET', '/v1/admin/tasks'],
    ['GET', '/v1/admin/task-counts'],
    ['POST', '/v1/admin/tasks/01ARZ3NDEKTSV4RRFFQ69G5FAV.invoice/retry'],
    ['GET', '/v1/admin/dead-letters'],
    ['POST', '/v1/admin/dead-letters', {}],
    ['GET', '/v1/admin/analytics'],
  ];

  for (const [method, path, body] of routes) {
    test(`need a key with the scope: ${method} ${path}`, async () => {
      const before = await shop.client.stock('MUG-BLUE');
      const send = (as?: string) =>
        shop.client.send(method, path, { body, ...(as === undefined ? {} : { as }) });

      expect((await send()).status).toBe(401);
      expect((await send('made-up')).status).toBe(401);
      expect((await send(order.accessToken)).status).toBe(401);
      expect((await send(STOCK_KEY)).status).toBe(403);
      expect(await shop.client.stock('MUG-BLUE')).toEqual(before);
    });
  }

  test('open for a key with just that scope', async () => {
    const { client } = shop;

    expect((await client.get('/v1/admin/stock/MUG-BLUE', { as: STOCK_KEY })).status).toBe(200);
    expect((await client.get('/v1/admin/stock/MUG-BLUE', { as: PRICE_KEY })).status).toBe(403);
    expect((await client.get('/v1/admin/stock/MUG-BLUE')).status).toBe(401);
  });
});

describe('fields that only operators may send', () => {
  const line = { sku: 'MUG-BLUE', quantity: 1 };
  const customer = { email: 'customer@example.com', name: 'Example Customer' };
  const fields: [pointer: string, more: object][] = [
    ['/lines/0/unitPrice', { lines: [{ ...line, unitPrice: '0.01' }] }],
    ['/priceBasis', { priceBasis: 'net' }],
    ['/customer/id', { customer: { ...customer, id: '1' } }],
  ];

  for (const [pointer, more] of fields) {
    test(`are refused from everybody else: ${pointer}`, async () => {
      const { client } = shop;
      const body = orderBody(more as Record<string, unknown>);
      const before = await client.stock('MUG-BLUE');

      const guest = await client.place(body);
      const without = await client.place(body, { as: STOCK_KEY });

      expect([guest.status, without.status]).toEqual([403, 403]);
      expect(guest.body.detail).toContain(pointer);
      expect(await client.stock('MUG-BLUE')).toEqual(before);
      expect((await client.place(body, { as: PRICE_KEY })).status).toBe(201);
    });
  }

  test('take effect: a recorded price stands instead of the list price', async () => {
    const lines = [{ ...line, quantity: 3, unitPrice: '0.125' }];
    const body = orderBody({ lines, priceBasis: 'net', shippingMethod: 'pickup' });

    const placed = await shop.client.place(body, { as: OPERATOR_KEY });

    expect(placed.body).toMatchObject({
      priceBasis: 'net',
      lines: [{ quantity: 3, unitPrice: '0.125', net: 38 }],
      totals: { net: 38, tax: 7, total: 45 },
    });
  });
});

describe('credentials that are none', () => {
  test('are refused where a guest would be served', async () => {
    const { client } = shop;

    const placed = await client.place(orderBody(), { as: 'made-up' });
    const withToken = await client.place(orderBody(), { as: order.accessToken });
    const basic = await client.place(orderBody(), { headers: { authorization: 'Basic dTpw' } });

    expect([placed.status, withToken.status, basic.status]).toEqual([401, 401, 401]);
  });

  test('given twice are a mistake of the caller, not of the server', async () => {
    const { client } = shop;
    const twice = '?token=one&token=two';

    expect((await client.post(`/v1/orders${twice}`, { body: orderBody() })).status).toBeLessThan(
      500,
    );
    expect((await client.get(`/v1/orders/${order.id}${twice}`)).status).toBe(400);
    expect((await client.get(`/v1/admin/stock/MUG-BLUE${twice}`)).status).toBeLessThan(500);
  });
});
