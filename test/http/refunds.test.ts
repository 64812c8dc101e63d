// Giving back what was paid: in parts, whole, and by a provider that does not always answer.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RefundView } from '../../src/core/refund-view.js';
import { type Json, OPERATOR_KEY, of, orderBody, paidWith } from '../support/http-client.js';
import { pdfText } from '../support/pdf-text.js';
import { atRest, settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { readFrom, writeTo } from '../support/sqlite-store.js';
import { until } from '../support/until.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({ PAYMENT_TIMEOUT_MS: '1000' });
});
afterAll(() => shop.end());

let made = 0;

/** A paid order of so many pieces at 10.00 EUR and 4.90 EUR of shipping. */
async function paid(quantity: number, token = 'tok_approve') {
  made += 1;
  const sku = `R-${made}`;
  await shop.client.stocked(sku, 10);
  const body = paidWith(token, { ...of(sku, quantity), shippingMethod: 'standard' });
  const placed = await shop.client.place(body);
  expect(placed.status).toBe(201);
  return { sku, id: placed.body.id, token: placed.body.accessToken, order: placed.body };
}

const refund = (id: string, body: Json, more: { as?: string; key?: string } = {}) =>
  shop.client.post<RefundView & Json>(`/v1/orders/${id}/refunds`, {
    as: OPERATOR_KEY,
    body: { reason: 'returned', ...body },
    ...more,
  });

const back = (sku: string, quantity: number): Json => ({ lines: [{ sku, quantity }] });

/** The provider's own books. */
const refundsInBooks = (orderId: string) =>
  readFrom(join(shop.dataDir, 'simulated-payments.db'), (db) =>
    db
      .prepare<[string], { amount: number; state: string; asked: number }>(
        'select amount, state, asked from refunds where charge = ? order by key',
      )
      .all(orderId),
  );

const shipped = async (id: string, state: 'shipped' | 'delivered') => {
  const ship = { orderId: id, state, detail: null, at: Date.now() };
  expect((await shop.engine.shop.store.ship(ship)).ok).toBe(true);
};

