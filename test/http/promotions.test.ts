// Promotions while the shop is open: saved, changed and removed by operators, for the very next quote.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Promotion } from '../../src/core/rules.js';
import { hashKey } from '../../src/http/access.js';
import type { StoredPromotion } from '../../src/orders/promotion-desk.js';
import { OPERATOR_KEY as as, type Json, of, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import {
  promoted,
  promotionBody,
  promotionPath,
  putPromotion,
  removePromotion,
} from '../support/shop-promotions.js';
import { T0 } from '../support/store-orders.js';

const READ_KEY = 'a-key-that-may-only-read-promotions';
const WRITE_KEY = 'a-key-that-may-only-write-promotions';

/** As an earlier version may have stored it: nothing checked its percentage then. */
const broken = {
  id: 'broken',
  name: 'Broken',
  priority: 1,
  action: { type: 'percentage', percent: 'ten' },
  since: '2020-01-01',
  until: null,
} as Promotion;

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop(
    {},
    {
      prepare: async (store) => {
        const key = (id: string, secret: string, scope: string) =>
          store.putOperatorKey({ id, name: id, scopes: [scope], hash: hashKey(secret), at: T0 });
        await key('reader', READ_KEY, 'promotions:read');
        await key('writer', WRITE_KEY, 'promotions:write');
        await store.putPromotion({ promotion: broken });
      },
    },
  );
  await shop.client.stocked('P-BALL', 1_000);
});
afterAll(() => shop.end());

const onlyBalls = { target: { type: 'items', skus: ['P-BALL'] } };

async function discounts(coupons: string[] = []): Promise<string[]> {
  const body = { currency: 'EUR', country: 'DE', ...of('P-BALL'), coupons };
  const quoted = await shop.client.post<{ discounts: { promotion: string; amount: number }[] }>(
    '/v1/quotes',
    { body },
  );
  return quoted.body.discounts.map(({ promotion, amount }) => `${promotion} ${amount}`);
}

describe('a promotion', () => {
  test('that is saved holds for the next quote, changed for the one after, removed for none', async () => {
    expect(await discounts()).toEqual([]);

    const created = await putPromotion(shop, 'ball', onlyBalls);
    expect(created.status).toBe(201);
    expect(await discounts()).toEqual(['ball 100']);

    const twenty = { ...onlyBalls, action: { type: 'percentage', percent: '20' } };
    const changed = await putPromotion(shop, 'ball', twenty);
    expect(changed.status).toBe(200);
    expect(await discounts()).toEqual(['ball 200']);

    const removed = await removePromotion(shop, 'ball');
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect(await discounts()).toEqual([]);
    expect((await removePromotion(shop, 'ball')).status).toBe(404);
  });

  test('that is removed stays on the orders that it was given to', async () => {
    await promoted(shop, 'past', { ...onlyBalls, limit: { uses: 5 } });
    const placed = await shop.client.place(orderBody(of('P-BALL')));
    await removePromotion(shop, 'past');

    const order = await shop.client.order(placed.body.id);

    expect(order.discounts).toEqual([{ promotion: 'past', name: 'Sale', amount: 100 }]);
  });

  test('that comes back under its id goes on counting where it was', async () => {
    const limited = { ...onlyBalls, coupon: 'BACK', limit: { uses: 1 } };
    await promoted(shop, 'back', limited);
    const body = orderBody({ ...of('P-BALL'), coupons: ['BACK'] });
    expect((await shop.client.place(body)).status).toBe(201);
    await removePromotion(shop, 'back');

    await promoted(shop, 'back', limited);
    expect((await shop.client.place(body)).status).toBe(422);

    await promoted(shop, 'back', { ...limited, limit: { uses: 2 } });
    expect((await shop.client.place(body)).status).toBe(201);
  });

  test('is read with what is used of its limits, alone and in a list', async () => {
    const limit = { uses: 9, usesPerCustomer: 3, budget: { EUR: '5.00', JPY: '500' } };
    await promoted(shop, 'read', { ...onlyBalls, coupon: 'READ', limit });
    await shop.client.place(orderBody({ ...of('P-BALL'), coupons: ['READ'] }));

    const read = await shop.client.get<StoredPromotion>(promotionPath('read'), { as });
    const first = await list('?limit=1');
    const next = await list(`?limit=100&cursor=${first.nextCursor}`);

    expect(read.body).toEqual({
      promotion: promotionBody({ id: 'read', ...onlyBalls, coupon: 'READ', limit }),
      faults: [],
      usage: {
        uses: { held: 0, committed: 1, left: 8 },
        budget: {
          EUR: { held: 0, committed: 100, left: 400 },
          JPY: { held: 0, committed: 0, left: 500 },
        },
      },
    });
    expect(first.items).toHaveLength(1);
    expect(next.items).toContainEqual(read.body);
    const ids = [...first.items, ...next.items].map(({ promotion }) => promotion.id);
    expect(ids).toEqual([...ids].sort());
    expect(next.nextCursor).toBeNull();
  });

  test('that is not there is not found', async () => {
    expect((await shop.client.get(promotionPath('nothing'), { as })).status).toBe(404);
  });

  test('saved by many at once is saved by all of them', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `many-${n}`);
    await Promise.all(ids.map((id) => promoted(shop, id, { ...onlyBalls, coupon: id })));

    for (const id of ids) expect(await discounts([id])).toEqual([`${id} 100`]);
    await Promise.all(ids.map((id) => removePromotion(shop, id)));
  });
});

