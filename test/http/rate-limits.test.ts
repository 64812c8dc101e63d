// How often whom may call: by key, session and address; and what is told of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Buckets } from '../../src/http/rate-limits.js';
import { readTrustProxy } from '../../src/http/trust-proxy.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { type Person, signedIn } from '../support/people.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let person: Person;

beforeAll(async () => {
  shop = await startShop(
    { RATE_LIMIT: 'orders=2,quotes=3,reads=2', TRUST_PROXY: 'true' },
    {
      prepare: async (store) => {
        person = await signedIn(store, 'busy');
      },
    },
  );
});
afterAll(() => shop.end());

const from = (address: string) => ({ 'x-forwarded-for': address });
const readFrom = (headers: Record<string, string>) => shop.client.get('/v1/products', { headers });

describe('a caller', () => {
  test('is told how many requests are left, and refused when there are none', async () => {
    const place = () => shop.client.place(orderBody(), { headers: from('192.0.2.1') });
    const first = await place();
    const second = await place();
    const third = await place();

    expect([first.status, second.status, third.status]).toEqual([201, 201, 429]);
    expect(first.headers['ratelimit-policy']).toBe('"orders";q=2;w=60');
    expect(first.headers.ratelimit).toMatch(/^"orders";r=1;t=\d+$/);
    expect(third.headers.ratelimit).toMatch(/^"orders";r=0;t=\d+$/);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    expect(third.body).toMatchObject({
      type: '/problems/too-many-requests',
      policy: 'orders',
      limit: 2,
      retryAfterSeconds: Number(third.headers['retry-after']),
    });
  });

  test('is not refused for what another address does', async () => {
    for (let count = 0; count < 3; count += 1) await readFrom(from('192.0.2.2'));

    expect((await readFrom(from('192.0.2.2'))).status).toBe(429);
    expect((await readFrom(from('192.0.2.3'))).status).toBe(200);
  });

  test('cannot become somebody else by writing addresses before that of the proxy', async () => {
    for (let count = 0; count < 3; count += 1)
      await readFrom(from(`198.51.100.${count}, 192.0.2.4`));

    expect((await readFrom(from('198.51.100.9, 192.0.2.4'))).status).toBe(429);
  });

  test('is the whole network of 64 bits where addresses are of IPv6', async () => {
    for (let count = 0; count < 3; count += 1) await readFrom(from(`2001:db8:1:2::${count}`));

    expect((await readFrom(from('2001:db8:1:2:ffff::1'))).status).toBe(429);
    expect((await readFrom(from('2001:db8:1:3::1'))).status).toBe(200);
  });

  test.each([
    ['192.0.2.9', '192.0.2.9:50'],
    ['[2001:db8:1:5::1]', '[2001:db8:1:5::1]:50'],
  ])('is one whatever port the proxy adds to its address: %s', async (address, withPort) => {
    for (let count = 0; count < 3; count += 1) await readFrom(from(`${withPort}${count}`));

    expect((await readFrom(from(`${withPort}9`))).status).toBe(429);
    expect((await readFrom(from(address))).status).toBe(429);
  });

  test('counts by its key wherever it comes from, and keys have limits of their own', async () => {
    const headers = { authorization: `Bearer ${OPERATOR_KEY}`, ...from('192.0.2.5') };
    const answers = await Promise.all(Array.from({ length: 9 }, () => readFrom(headers)));

    expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200));
    expect(answers[0]?.headers['ratelimit-policy']).toBe('"reads";q=60000;w=60');
  });

  test('counts by its session wherever it comes from', async () => {
    const read = (address: string) => readFrom({ ...person.headers, ...from(address) });
    await read('192.0.2.6');
    await read('192.0.2.7');

    expect((await read('192.0.2.8')).status).toBe(429);
  });

  test('that guesses at keys counts by its address', async () => {
    const guess = (key: string) =>
      readFrom({ authorization: `Bearer ${key}`, ...from('192.0.2.9') });
    await guess('guess-1');
    await guess('guess-2');

    expect((await guess('guess-3')).status).toBe(429);
  });

  test('gets through to probes and webhooks however often', async () => {
    const probe = () => shop.client.get('/livez', { headers: from('192.0.2.10') });
    const answers = await Promise.all(Array.from({ length: 9 }, probe));

    expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200));
  });
});

describe('buckets', () => {
  test('stay within their memory, however many callers there are', () => {
    const buckets = new Buckets(1_000);
    const rule = { limit: 5, windowMs: 60_000 };
    for (let caller = 0; caller < 50_000; caller += 1) buckets.take(`c${caller}`, rule, 1_000);

    expect(buckets.size).toBeLessThanOrEqual(1_000);
  });

  test('remember whoever keeps calling, although many others do', () => {
    const buckets = new Buckets(1_000);
    const rule = { limit: 5, windowMs: 60_000 };
    let allowed = 0;
    for (let caller = 0; caller < 5_000; caller += 1) {
      buckets.take(`c${caller}`, rule, 1_000);
      if (caller % 100 === 0 && buckets.take('busy', rule, 1_000).isAllowed) allowed += 1;
    }

    expect(allowed).toBe(5);
  });
});

describe('the setting TRUST_PROXY', () => {
  test.each(['yes', '0', '11', '10.0.0.0/33', '10.0.0', '::/129', ''])('refuses %j', (text) => {
    expect(readTrustProxy(text)).toBeNull();
  });

  test('is nobody, a number of proxies, or networks', () => {
    expect(readTrustProxy('false')).toBe(false);
    expect(readTrustProxy('10.0.0.0/8, ::1')).toEqual(['10.0.0.0/8', '::1']);
    const two = readTrustProxy('2') as (address: string, hop: number) => boolean;
    expect([two('', 0), two('', 1), two('', 2)]).toEqual([true, true, false]);
  });
});