describe('a refund in part', () => {
  test('gives the share of lines back, with a credit note, and says so everywhere', async () => {
    const { id, sku, token, order } = await paid(3);

    const { status, body } = await refund(id, back(sku, 1));

    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: `${id}.1`,
      state: 'refunded',
      amount: 1_000,
      currency: 'EUR',
      reason: 'returned',
      restocked: true,
      lines: [{ sku, quantity: 1, gross: 1_000 }],
      taxes: [{ code: 'VAT', rate: '19', base: 840, amount: 160 }],
      totals: { net: 840, tax: 160, total: 1_000, payable: 1_000 },
      creditNote: { number: expect.stringMatching(/^CN-\d{4}-\d{6}$/) },
    });
    const now = await shop.client.order(id);
    expect(now).toMatchObject({
      state: 'partially-refunded',
      payment: { state: 'partially-refunded', amount: order.payment.amount },
      refunds: [body],
      creditNotes: [body.creditNote],
    });
    const list = await shop.client.get(`/v1/orders/${id}/refunds`, { as: token });
    expect(list.body).toEqual({ items: [body], nextCursor: null });
    expect(await shop.client.stock(sku)).toEqual({ onHand: 8, reserved: 0 });
    expect(refundsInBooks(id)).toEqual([{ amount: 1_000, state: 'refunded', asked: 1 }]);
  });

  test('and then the rest come to what was paid, to the cent', async () => {
    const { id, sku, order } = await paid(3);

    const first = await refund(id, { ...back(sku, 2), restock: false });
    const second = await refund(id, { ...back(sku, 1), shipping: true });

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.amount + second.body.amount).toBe(order.totals.total);
    expect(first.body.totals.tax + second.body.totals.tax).toBe(order.totals.tax);
    expect(await shop.client.order(id)).toMatchObject({
      state: 'refunded',
      payment: { state: 'refunded' },
    });
    expect(await shop.client.stock(sku)).toEqual({ onHand: 8, reserved: 0 });
    const numbers = [first, second].map(({ body }) => Number(body.creditNote.number.slice(-6)));
    expect(numbers[1]).toBeGreaterThan(numbers[0] as number);
  });

  test('may be of shipping, by an amount, and of goodwill', async () => {
    const { id, sku, order } = await paid(2);

    const shipping = await refund(id, { shipping: 190 });
    const goodwill = await refund(id, { goodwill: { amount: 500, reason: 'Late' } });
    const rest = await refund(id, { ...back(sku, 2), shipping: true });

    expect(shipping.body).toMatchObject({ amount: 190, shipping: { gross: 190 } });
    expect(goodwill.body).toMatchObject({ amount: 500, goodwill: { gross: 500, reason: 'Late' } });
    expect(rest.body).toMatchObject({
      amount: order.totals.total - 690,
      lines: [{ gross: 1_500, creditedBefore: 500 }],
      shipping: { gross: 300 },
    });
    expect(await shop.client.order(id)).toMatchObject({ state: 'refunded' });
  });

  test('of shipping that is back already is refused where it was asked for', async () => {
    const { id } = await paid(2);
    await refund(id, { shipping: true });

    const again = await refund(id, { shipping: true });

    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      type: '/problems/refund-exceeds',
      items: [{ pointer: '/shipping', left: 0 }],
    });
  });

  test('is for parcels that are on their way, or have arrived, and does not stop them', async () => {
    const { id, sku } = await paid(2);
    await shipped(id, 'shipped');

    expect((await refund(id, back(sku, 1))).status).toBe(201);
    await shipped(id, 'delivered');
    await shipped(id, 'delivered');

    const { state } = await shop.client.order(id);
    expect(state).toBe('partially-refunded');
    const events = await shop.engine.shop.store.orderEvents(id, 0);
    expect(events.filter(({ detail }) => detail === 'delivered')).toHaveLength(1);
    expect((await refund(id, { ...back(sku, 1), shipping: true })).status).toBe(201);
  });
});