const list = async (query: string) =>
  (
    await shop.client.get<{ items: StoredPromotion[]; nextCursor: string | null }>(
      `/v1/admin/promotions${query}`,
      { as },
    )
  ).body;

describe('what a promotion picks by', () => {
  test('are the tags of the articles', async () => {
    const { client } = shop;
    const product = { name: 'Kite', category: 'Toys', taxCategory: 'standard' };
    const path = '/v1/admin/products/P-KITE';
    const body = { ...product, tags: ['outdoor', 'new'], prices: { EUR: '10.00' } };
    const put = await client.send('PUT', path, { as, body });
    await promoted(shop, 'outdoor', { target: { type: 'items', tags: ['outdoor'] } });
    const quote = (sku: string) =>
      client.post('/v1/quotes', { body: { currency: 'EUR', country: 'DE', ...of(sku) } });

    expect(put.body).toMatchObject({ tags: ['outdoor', 'new'] });
    expect((await client.get('/v1/products/P-KITE')).body).toMatchObject({
      tags: ['outdoor', 'new'],
    });
    expect((await quote('P-KITE')).body.discounts).toMatchObject([{ promotion: 'outdoor' }]);
    expect((await quote('P-BALL')).body.discounts).toEqual([]);

    await client.send('PUT', path, { as, body: { ...body, tags: [] } });
    expect((await quote('P-KITE')).body.discounts).toEqual([]);
    await removePromotion(shop, 'outdoor');
  });

  test('are the groups of a known customer', async () => {
    const { client } = shop;
    const customer = { email: 'trade@example.com', name: 'Trade' };
    const put = await client.send('PUT', '/v1/admin/customers/P-1', {
      as,
      body: { ...customer, groups: ['trade'] },
    });
    await promoted(shop, 'trade', { ...onlyBalls, condition: { customerGroup: ['trade'] } });
    const quote = async (id?: string) => {
      const body = {
        currency: 'EUR',
        country: 'DE',
        ...of('P-BALL'),
        ...(id ? { customer: { id } } : {}),
      };
      return (await client.post('/v1/quotes', { as, body })).body.discounts;
    };

    expect(put.body).toMatchObject({ groups: ['trade'] });
    expect(await quote('P-1')).toMatchObject([{ promotion: 'trade' }]);
    expect(await quote('P-2')).toEqual([]);
    expect(await quote()).toEqual([]);

    const order = orderBody({ ...of('P-BALL'), customer: { id: 'P-1', ...customer } });
    expect((await client.place(order, { as })).body.discounts).toMatchObject([
      { promotion: 'trade' },
    ]);
    await removePromotion(shop, 'trade');
  });

  test('is how the order is paid', async () => {
    await promoted(shop, 'paid', { ...onlyBalls, condition: { paymentMethod: ['simulated'] } });

    const { body } = await shop.client.place(orderBody(of('P-BALL')));

    expect(body.discounts).toMatchObject([{ promotion: 'paid' }]);
    expect(await discounts()).toEqual([]);
    await removePromotion(shop, 'paid');
  });
});

