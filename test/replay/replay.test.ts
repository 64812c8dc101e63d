import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ReplayOptions, type ReplayReport, replay } from '../../src/replay/replay.js';
import { FakeShop, KEY, problem, type Received } from './fake-shop.js';
import { csv, row, SalesDirectory, SMALL_FILE } from './sales-csv.js';

let directory: SalesDirectory;
let shop: FakeShop;
let waits: number[];

beforeAll(async () => {
  directory = await SalesDirectory.create();
});
afterAll(() => directory.remove());

beforeEach(async () => {
  shop = await FakeShop.start();
  waits = [];
});
afterEach(() => shop.stop());

async function replayed(content: string, more: Partial<ReplayOptions> = {}): Promise<ReplayReport> {
  return replay({
    file: await directory.write(content),
    url: shop.url,
    operatorKey: KEY,
    wait: async (delayMs) => void waits.push(delayMs),
    ...more,
  });
}

const isOrder = ({ method, path }: Received) => method === 'POST' && path === '/v1/orders';

/** Answers the first `times` requests that match with `give`, and leaves the rest to the shop. */
function firstTimes<Given>(times: number, matches: (r: Received) => boolean, give: () => Given) {
  let left = times;
  return (received: Received): Given | undefined => {
    if (left === 0 || !matches(received)) return undefined;
    left -= 1;
    return give();
  };
}

const manySales = csv(
  ...Array.from({ length: 300 }, (_, index) =>
    row({
      invoice: `${536_365 + (index % 100)}`,
      sku: `S${index % 7}`,
      price: '0.29',
      quantity: 3,
    }),
  ),
);

describe('a replay', () => {
  test('places every sale and finds no difference', async () => {
    const report = await replayed(SMALL_FILE);

    expect(report).toMatchObject({
      rows: 7,
      sales: { count: 2, sum: '35.765', netMinor: 3_577 },
      invoicesWithoutSale: 3,
      countryNotKnown: 0,
      products: 3,
      customers: 1,
      placed: { count: 2, netMinor: 3_577 },
      replayed: 0,
      failures: [],
      difference: { count: 0, netMinor: 0, sales: [] },
      ok: true,
    });
    expect(shop.netMinor).toBe(3_577);
  });

  test('prepares articles, stock and customers first', async () => {
    shop.available.set('71053', 2);
    await replayed(SMALL_FILE);

    expect(shop.products.get('BANK CHARGES')).toEqual({
      name: 'BANK CHARGES',
      category: 'Replay',
      taxCategory: 'standard',
      prices: { GBP: '0.125' },
    });
    expect(shop.customers.get('17850')).toEqual({
      email: 'customer-17850@example.invalid',
      name: 'Customer 17850',
    });
    // Just enough was added: what was missing, not the demand a second time.
    expect([...shop.available.values()]).toEqual([0, 0, 0]);
    const firstOrder = shop.received.findIndex(isOrder);
    expect(shop.received.slice(firstOrder).every(isOrder)).toBe(true);
  });

  test('sends an order with its prices, its buyer and a key of its invoice', async () => {
    await replayed(SMALL_FILE, { customers: 1 });
    const [known, guest] = shop.orderRequests();

    expect(known?.idempotencyKey).toBe('replay:536365');
    expect(known?.body).toEqual({
      customer: {
        id: '17850',
        email: 'customer-17850@example.invalid',
        name: 'Customer 17850',
      },
      currency: 'GBP',
      priceBasis: 'net',
      lines: [
        { sku: '85123A', quantity: 6, unitPrice: '2.55' },
        { sku: '71053', quantity: 6, unitPrice: '3.39' },
      ],
      shippingMethod: 'pickup',
      shippingAddress: {
        name: 'Customer 17850',
        line1: 'Replay',
        city: 'United Kingdom',
        postalCode: '-',
        country: 'GB',
      },
      payment: { method: 'simulated', token: 'tok_approve' },
    });
    expect(guest?.body.customer).toEqual({
      email: 'guest-536366@example.invalid',
      name: 'Guest 536366',
    });
  });

  test('keeps 64 customers buying and tells of each order', async () => {
    const seen: number[] = [];
    const report = await replayed(manySales, { progress: (done, total) => seen.push(done, total) });

    expect(report).toMatchObject({ ok: true, placed: { count: 100, netMinor: 26_100 } });
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => [index + 1, 100]).flat());
  });

  test('done a second time places nothing twice', async () => {
    await replayed(SMALL_FILE);
    const second = await replayed(SMALL_FILE);

    expect(second).toMatchObject({ ok: true, replayed: 2, placed: { count: 2 } });
    expect(shop.orders.size).toBe(2);
  });

  test('reaches a shop that lives below a path', async () => {
    shop.disturb = ({ path }) => (path.startsWith('/shop/v1/') ? undefined : problem(404, 'path'));
    await expect(replayed(SMALL_FILE)).rejects.toThrow('answered 404');
    await expect(replayed(SMALL_FILE, { url: `${shop.url}/shop` })).rejects.toThrow(
      'has no "available"',
    );
  });
});

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
    expect([...shop.available.values()]).toEqual([0, 0, 0]);
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
      if (received.method !== 'GET' || !received.path.startsWith('/v1/orders/')) return undefined;
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

