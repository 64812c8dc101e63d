// Keys of operators: made, listed, rotated, revoked, and what each of them opens.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashKey } from '../../src/http/access.js';
import { OPERATOR_KEY as as, type Json } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { T0 } from '../support/store-orders.js';
import { until } from '../support/until.js';

const EXPIRED = 'a-key-whose-time-is-over';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop(
    {},
    {
      prepare: (store) =>
        store.putOperatorKey({
          id: 'expired',
          name: 'Last year',
          scopes: ['stock:read'],
          hash: hashKey(EXPIRED),
          expiresAt: T0 + 1,
          at: T0,
        }),
    },
  );
});
afterAll(() => shop.end());

interface Made {
  id: string;
  key: string;
  [member: string]: unknown;
}

const keys = '/v1/admin/keys';
const make = async (scopes: string[], more: Json = {}): Promise<Made> => {
  const made = await shop.client.post<Made>(keys, { as, body: { name: 'Test', scopes, ...more } });
  expect(made.status).toBe(201);
  return made.body;
};
const stockWith = (key: string) => shop.client.get('/v1/admin/stock/MUG-BLUE', { as: key });
const rotate = (id: string, body?: Json, key = as) =>
  shop.client.post<Made>(`${keys}/${id}/rotate`, { as: key, ...(body ? { body } : {}) });
const revoke = (id: string, key = as) => shop.client.send('DELETE', `${keys}/${id}`, { as: key });

describe('a new key', () => {
  test('opens what its scopes name, and nothing else', async () => {
    const { key } = await make(['stock:read']);

    expect((await stockWith(key)).status).toBe(200);
    expect((await shop.client.get('/v1/admin/pools', { as: key })).status).toBe(403);
  });

  test('is shown once, to nobody who stores answers, and kept as a hash', async () => {
    const answer = await shop.client.post<Made>(keys, {
      as,
      body: { name: 'Once', scopes: ['stock:read'] },
    });
    const list = await shop.client.get(`${keys}?limit=100`, { as });

    expect(answer.headers['cache-control']).toContain('no-store');
    expect(list.text).toContain(answer.body.id);
    expect(list.text).not.toContain(answer.body.key);
    expect(list.text).not.toContain(hashKey(answer.body.key));
  });

  test('cannot have scopes that its maker lacks', async () => {
    const { key } = await make(['keys:write', 'stock:read']);
    const body = (scopes: string[]) => ({ as: key, body: { name: 'More', scopes } });

    expect((await shop.client.post(keys, body(['stock:read']))).status).toBe(201);
    for (const scope of ['stock:write', '*']) {
      expect(await shop.client.post(keys, body([scope]))).toMatchObject({
        status: 403,
        body: { type: '/problems/forbidden' },
      });
    }
  });

  test.each([
    [{ name: 'x', scopes: [] }, '/scopes'],
    [{ name: 'x', scopes: ['stock:eat'] }, '/scopes/0'],
    [{ name: '', scopes: ['stock:read'] }, '/name'],
    [{ name: 'x', scopes: ['stock:read'], expiresAt: 'tomorrow' }, '/expiresAt'],
    [{ name: 'x', scopes: ['stock:read'], expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    // January in one country and December in another.
    [{ name: 'x', scopes: ['stock:read'], expiresAt: '12/01/2096' }, '/expiresAt'],
    [{ name: 'x', scopes: ['stock:read'], expiresAt: '2096-02-30T00:00:00Z' }, '/expiresAt'],
    [{ name: 'x', scopes: ['stock:read'], key: 'mine' }, '/key'],
  ])('of %j is refused, with a pointer to the mistake', async (body, pointer) => {
    const answer = await shop.client.post(keys, { as, body });

    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });
});

describe('a key that was used', () => {
  test('says so in the list', async () => {
    const { id, key } = await make(['stock:read']);
    await stockWith(key);

    await until('its use', async () => {
      const { body } = await shop.client.get<{ items: Json[] }>(`${keys}?limit=100`, { as });
      return body.items.find((one) => one.id === id)?.lastUsedAt !== null;
    });
  });
});

describe('a rotated key', () => {
  test('opens with both secrets during its grace', async () => {
    const { id, key } = await make(['stock:read']);
    const rotated = await rotate(id, { graceSeconds: 3_600 });

    expect(rotated.status).toBe(200);
    expect((await stockWith(rotated.body.key)).status).toBe(200);
    expect((await stockWith(key)).status).toBe(200);
  });

  test('opens with the new secret only when there is no grace', async () => {
    const { id, key } = await make(['stock:read']);
    const rotated = await rotate(id, { graceSeconds: 0 });

    expect((await stockWith(rotated.body.key)).status).toBe(200);
    expect(await stockWith(key)).toMatchObject({
      status: 401,
      body: { type: '/problems/key-expired' },
    });
  });

  test('that may more than the caller is not handed to them', async () => {
    const { id, key } = await make(['*']);
    const { key: lesser } = await make(['keys:write']);

    expect((await rotate(id, undefined, lesser)).status).toBe(403);
    expect((await revoke(id, lesser)).status).toBe(403);
    expect((await stockWith(key)).status).toBe(200);
  });
});

describe('a revoked key', () => {
  test('opens nothing any more, says so, and stays in the list', async () => {
    const { id, key } = await make(['stock:read']);
    const rotated = await rotate(id, { graceSeconds: 3_600 });

    const revoked = await revoke(id);

    expect(revoked).toMatchObject({ status: 200, body: { id, revokedAt: expect.any(String) } });
    for (const secret of [key, rotated.body.key]) {
      expect(await stockWith(secret)).toMatchObject({
        status: 401,
        body: { type: '/problems/key-revoked' },
      });
    }
    expect((await revoke(id)).status).toBe(404);
    expect((await rotate(id)).status).toBe(404);
  });
});

test('a key whose time is over says when it ended', async () => {
  expect(await stockWith(EXPIRED)).toMatchObject({
    status: 401,
    body: { type: '/problems/key-expired', expiredAt: new Date(T0 + 1).toISOString() },
  });
});
