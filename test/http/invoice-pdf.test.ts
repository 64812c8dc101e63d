// The issued invoice, for who may see its order.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashKey } from '../../src/http/access.js';
import {
  OPERATOR_KEY,
  orderBody,
  type PlacedBody,
  paidWith,
  type Sending,
} from '../support/http-client.js';
import { atRest, settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { T0 } from '../support/store-orders.js';

const STOCK_KEY = 'a-key-that-may-only-read-stock';
const READ_KEY = 'a-key-that-may-only-read-orders';

let shop: TestShop;
let order: PlacedBody;
let other: PlacedBody;

beforeAll(async () => {
  shop = await startShop(
    { PAYMENT_TIMEOUT_MS: '1000' },
    {
      prepare: async (store) => {
        const key = (id: string, secret: string, scope: string) =>
          store.putOperatorKey({ id, name: id, scopes: [scope], hash: hashKey(secret), at: T0 });
        await key('stock', STOCK_KEY, 'stock:read');
        await key('orders', READ_KEY, 'orders:read');
      },
    },
  );
  order = (await shop.client.place(orderBody())).body;
  other = (await shop.client.place(orderBody())).body;
});
afterAll(() => shop.end());

interface Fetched {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

/** The bytes as they came: a document is no text. */
async function fetched(
  { engine }: TestShop,
  id: string,
  { as, headers = {}, query = '' }: Pick<Sending, 'as' | 'headers'> & { query?: string } = {},
): Promise<Fetched> {
  const answer = await fetch(`${engine.url}/v1/orders/${id}/invoice.pdf${query}`, {
    headers: { ...headers, ...(as === undefined ? {} : { authorization: `Bearer ${as}` }) },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes };
}

const isPdf = (bytes: Buffer): boolean =>
  bytes.subarray(0, 5).toString('latin1') === '%PDF-' &&
  bytes.subarray(-8).toString('latin1').includes('%%EOF');

describe('the invoice of a confirmed order', () => {
  test('is a PDF with a name, for its owner to keep and for nobody between', async () => {
    const { status, headers, bytes } = await fetched(shop, order.id, { as: order.accessToken });

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-length')).toBe(String(bytes.length));
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="${order.invoice?.number}.pdf"`,
    );
    expect(headers.get('cache-control')).toContain('private');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(isPdf(bytes)).toBe(true);
  });

  test('is where the order says that it is', async () => {
    expect(order.invoice?.pdf).toBe(`/v1/orders/${order.id}/invoice.pdf`);
  });

  test('is the same, byte by byte, whenever it is asked for', async () => {
    const before = await fetched(shop, order.id, { as: order.accessToken });
    await atRest(shop, order.id);
    const after = await Promise.all(
      [1, 2, 3].map(() => fetched(shop, order.id, { as: OPERATOR_KEY })),
    );

    for (const { bytes, headers } of after) {
      expect(bytes.equals(before.bytes)).toBe(true);
      expect(headers.get('etag')).toBe(before.headers.get('etag'));
    }
    const others = await fetched(shop, other.id, { as: OPERATOR_KEY });
    expect(others.bytes.equals(before.bytes)).toBe(false);
    expect(others.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });

  test('is not sent again to who has it already', async () => {
    const { headers } = await fetched(shop, order.id, { as: order.accessToken });
    const etag = headers.get('etag') as string;
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    const ask = (tag: string) =>
      fetched(shop, order.id, { as: order.accessToken, headers: { 'if-none-match': tag } });

    const again = await ask(etag);
    expect(again).toMatchObject({ status: 304, bytes: Buffer.alloc(0) });
    expect(again.headers.get('etag')).toBe(etag);
    expect((await ask('"something else"')).status).toBe(200);
  });

  test('is rendered once on the spot for all who ask before its task has run', async () => {
    const hasty = await startShop(
      {},
      {
        handlers: (real) => ({
          ...real,
          invoice: { run: async () => ({ type: 'failed', reason: 'later', permanent: true }) },
        }),
      },
    );
    try {
      const { body } = await hasty.client.place(orderBody());

      const all = await Promise.all(
        Array.from({ length: 6 }, () => fetched(hasty, body.id, { as: body.accessToken })),
      );

      const [first] = all as [Fetched];
      expect(isPdf(first.bytes)).toBe(true);
      expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
      expect(all.every(({ bytes }) => bytes.equals(first.bytes))).toBe(true);
      const { tasks } = await atRest(hasty, body.id);
      expect(tasks.find(({ topic }) => topic === 'invoice')).toMatchObject({ state: 'dead' });
    } finally {
      await hasty.end();
    }
  });

  test('stays as it was issued when the order is cancelled', async () => {
    const { body } = await shop.client.place(orderBody());
    const before = await fetched(shop, body.id, { as: body.accessToken });
    await shop.client.post(`/v1/orders/${body.id}/cancel`, { as: body.accessToken });

    const after = await fetched(shop, body.id, { as: body.accessToken });

    expect((await shop.client.order(body.id)).state).toBe('cancelled');
    expect(after.status).toBe(200);
    expect(after.bytes.equals(before.bytes)).toBe(true);
  });
});

describe('an order that was never confirmed', () => {
  test('has no invoice, though it is there', async () => {
    const { client } = shop;
    const parked = await client.place(paidWith('tok_timeout_lost'));
    expect(parked.status).toBe(202);
    const { id, accessToken } = parked.body;

    for (const state of ['payment-pending', 'failed']) {
      if (state === 'failed') await settled(shop, id, state);
      const refused = await client.get(`/v1/orders/${id}/invoice.pdf`, { as: accessToken });
      expect(refused.status).toBe(404);
      expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(refused.body).toMatchObject({
        type: '/problems/not-found',
        detail: expect.stringContaining('never confirmed'),
      });
    }
    expect((await client.order(id)).invoice).toBeNull();
  });
});

describe('somebody else', () => {
  test('gets no invoice: nobody, a stranger, an operator without the scope', async () => {
    const status = async (sending: Parameters<typeof fetched>[2], id = order.id) =>
      (await fetched(shop, id, sending)).status;

    expect(await status({})).toBe(401);
    expect(await status({ as: other.accessToken })).toBe(404);
    expect(await status({ as: 'made-up' })).toBe(404);
    expect(await status({ query: `?token=${other.accessToken}` })).toBe(404);
    expect(await status({ as: STOCK_KEY })).toBe(403);
    expect(await status({ headers: { authorization: 'Basic dTpw' } })).toBe(401);
    expect(await status({ as: OPERATOR_KEY }, '01ARZ3NDEKTSV4RRFFQ69G5FAV')).toBe(404);
  });

  test('is not told by an ETag that they have it', async () => {
    const { headers } = await fetched(shop, order.id, { as: order.accessToken });
    const tag = { 'if-none-match': headers.get('etag') as string };

    expect((await fetched(shop, order.id, { headers: tag })).status).toBe(401);
    const stranger = await fetched(shop, order.id, { as: other.accessToken, headers: tag });
    expect(stranger.status).toBe(404);
  });
});

describe('who may see the order', () => {
  test('gets its invoice: its owner by header or query, an operator with the scope', async () => {
    const answers = await Promise.all([
      fetched(shop, order.id, { as: order.accessToken }),
      fetched(shop, order.id, { query: `?token=${order.accessToken}` }),
      fetched(shop, order.id, { as: READ_KEY }),
      fetched(shop, order.id, { as: OPERATOR_KEY }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.every(({ bytes }) => isPdf(bytes))).toBe(true);
  });
});
