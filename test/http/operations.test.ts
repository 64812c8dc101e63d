// What those who run the server ask of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problems } from '../../src/core/problems.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

describe('a server that runs', () => {
  test('is alive and ready', async () => {
    const { client } = shop;

    expect(await client.get('/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await client.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('listens on a port of its own and knows its address', async () => {
    const { port, hostname } = new URL(shop.engine.url);

    expect(hostname).toBe('127.0.0.1');
    expect(Number(port)).toBeGreaterThan(0);
  });
});

describe('the documentation of problems', () => {
  test('is served under the very path that each problem names', async () => {
    for (const [type, { status, title }] of Object.entries(problems)) {
      const page = await shop.client.get(`/problems/${type}`);
      expect(page).toMatchObject({
        status: 200,
        body: { type: `/problems/${type}`, status, title },
      });
    }
  });

  test('has nothing under other paths', async () => {
    for (const type of ['bad-weather', '__proto__', 'constructor']) {
      expect((await shop.client.get(`/problems/${type}`)).status).toBe(404);
    }
  });
});