describe('a refund that cannot be', () => {
  test('is refused over what is left, which it names, and changes nothing', async () => {
    const { id, sku } = await paid(2);
    await refund(id, back(sku, 1));
    const before = await shop.client.order(id);

    const lines = await refund(id, {
      lines: [...[{ sku, quantity: 2 }], { sku: 'X', quantity: 1 }],
    });
    const shipping = await refund(id, { shipping: 491 });
    const goodwill = await refund(id, { goodwill: { amount: 1_491, reason: 'Late' } });

    expect(lines).toMatchObject({
      status: 409,
      body: {
        type: '/problems/refund-exceeds',
        items: [
          { pointer: '/lines/0/quantity', sku, requested: 2, left: 1 },
          { pointer: '/lines/1/quantity', sku: 'X', requested: 1, left: 0 },
        ],
      },
    });
    expect(shipping.body.items).toEqual([{ pointer: '/shipping', requested: 491, left: 490 }]);
    expect(goodwill.body.items).toEqual([
      { pointer: '/goodwill/amount', requested: 1_491, left: 1_490 },
    ]);
    expect(await shop.client.order(id)).toMatchObject({
      state: before.state,
      refunds: before.refunds,
    });
  });

  test('is refused of an order that is refunded, cancelled, failed or not there', async () => {
    const whole = await paid(1);
    await refund(whole.id, { ...back(whole.sku, 1), shipping: true });
    const cancelled = await paid(1);
    await shop.client.post(`/v1/orders/${cancelled.id}/cancel`, { as: OPERATOR_KEY });
    await shop.client.stocked('R-DECLINED', 1);
    await shop.client.place(paidWith('tok_decline', of('R-DECLINED')));
    const [failed] = await shop.client.orders('?state=failed');

    for (const [order, state] of [
      [whole.id, 'refunded'],
      [cancelled.id, 'cancelled'],
      [failed?.id, 'failed'],
    ] as const) {
      expect(await refund(order as string, { shipping: true })).toMatchObject({
        status: 409,
        body: { type: '/problems/wrong-state', state },
      });
    }
    expect((await refund('01JNOBODY', { shipping: true })).status).toBe(404);
  });

  test.each([
    ['nothing to be given back', {}],
    ['no reason', { shipping: true, reason: '' }],
    ['a reason of nothing to be seen', { shipping: true, reason: '\u200b' }],
    ['goodwill for nothing to be seen', { goodwill: { amount: 1, reason: '\u00a0' } }],
    ['no pieces', { lines: [{ sku: 'A', quantity: 0 }] }],
    ['money of nothing', { goodwill: { amount: 0, reason: 'Late' } }],
    ['shipping that is not to be', { shipping: false }],
    ['a field that nobody knows', { shipping: true, restok: true }],
  ])('is malformed: %s', async (_, body) => {
    const { id } = await paid(1);

    expect(await refund(id, body as Json)).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-request' },
    });
  });

  test('is not for customers, nor for keys without the scope', async () => {
    const { id, token } = await paid(1);
    const key = { id: 'reader', name: 'R', scopes: ['orders:read', 'orders:write'] };
    const { hashKey } = await import('../../src/http/access.js');
    const secret = 'a-key-that-may-not-refund';
    await shop.engine.shop.store.putOperatorKey({ ...key, hash: hashKey(secret), at: 0 });

    expect((await refund(id, { shipping: true }, { as: token })).status).toBe(401);
    expect((await refund(id, { shipping: true }, { as: secret })).status).toBe(403);
    const unsigned = await shop.client.post(`/v1/orders/${id}/refunds`, {
      body: { shipping: true, reason: 'x' },
    });
    expect(unsigned.status).toBe(401);
    const stranger = await shop.client.get(`/v1/orders/${id}/refunds`, { as: 'somebody-else' });
    expect(stranger.status).toBe(404);
    expect((await shop.client.order(id)).refunds).toBeUndefined();
  });
});

describe('a repeated key', () => {
  test('gets the first answer again, and the money moves once', async () => {
    const { id, sku } = await paid(3);
    const key = `refund-${id}`;

    const first = await refund(id, back(sku, 1), { key });
    await refund(id, back(sku, 1));
    const again = await refund(id, back(sku, 1), { key });

    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(refundsInBooks(id)).toHaveLength(2);
    expect((await refund(id, back(sku, 2), { key })).status).toBe(422);
  });

  test('gets a refusal again, though it would be granted now', async () => {
    const { id, sku } = await paid(1);
    const key = `refused-${id}`;
    const first = await refund(id, back(sku, 2), { key });
    expect(first.status).toBe(409);

    const again = await refund(id, back(sku, 2), { key });

    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  test('sent many times at once makes one refund', async () => {
    const { id, sku } = await paid(5);
    const key = `at-once-${id}`;

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => refund(id, back(sku, 1), { key })),
    );

    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(refundsInBooks(id)).toHaveLength(1);
  });
});

test('refunds of one order at once never exceed what was paid', async () => {
  const { id, sku } = await paid(5);

  const answers = await Promise.all(Array.from({ length: 9 }, () => refund(id, back(sku, 1))));

  expect(answers.map(({ status }) => status).sort()).toEqual([
    ...Array(5).fill(201),
    ...Array(4).fill(409),
  ]);
  await until('the money is back', async () => {
    const { payment } = await shop.client.order(id);
    return payment.state === 'partially-refunded';
  });
  expect(refundsInBooks(id).map(({ amount }) => amount)).toEqual(Array(5).fill(1_000));
});