describe('a difference', () => {
  test('of a single penny is found and named', async () => {
    shop.answerOrders = (reply, { idempotencyKey }) =>
      idempotencyKey === 'replay:536365' ? withNet(reply, 3_563) : reply;
    const report = await replayed(SMALL_FILE);

    expect(report).toMatchObject({
      ok: false,
      failures: [],
      difference: {
        count: 0,
        netMinor: 1,
        sales: [{ invoice: '536365', expectedMinor: 3_564, netMinor: 3_563 }],
      },
    });
  });

  test('is found though two wrong amounts cancel out', async () => {
    const nets: Record<string, number> = { 'replay:536365': 3_565, 'replay:536366': 12 };
    shop.answerOrders = (reply, { idempotencyKey = '' }) => withNet(reply, nets[idempotencyKey]);
    const report = await replayed(SMALL_FILE);

    expect(report.difference.netMinor).toBe(0);
    expect(report.difference.sales).toHaveLength(2);
    expect(report.ok).toBe(false);
  });

  test('is an order that was refused, with the refusal', async () => {
    shop.disturb = ({ idempotencyKey }) =>
      idempotencyKey === 'replay:536365' ? problem(402, 'payment-declined') : undefined;
    const report = await replayed(SMALL_FILE);

    expect(report).toMatchObject({
      ok: false,
      placed: { count: 1 },
      failures: [{ invoice: '536365', status: 402, problem: { type: 'payment-declined' } }],
      difference: { count: 1, netMinor: 3_564, sales: [] },
    });
  });

  test.each([
    ['no totals', {}],
    ['an amount that is no integer', { state: 'confirmed', totals: { net: '35.64' } }],
    ['a cancelled order', { state: 'cancelled', totals: { net: 3_564 } }],
  ])('is a 201 with %s', async (_name, body) => {
    shop.answerOrders = (reply) => ({ ...reply, body });
    const report = await replayed(SMALL_FILE);

    expect(report.failures).toHaveLength(2);
    expect(report.ok).toBe(false);
  });

  function withNet<Given extends object>(reply: Given, net: number | undefined): Given {
    return { ...reply, body: { state: 'confirmed', totals: { net } } };
  }
});

describe('nothing is placed', () => {
  test('when the last line of the file is faulty', async () => {
    const faulty = `${SMALL_FILE}\n${row({ invoice: '536370', price: 'abc' })}`;
    await expect(replayed(faulty)).rejects.toThrow(/line 9: UnitPrice "abc" is not a number$/);
    expect(shop.received).toEqual([]);
  });

  test('when the key is refused', async () => {
    await expect(replayed(SMALL_FILE, { operatorKey: 'wrong' })).rejects.toThrow('answered 401');
    expect(shop.orderRequests()).toEqual([]);
  });

  test.each([0, 1.5, 2_000])('for %s customers', async (customers) => {
    await expect(replayed(SMALL_FILE, { customers })).rejects.toThrow('customers must be');
  });
});

test('an abort ends the replay with its reason, and no request follows', async () => {
  const abort = new AbortController();
  const progress = (done: number) => done === 10 && abort.abort(new Error('enough'));
  const ended = replayed(manySales, { customers: 4, signal: abort.signal, progress });

  await expect(ended).rejects.toThrow('enough');
  const count = shop.received.length;
  await new Promise((resolve) => setImmediate(resolve));
  expect(shop.received.length).toBeLessThanOrEqual(count + 4);
  expect(shop.orders.size).toBeLessThan(20);
});
