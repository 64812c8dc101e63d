import { describe, expect, test } from 'vitest';
import { problem } from './fake-shop.js';
import { csv, row, SMALL_FILE } from './sales-csv.js';
import { isDocument, isOrder, isRefund, replayed, shop } from './setup.js';

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

const manyProducts = csv(
  ...Array.from({ length: 64 }, (_, index) => row({ invoice: '536365', sku: `S${index}` })),
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
    // Just enough was added: what was missing, not the demand a second time. Six came back since.
    expect(Object.fromEntries(shop.available)).toEqual({
      '85123A': 0,
      'BANK CHARGES': 0,
      '71053': 6,
    });
    const firstOrder = shop.received.findIndex(isOrder);
    const since = shop.received.slice(firstOrder);
    const kinds = since.map((one) =>
      isOrder(one) ? 'order' : isRefund(one) ? 'refund' : one.path,
    );
    expect(kinds.slice(0, 3)).toEqual(['order', 'order', 'refund']);
    expect(since.slice(3).every(isDocument)).toBe(true);
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

  test('keeps 64 customers buying and tells of each order and invoice', async () => {
    const seen: number[] = [];
    const report = await replayed(manySales, { progress: (done, total) => seen.push(done, total) });

    expect(report).toMatchObject({ ok: true, placed: { count: 100, netMinor: 26_100 } });
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => [index + 1, 200]).flat());
  });

  test('done a second time places nothing twice', async () => {
    await replayed(SMALL_FILE);
    const second = await replayed(SMALL_FILE);

    expect(second).toMatchObject({ ok: true, replayed: 2, placed: { count: 2 } });
    expect(shop.orders.size).toBe(2);
  });

  test('reaches a shop that lives below a path', async () => {
    shop.base = '/shop';
    await expect(replayed(SMALL_FILE)).rejects.toThrow('answered 404');
    const report = await replayed(SMALL_FILE, { url: `${shop.url}/shop` });
    expect(report.ok).toBe(true);
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

test('an abort ends the pauses of a busy engine, and many pausing workers raise no warning', async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on('warning', listen);
  const abort = new AbortController();
  shop.disturb = () => {
    if (shop.received.length === 64) abort.abort(new Error('enough'));
    return problem(503, 'overloaded', { 'retry-after': '9' });
  };

  // The real pause, which outlasts the test's five seconds unless the abort ends it.
  const ended = replayed(manyProducts, { signal: abort.signal, wait: undefined });
  await expect(ended).rejects.toThrow('enough');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', listen);
  expect(warnings).toEqual([]);
}, 5_000);