describe.concurrent('a provider that', () => {
  test('does not answer is asked again under the same key', async () => {
    const { id, sku } = await paid(2, 'tok_refund_timeout');
    const key = `timeout-${id}`;

    const { status, body, text } = await refund(id, back(sku, 1), { key });

    expect(status).toBe(201);
    expect(body.state).toBe('pending');
    expect((await refund(id, back(sku, 1), { key })).text).toBe(text);
    const order = await settled(shop, id, 'partially-refunded');
    await until('it is known', async () => {
      const { refunds } = await shop.client.order(id);
      return refunds?.[0]?.state === 'refunded';
    });
    expect(order.state).toBe('partially-refunded');
    expect(refundsInBooks(id)).toEqual([{ amount: 1_000, state: 'refunded', asked: 2 }]);
    expect((await refund(id, back(sku, 1), { key })).text).toBe(text);
  });

  test('errs for a while gives the money back once', async () => {
    const { id, sku } = await paid(2, 'tok_refund_error');

    expect((await refund(id, back(sku, 2))).body.state).toBe('pending');

    await until('it is back', async () => {
      const { payment } = await shop.client.order(id);
      return payment.state === 'partially-refunded';
    });
    expect(refundsInBooks(id)).toEqual([{ amount: 2_000, state: 'refunded', asked: 3 }]);
  });

  test('refuses leaves the credit note and tells operators', async () => {
    const { id, sku } = await paid(2, 'tok_refund_declined');

    const { status, body } = await refund(id, back(sku, 1));

    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'failed', creditNote: { number: expect.any(String) } });
    expect(await shop.client.order(id)).toMatchObject({
      state: 'partially-refunded',
      payment: { state: 'refund-failed' },
    });
  });
});

describe('a refund that the provider refused', () => {
  const retry = (refundOf: { id: string }, position: number, as = OPERATOR_KEY) =>
    shop.client.post<RefundView & Json>(`/v1/orders/${refundOf.id}/refunds/${position}/retry`, {
      as,
      body: undefined,
    });

  /** As if its customer had a card again. */
  const givesIn = (id: string) =>
    writeTo(join(shop.dataDir, 'simulated-payments.db'), (db) =>
      db.prepare('delete from refund_behaviours where charge = ?').run(id),
    );

  test('is tried again as a further attempt, and gives the money back once', async () => {
    const order = await paid(2, 'tok_refund_declined');
    const refused = await refund(order.id, back(order.sku, 1));

    const again = await retry(order, 1);

    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      id: refused.body.id,
      state: 'failed',
      amount: 1_000,
      attempts: [{ state: 'failed' }, { state: 'failed' }],
      creditNote: refused.body.creditNote,
    });
    expect((await shop.client.order(order.id)).payment.state).toBe('refund-failed');

    givesIn(order.id);
    const made = await retry(order, 1);

    expect(made.body).toMatchObject({
      state: 'refunded',
      attempts: [{ state: 'failed' }, { state: 'failed' }, { state: 'refunded' }],
    });
    expect(await shop.client.order(order.id)).toMatchObject({
      state: 'partially-refunded',
      payment: { state: 'partially-refunded' },
      refunds: [made.body],
    });
    expect(refundsInBooks(order.id).map(({ state }) => state)).toEqual([
      'declined',
      'declined',
      'refunded',
    ]);
    expect(await shop.client.stock(order.sku)).toEqual({ onHand: 9, reserved: 0 });
  });

  test('asked for again by many at once is tried once at a time', async () => {
    const order = await paid(1, 'tok_refund_declined');
    await refund(order.id, back(order.sku, 1));
    givesIn(order.id);

    const answers = await Promise.all(Array.from({ length: 6 }, () => retry(order, 1)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(refundsInBooks(order.id).map(({ state }) => state)).toEqual(['declined', 'refunded']);
  });

  test('is another one than those that are made, or are not there', async () => {
    const order = await paid(2);
    await refund(order.id, back(order.sku, 1));

    const made = await retry(order, 1);
    expect(made.status).toBe(409);
    expect(made.body).toMatchObject({
      type: expect.stringMatching(/wrong-state$/),
      state: 'partially-refunded',
      detail: 'a refund that is refunded cannot be tried again',
    });
    expect((await retry(order, 2)).status).toBe(404);
    expect((await retry({ id: 'nobody' }, 1)).status).toBe(404);
    expect((await retry(order, 0)).status).toBe(400);
    expect((await retry(order, 1, order.token)).status).toBe(401);
    expect((await shop.client.order(order.id)).refunds?.[0]?.attempts).toHaveLength(1);
  });
});

