// Repeated requests under an Idempotency-Key.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashKey } from '../../src/http/access.js';
import { OPERATOR_KEY, of, orderBody, paidWith } from '../support/http-client.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { readFrom } from '../support/sqlite-store.js';
import { T0 } from '../support/store-orders.js';

const SECOND_KEY = 'the-key-of-another-operator';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop(
    { PAYMENT_TIMEOUT_MS: '800' },
    {
      prepare: (store) =>
        store.putOperatorKey({
          id: 'second',
          name: 'second',
          scopes: ['*'],
          hash: hashKey(SECOND_KEY),
          at: T0,
        }),
    },
  );
});
afterAll(() => shop.end());

const charges = (): number =>
  readFrom(
    join(shop.dataDir, 'simulated-payments.db'),
    (db) => db.prepare<[], number>('select count(*) from charges').pluck().get() as number,
  );

describe('a key that is used again', () => {
  test('gets the very same answer, marked as a repetition', async () => {
    const { client } = shop;
    await client.stocked('I-SAME', 5);
    const body = orderBody(of('I-SAME'));

    const first = await client.place(body, { key: 'same' });
    const again = await client.place(body, { key: 'same' });

    expect(first.status).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again.status).toBe(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers.location).toBe(first.headers.location);
    expect(again.text).toBe(first.text);
    expect(await client.stock('I-SAME')).toEqual({ onHand: 4, reserved: 0 });
  });

  test('gets the first answer, though the order has changed since', async () => {
    const { client } = shop;
    const body = orderBody();
    const first = await client.place(body, { key: 'changed' });
    await client.post(`/v1/orders/${first.body.id}/cancel`, { as: first.body.accessToken });

    const again = await client.place(body, { key: 'changed' });

    expect(again.text).toBe(first.text);
    expect(again.body.state).toBe('confirmed');
  });

  test('may have the fields of its body in another order', async () => {
    const { client } = shop;
    const body = orderBody();
    const turned = Object.fromEntries(Object.entries(body).reverse());
    const first = await client.place(body, { key: 'turned' });

    const again = await client.place(turned, { key: 'turned' });

    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.text).toBe(first.text);
  });

  test('is refused with another body, and does nothing', async () => {
    const { client } = shop;
    await client.stocked('I-OTHER', 5);
    await client.place(orderBody(of('I-OTHER')), { key: 'other' });

    const refused = await client.place(orderBody(of('I-OTHER', 2)), { key: 'other' });

    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ type: '/problems/idempotency-key-reused', status: 422 });
    expect(await client.stock('I-OTHER')).toEqual({ onHand: 4, reserved: 0 });
  });

  test('belongs to its caller: nobody can replay somebody else’s answer', async () => {
    const { client } = shop;
    const body = orderBody();

    const placed = [
      await client.place(body, { key: 'shared' }),
      await client.place(body, { key: 'shared', as: OPERATOR_KEY }),
      await client.place(body, { key: 'shared', as: SECOND_KEY }),
    ];

    expect(placed.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(placed.map((answer) => answer.body.id)).size).toBe(3);
    expect(placed.some(({ headers }) => 'idempotent-replayed' in headers)).toBe(false);
  });

  test('of one letter more is another key', async () => {
    const { client } = shop;
    const [a, b] = ['k'.repeat(255), 'k'.repeat(254)];

    const first = await client.place(orderBody(), { key: a });
    const second = await client.place(orderBody(), { key: b });

    expect(first.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
  });
});

