import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { problem, type Received } from './fake-shop.js';
import { SMALL_FILE } from './sales-csv.js';
import { isOrder, replayed, shop, waits } from './setup.js';

/** Answers the first `times` requests that match with `give`, and leaves the rest to the shop. */
function firstTimes<Given>(times: number, matches: (r: Received) => boolean, give: () => Given) {
  let left = times;
  return (received: Received): Given | undefined => {
    if (left === 0 || !matches(received)) return undefined;
    left -= 1;
    return give();
  };
}

describe('a busy engine', () => {
  test.each([
    ['503', problem(503, 'overloaded', { 'retry-after': '0' })],
    ['429', problem(429, 'too-many-requests', { 'retry-after': '0' })],
    ['409 for a key still worked on', problem(409, 'request-in-progress', { 'retry-after': '0' })],
    ['the same by URI', problem(409, '/problems/request-in-progress', { 'retry-after': '0' })],
  ])('that answers %s is asked again', async (_name, reply) => {
    shop.disturb = firstTimes(
      5,
      () => true,
      () => reply,
    );
    const report = await replayed(SMALL_FILE);

    expect(report.ok).toBe(true);
    expect(waits).toEqual([0, 0, 0, 0, 0]);
  });

  test('is asked again when it says, but within ten seconds', async () => {
    const delays = ['2', '3600', 'Thu, 01 Jan 1970 00:00:00 GMT', 'soon'];
    shop.disturb = firstTimes(4, isOrder, () =>
      problem(503, 'overloaded', { 'retry-after': delays.shift() ?? '' }),
    );
    await replayed(SMALL_FILE, { customers: 1 });

    expect(waits).toEqual([2_000, 10_000, 0, 1_000]);
  });

  test('that stays busy fails the order in the end', async () => {
    shop.disturb = (received) =>
      received.idempotencyKey === 'replay:536366' ? problem(503, 'overloaded') : undefined;
    const report = await replayed(SMALL_FILE);

    expect(report.failures).toEqual([
      { invoice: '536366', status: 503, problem: { type: 'overloaded', title: 'overloaded' } },
    ]);
    expect(shop.orderRequests()).toHaveLength(101);
  });
});

describe('a connection that breaks', () => {
  test('before the work is tried again', async () => {
    shop.disturb = firstTimes(3, isOrder, () => 'hang up' as const);
    const report = await replayed(SMALL_FILE, { customers: 1 });

    expect(report.ok).toBe(true);
    expect(waits).toEqual([100, 200, 400]);
  });

  test('after the work brings the same order, not a second one', async () => {
    const lose = firstTimes(1, isOrder, () => true);
    shop.loseAnswer = (received) => lose(received) ?? false;
    const report = await replayed(SMALL_FILE);

    expect(report).toMatchObject({ ok: true, replayed: 1 });
    expect(shop.orders.size).toBe(2);
  });

  test('while stock is added does not add it twice', async () => {
    const isDelta = ({ method, path }: Received) => method === 'POST' && path.includes('/stock/');
    const lose = firstTimes(3, isDelta, () => true);
    shop.loseAnswer = (received) => lose(received) ?? false;
    const report = await replayed(SMALL_FILE);

    expect(report.ok).toBe(true);
    // What was missing, and the six pieces of 71053 that came back since.
    expect([...shop.available.values()].toSorted()).toEqual([0, 0, 6]);
  });

  test('for good is a failure of that order alone', async () => {
    shop.disturb = ({ idempotencyKey }) =>
      idempotencyKey === 'replay:536365' ? 'hang up' : undefined;
    const report = await replayed(SMALL_FILE);

    expect(report).toMatchObject({ ok: false, placed: { count: 1 }, difference: { count: 1 } });
    expect(report.failures).toMatchObject([{ invoice: '536365', status: null }]);
  });

  test('from the start ends the replay', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    closed.close();
    await once(closed, 'close');

    const url = `http://127.0.0.1:${port}`;
    await expect(replayed(SMALL_FILE, { url })).rejects.toThrow(/no answer: .*ECONNREFUSED/);
  });
});

describe('a payment whose outcome is not known yet', () => {
  /** Every order is placed, answered as pending, and found in `states` by one poll after another. */
  function pendingThen(...states: string[]): void {
    shop.disturb = (received) => {
      if (received.method !== 'GET' || !/^\/v1\/orders\/[^/]+$/.test(received.path)) {
        return undefined;
      }
      const order = shop.orders.get(received.path.split('/').at(-1) ?? '');
      return { status: 200, body: { ...order, state: states.shift() ?? 'confirmed' } };
    };
    shop.answerOrders = (reply) => ({ ...reply, status: 202, body: { state: 'payment-pending' } });
  }

  test('is polled until it settles', async () => {
    pendingThen('payment-pending', 'payment-pending');
    const report = await replayed(SMALL_FILE, { customers: 1 });

    expect(report).toMatchObject({ ok: true, placed: { count: 2, netMinor: 3_577 } });
    expect(waits).toEqual([100, 200, 400, 100]);
  });

  test('fails the order when the money was not taken', async () => {
    pendingThen('failed');
    const report = await replayed(SMALL_FILE, { customers: 1 });

    expect(report).toMatchObject({ ok: false, difference: { count: 1, netMinor: 3_564 } });
    expect(report.failures).toMatchObject([
      { invoice: '536365', status: 200, problem: { state: 'failed' } },
    ]);
  });

  test('is given up when it never settles', async () => {
    pendingThen(...Array<string>(300).fill('payment-pending'));
    const report = await replayed(SMALL_FILE);

    expect(report.failures.map(({ invoice }) => invoice)).toEqual(['536365', '536366']);
    expect(waits).toHaveLength(200);
  });
});