describe('the credit note', () => {
  test('is a PDF and an e-invoice that refer to the invoice, for the owner alone', async () => {
    const { id, sku, token, order } = await paid(2);
    const { body } = await refund(id, back(sku, 1));
    const { pdf, xml, number } = body.creditNote;

    const document = await fetch(`${shop.engine.url}${pdf}?token=${token}`);
    const text = await pdfText(Buffer.from(await document.arrayBuffer()));
    expect(document.headers.get('content-type')).toBe('application/pdf');
    expect(text).toContain(number);
    expect(text).toContain(order.invoice?.number);
    const eInvoice = await shop.client.get(xml, { as: token });
    expect(eInvoice.status).toBe(200);
    expect(eInvoice.text).toContain('<CreditNote');
    expect(eInvoice.text).toContain(`<cbc:ID>${order.invoice?.number}</cbc:ID>`);
    expect((await shop.client.get(pdf, { as: 'somebody-else' })).status).toBe(404);
    expect((await shop.client.get(pdf)).status).toBe(401);
    const other = await paid(1);
    const wrong = pdf.replace(id, other.id);
    expect((await shop.client.get(wrong, { as: OPERATOR_KEY })).status).toBe(404);
  });

  test('is sent once for each refund', async () => {
    const { id, sku } = await paid(2);
    await refund(id, back(sku, 1));
    await refund(id, back(sku, 1));

    const { tasks } = await atRest(shop, id);

    const told = tasks.filter(({ topic }) => topic === 'credit-note-email');
    expect(told).toEqual([
      { topic: 'credit-note-email', reference: 1, state: 'done', attempts: 1 },
      { topic: 'credit-note-email', reference: 2, state: 'done', attempts: 1 },
    ]);
  });

  test('comes with a cancellation, and gives everything back', async () => {
    const { id, sku, order, token } = await paid(2);

    const cancelled = await shop.client.post<typeof order>(`/v1/orders/${id}/cancel`, {
      as: token,
    });

    expect(cancelled.body).toMatchObject({
      state: 'cancelled',
      payment: { state: 'refunded' },
      refunds: [{ state: 'refunded', amount: order.totals.total, lines: [{ sku, quantity: 2 }] }],
      creditNotes: [{ number: expect.stringMatching(/^CN-/) }],
    });
    expect(cancelled.body.refunds?.[0]?.taxes).toEqual(order.taxes);
  });
});

test('an order that cost nothing comes back without the provider', async () => {
  await shop.client.stocked('R-FREE', 3, { EUR: '0.00' });
  const body = orderBody({ ...of('R-FREE', 2), shippingMethod: 'pickup' });
  const placed = await shop.client.place(body);
  expect(placed.status).toBe(201);

  const first = await refund(placed.body.id, back('R-FREE', 1), { key: 'free' });
  expect(first.body).toMatchObject({ amount: 0, state: 'refunded' });
  expect((await refund(placed.body.id, back('R-FREE', 1), { key: 'free' })).text).toBe(first.text);
  await refund(placed.body.id, back('R-FREE', 1));

  expect(await shop.client.order(placed.body.id)).toMatchObject({
    state: 'refunded',
    payment: { state: 'refunded' },
  });
  expect(refundsInBooks(placed.body.id)).toEqual([]);
});