describe('a broken promotion', () => {
  const mistakes: [what: string, more: Json, pointer: string][] = [
    [
      'a percentage that is none',
      { action: { type: 'percentage', percent: 'x' } },
      '/action/percent',
    ],
    ['over 100 %', { action: { type: 'percentage', percent: '101' } }, '/action/percent'],
    ['an action that there is not', { action: { type: 'magic' } }, '/action/type'],
    ['no action', { action: undefined }, '/action'],
    ['an end before its beginning', { until: '2019-01-01' }, '/until'],
    ['a day that there is not', { since: '2026-02-30' }, '/since'],
    ['no whole number of uses', { limit: { uses: 1.5 } }, '/limit/uses'],
    ['a budget finer than a cent', { limit: { budget: { EUR: '1.005' } } }, '/limit/budget/EUR'],
    ['a currency that there is not', { limit: { budget: { XXY: '1' } } }, '/limit/budget/XXY'],
    ['a misspelt field', { prioritty: 1 }, '/prioritty'],
    ['another id than its path', { id: 'other' }, '/id'],
  ];
  for (const [what, more, pointer] of mistakes) {
    test(`is refused when it is saved: ${what}`, async () => {
      const { status, body } = await putPromotion(shop, 'mistake', more);

      expect(status).toBe(400);
      expect((body as unknown as Json).errors).toContainEqual({
        pointer,
        detail: expect.any(String),
      });
      expect((await shop.client.get(promotionPath('mistake'), { as })).status).toBe(404);
    });
  }

  test('is refused with each of its mistakes', async () => {
    const more = { since: 'x', until: 'y', priority: 'z' };

    const { body } = await putPromotion(shop, 'mistake', more);

    const { errors } = body as unknown as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['/priority', '/since', '/until']);
  });

  for (const body of ['[]', '"x"', 'null', '7']) {
    test(`is refused when it is ${body}`, async () => {
      const answer = await shop.client.send('PUT', promotionPath('mistake'), { as, body });

      expect(answer.status).toBe(400);
    });
  }

  test('of an earlier day does not keep the shop from opening, and is shown with its mistakes', async () => {
    const { promotion, faults } = (
      await shop.client.get<StoredPromotion>(promotionPath('broken'), { as })
    ).body;

    expect(promotion).toEqual(broken);
    expect(faults).toContainEqual({ pointer: '/action/percent', detail: expect.any(String) });
    expect((await list('?limit=100')).items).toContainEqual({ promotion, faults, usage: {} });
    // It neither holds nor is in the way of others.
    expect(await discounts()).toEqual([]);
    await promoted(shop, 'beside', { ...onlyBalls, coupon: 'BESIDE' });
    expect(await discounts(['BESIDE'])).toEqual(['beside 100']);
  });

  test('is put right by saving it', async () => {
    await promoted(shop, 'broken', { ...onlyBalls, coupon: 'RIGHT' });

    expect(await discounts(['RIGHT'])).toEqual(['broken 100']);
  });
});

describe('who may', () => {
  test('read promotions is whose key says so', async () => {
    for (const path of ['/v1/admin/promotions', promotionPath('beside')]) {
      expect((await shop.client.get(path, { as: READ_KEY })).status).toBe(200);
      expect((await shop.client.get(path, { as: WRITE_KEY })).status).toBe(403);
      expect((await shop.client.get(path)).status).toBe(401);
    }
  });

  test('change promotions is whose key says so', async () => {
    const path = promotionPath('mine');
    const body = promotionBody({ coupon: 'MINE' });
    const put = (key?: string) =>
      shop.client.send('PUT', path, { body, ...(key ? { as: key } : {}) });
    const remove = (key?: string) => shop.client.send('DELETE', path, key ? { as: key } : {});

    expect((await put()).status).toBe(401);
    expect((await put(READ_KEY)).status).toBe(403);
    expect((await put(WRITE_KEY)).status).toBe(201);
    expect((await remove()).status).toBe(401);
    expect((await remove(READ_KEY)).status).toBe(403);
    expect((await remove(WRITE_KEY)).status).toBe(204);
  });
});
