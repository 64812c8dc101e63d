import { describe, expect, test } from 'vitest';
import { problem } from './fake-shop.js';
import { csv, row, SMALL_FILE } from './sales-csv.js';
import { isDocument, isRefund, replayed, shop } from './setup.js';

const refundRequests = () => shop.received.filter(isRefund);

describe('a cancellation whose sale is in the file', () => {
  test('is refunded, after every sale was placed, and reconciled to the penny', async () => {
    const report = await replayed(SMALL_FILE);

    expect(report.refunds).toMatchObject({
      count: 1,
      lines: 1,
      linesMatched: 1,
      expected: { count: 1, netMinor: 2_034 },
      refunded: { count: 1, netMinor: 2_034 },
      failures: [],
      mismatches: [],
      otherPrice: { count: 0, differenceMinor: 0 },
      ok: true,
    });
    expect(report.ok).toBe(true);
    const [request] = refundRequests();
    expect(request?.idempotencyKey).toBe('replay:C536367:536365');
    expect(request?.body).toEqual({
      lines: [{ sku: '71053', quantity: 6 }],
      restock: true,
      reason: 'Cancellation C536367',
    });
  });

  test('done a second time gives nothing back twice', async () => {
    await replayed(SMALL_FILE);
    const { refunds, ok } = await replayed(SMALL_FILE);

    expect(ok).toBe(true);
    expect(refunds).toMatchObject({ replayed: 1, refunded: { count: 1, netMinor: 2_034 } });
    expect([...shop.orders.values()].flatMap((order) => order.refunds)).toHaveLength(1);
  });

  test('is asked about until the provider has answered', async () => {
    let asked = 0;
    shop.answerRefunds = (reply) => {
      for (const order of shop.orders.values()) {
        for (const refund of order.refunds) refund.state = 'pending';
      }
      return { ...reply, status: 202, body: { ...(reply.body as object), state: 'pending' } };
    };
    shop.disturb = ({ method, path }) => {
      if (method !== 'GET' || !/^\/v1\/orders\/[^/]+$/.test(path)) return undefined;
      asked += 1;
      const order = shop.orders.get(path.split('/').at(-1) ?? '');
      if (asked === 3) for (const refund of order?.refunds ?? []) refund.state = 'refunded';
      return undefined;
    };

    const { refunds } = await replayed(SMALL_FILE);

    expect(asked).toBe(3);
    expect(refunds).toMatchObject({ refunded: { count: 1 }, ok: true });
  });
});

describe('a difference', () => {
  test('of a penny in a refund is found and named', async () => {
    shop.answerRefunds = (reply) => ({
      ...reply,
      body: { ...(reply.body as object), totals: { net: 2_035 } },
    });
    const { refunds, ok } = await replayed(SMALL_FILE);

    expect(ok).toBe(false);
    expect(refunds.mismatches).toEqual([
      { invoice: 'C536367', expectedMinor: 2_034, netMinor: 2_035 },
    ]);
  });

  test('is a refund that was refused, with the refusal', async () => {
    shop.answerRefunds = () => problem(409, 'refund-exceeds');
    const { refunds, ok } = await replayed(SMALL_FILE);

    expect(ok).toBe(false);
    expect(refunds.failures).toMatchObject([
      { invoice: 'C536367', status: 409, problem: { type: 'refund-exceeds' } },
    ]);
  });

  test('is a refund whose sale was not placed: nothing is asked for', async () => {
    shop.disturb = ({ idempotencyKey }) =>
      idempotencyKey === 'replay:536365' ? problem(402, 'payment-declined') : undefined;
    const { refunds } = await replayed(SMALL_FILE);

    expect(refundRequests()).toEqual([]);
    expect(refunds).toMatchObject({
      ok: false,
      failures: [{ invoice: 'C536367', problem: { detail: expect.stringContaining('536365') } }],
    });
  });
});

test('refunds of one order follow each other, whatever the number of customers', async () => {
  const file = csv(
    row({ invoice: '1', quantity: 50 }),
    ...Array.from({ length: 20 }, (_, index) => row({ invoice: `C${index + 10}`, quantity: -1 })),
  );
  let underWay = 0;
  let most = 0;
  shop.disturb = (received) => {
    if (isRefund(received)) underWay += 1;
    most = Math.max(most, underWay);
    return undefined;
  };
  shop.answerRefunds = (reply) => {
    underWay -= 1;
    return reply;
  };

  const { refunds } = await replayed(file);

  expect(most).toBe(1);
  expect(refunds.refunded).toEqual({ count: 20, netMinor: 20 * 255 });
  expect(refundRequests().map(({ idempotencyKey }) => idempotencyKey)).toEqual(
    Array.from({ length: 20 }, (_, index) => `replay:C${index + 10}:1`),
  );
});

describe('invoices and credit notes', () => {
  test('are each asked for, once all is done', async () => {
    const report = await replayed(SMALL_FILE);

    expect(report.documents).toEqual({ invoices: 2, creditNotes: 1, failures: [] });
    const asked = shop.received.filter(isDocument).map(({ path }) => path);
    expect(asked.filter((path) => path.endsWith('/invoice.pdf')).toSorted()).toEqual([
      '/v1/orders/order-1/invoice.pdf',
      '/v1/orders/order-2/invoice.pdf',
    ]);
    expect(asked.at(-1)).toMatch(/^\/v1\/orders\/order-\d\/credit-notes\/1\.pdf$/);
    expect(asked).toHaveLength(3);
  });

  test('that are missing, or no PDF, are a difference', async () => {
    shop.disturb = ({ path }) => {
      if (path.includes('credit-notes')) return { status: 200, text: 'no document' };
      return path.endsWith('/invoice.pdf') ? problem(404, 'not-found') : undefined;
    };
    const report = await replayed(SMALL_FILE);

    expect(report.ok).toBe(false);
    expect(report.documents).toMatchObject({ invoices: 0, creditNotes: 0 });
    expect(report.documents.failures.map(({ status }) => status)).toEqual([404, 404, 200]);
  });
});