describe('copies that arrive at once', () => {
  test('make one order and one charge; each gets that order or hears that it is under way', async () => {
    const { client } = shop;
    await client.stocked('I-COPIES', 50);
    const body = orderBody(of('I-COPIES'));
    const before = charges();

    const copies = await Promise.all(
      Array.from({ length: 50 }, () => client.place(body, { key: 'copies' })),
    );

    const done = copies.filter(({ status }) => status === 201);
    const waiting = copies.filter(({ status }) => status === 409);
    expect(done.length).toBeGreaterThan(0);
    expect(done.length + waiting.length).toBe(50);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(done.filter(({ headers }) => !('idempotent-replayed' in headers))).toHaveLength(1);
    for (const copy of waiting) {
      expect(copy.body.type).toBe('/problems/request-in-progress');
      expect(Number(copy.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(charges()).toBe(before + 1);
    expect(await client.stock('I-COPIES')).toEqual({ onHand: 49, reserved: 0 });
    expect((await client.place(body, { key: 'copies' })).text).toBe(done[0]?.text);
  });

  test('for the last piece all get it, or hear that it is under way', async () => {
    // Late copies find the key free and, a little later, the piece held: by their own order.
    const slow = await startShop({ STEP_DELAYS_MS: 'stock=150' });
    try {
      const { client } = slow;
      await client.stocked('I-LAST', 1);
      const copies: ReturnType<typeof client.place>[] = [];
      for (let n = 0; n < 40; n += 1) {
        copies.push(client.place(orderBody(of('I-LAST')), { key: 'last' }));
        await client.get('/livez');
      }

      const placed = await Promise.all(copies);

      const refused = placed.filter(({ status }) => status !== 201);
      expect(refused.length).toBeLessThan(placed.length);
      for (const { body } of refused) expect(body.type).toBe('/problems/request-in-progress');
      expect(await client.stock('I-LAST')).toEqual({ onHand: 0, reserved: 0 });
    } finally {
      await slow.end();
    }
  });
});

describe('a refusal under a key', () => {
  test('is given again: 402', async () => {
    const { client } = shop;
    await client.stocked('I-402', 5);
    const body = paidWith('tok_decline', of('I-402'));
    const before = charges();

    const first = await client.place(body, { key: '402' });
    const again = await client.place(body, { key: '402' });

    expect([first.status, again.status]).toEqual([402, 402]);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(again.text).toBe(first.text);
    expect(charges()).toBe(before + 1);
    expect(await client.stock('I-402')).toEqual({ onHand: 5, reserved: 0 });
  });

  test('is given again though the goods are back: 409', async () => {
    const { client } = shop;
    await client.stocked('I-409', 0);
    const body = orderBody(of('I-409'));
    const first = await client.place(body, { key: '409' });
    await client.stocked('I-409', 5);

    const again = await client.place(body, { key: '409' });

    expect([first.status, again.status]).toEqual([409, 409]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.text).toBe(first.text);
    expect((await client.place(body, { key: '409 anew' })).status).toBe(201);
  });

  test('is given again though the article is there now: 422', async () => {
    const { client } = shop;
    const body = orderBody(of('I-422'));
    const first = await client.place(body, { key: '422' });
    await client.stocked('I-422', 5);

    const again = await client.place(body, { key: '422' });

    expect([first.status, again.status]).toEqual([422, 422]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.text).toBe(first.text);
  });

  test('is not kept when the request was malformed or not allowed: the key is still free', async () => {
    const { client } = shop;
    const wrong = { ...orderBody(), currency: 'XXX' };
    const forbidden = orderBody({ priceBasis: 'net' });

    const refused = [
      await client.place(wrong, { key: 'free' }),
      await client.place(forbidden, { key: 'free' }),
    ];
    const placed = await client.place(orderBody(), { key: 'free' });

    expect(refused.map(({ status }) => status)).toEqual([400, 403]);
    expect(placed.status).toBe(201);
    expect(placed.headers).not.toHaveProperty('idempotent-replayed');
  });
});

describe('a payment that is not known, under a key', () => {
  test('is answered 202 again, also when the order has settled', async () => {
    const { client } = shop;
    const body = paidWith('tok_timeout_charged');
    const first = await client.place(body, { key: '202' });
    await settled(shop, first.body.id, 'confirmed');

    const again = await client.place(body, { key: '202' });

    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers.location).toBe(`/v1/orders/${first.body.id}`);
    expect(again.text).toBe(first.text);
  });
});
