// What the payment provider says of its own accord: believed when signed, counted once.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { of, orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { atRest, settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

let shop: TestShop;
let webhook: Webhook;

beforeAll(async () => {
  shop = await startShop(
    { PAYMENT_TIMEOUT_MS: '3000' },
    {
      prepare: async (store) => {
        webhook = new Webhook(await store.secret('simulated-payments-webhook'));
      },
    },
  );
});
afterAll(() => shop.end());

const captured = (key: string) => ({
  type: 'charge.captured',
  key,
  outcome: { type: 'captured', reference: 'told-by-notice' },
});
const declined = (key: string) => ({
  type: 'charge.declined',
  key,
  outcome: { type: 'declined', declineCode: 'card_declined' },
});

interface Sent {
  body: string;
  headers: Record<string, string>;
}

function signed(notice: unknown, at = new Date()): Sent {
  const body = typeof notice === 'string' ? notice : JSON.stringify(notice);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': webhook.sign('msg_1', at, body),
  };
  return { body, headers };
}

const notify = (sending: Sent, provider = 'simulated') =>
  shop.client.post(`/v1/webhooks/payments/${provider}`, sending);

const pendingOn = (sku: string): Promise<PlacedBody> =>
  until(`a pending order of ${sku}`, async () =>
    (await shop.client.orders('?state=payment-pending')).find(({ lines }) => lines[0]?.sku === sku),
  );

describe.concurrent('a notice that is signed', () => {
  test('confirms the order while its customer still waits, once however often it comes', async () => {
    const { client } = shop;
    await client.stocked('W-FIRST', 5);
    const placing = client.place(paidWith('tok_slow', of('W-FIRST', 2)));
    const { id } = await pendingOn('W-FIRST');

    const answers = await Promise.all([1, 2, 3].map(() => notify(signed(captured(id)))));

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    const order = await atRest(shop, id);
    expect(order).toMatchObject({
      state: 'confirmed',
      payment: { state: 'captured', reference: 'told-by-notice' },
    });
    expect(await client.stock('W-FIRST')).toEqual({ onHand: 3, reserved: 0 });

    const placed = await placing;
    expect(placed.status).toBe(201);
    expect(placed.body.number).toBe(order.number);
    expect((await notify(signed(captured(id)))).status).toBe(204);
    expect(await client.order(id)).toEqual(order);
    expect(await client.stock('W-FIRST')).toEqual({ onHand: 3, reserved: 0 });
  });

  test('ends the order that was declined, and gives the pieces back', async () => {
    const { client } = shop;
    await client.stocked('W-DECLINED', 5);
    const placing = client.place(paidWith('tok_timeout_lost', of('W-DECLINED', 2)));
    const { id } = await pendingOn('W-DECLINED');

    expect((await notify(signed(declined(id)))).status).toBe(204);

    expect(await client.order(id)).toMatchObject({
      state: 'failed',
      payment: { state: 'declined', declineCode: 'card_declined' },
    });
    expect(await client.stock('W-DECLINED')).toEqual({ onHand: 5, reserved: 0 });
    expect((await placing).body).toMatchObject({ state: 'failed' });
  });

  test('cannot undo a confirmation', async () => {
    const { client } = shop;
    const { body } = await client.place(orderBody());
    const before = await atRest(shop, body.id);

    expect((await notify(signed(declined(body.id)))).status).toBe(204);

    expect(await client.order(body.id)).toEqual(before);
  });

  test('that comes again for a cancelled order takes nothing back out of its refund', async () => {
    const { client } = shop;
    const { body } = await client.place(orderBody());
    await client.post(`/v1/orders/${body.id}/cancel`, { as: body.accessToken });

    expect((await notify(signed(captured(body.id)))).status).toBe(204);

    expect(await client.order(body.id)).toMatchObject({
      state: 'cancelled',
      payment: { state: 'refunded' },
    });
  });

  test('that brings to light money for an order given up has it paid back', async () => {
    const { client } = shop;
    await client.stocked('W-LATE', 5);
    const { body } = await client.place(paidWith('tok_timeout_lost', of('W-LATE', 2)));
    const failed = await settled(shop, body.id, 'failed');
    expect(failed.payment.state).toBe('voided');
    bookCapture(body.id, body.payment.amount);

    expect((await notify(signed(captured(body.id)))).status).toBe(204);

    const order = await settled(shop, body.id, 'refunded');
    expect(order).toMatchObject({ state: 'failed', payment: { state: 'refunded' } });
    expect(await client.stock('W-LATE')).toEqual({ onHand: 5, reserved: 0 });
  });

  test('for an order that is not there is refused', async () => {
    expect((await notify(signed(captured('no-such-order')))).status).toBe(404);
  });

  test('but says nothing that can be understood is refused', async () => {
    for (const notice of [{}, { key: 1 }, { ...captured('x'), outcome: { type: 'maybe' } }, 'no']) {
      const refused = await notify(signed(notice));
      expect(refused.status).toBe(401);
      expect(refused.body).toMatchObject({ type: '/problems/invalid-signature' });
    }
  });
});

/** The provider took the money after all: a slow bank, a lost message. */
function bookCapture(key: string, amount: number): void {
  const books = new Database(join(shop.dataDir, 'simulated-payments.db'));
  books
    .prepare(`update charges set state = 'captured', amount = ?, currency = 'EUR' where key = ?`)
    .run(amount, key);
  books.close();
}

describe('a notice that nobody signed', () => {
  let failed: PlacedBody;
  beforeAll(async () => {
    await shop.client.place(paidWith('tok_decline'));
    [failed] = (await shop.client.orders('?state=failed&limit=1')) as [PlacedBody];
  });

  const forgeries: Record<string, (id: string) => Sent> = {
    'another secret': (id) => {
      const { body, headers } = signed(captured(id));
      const other = new Webhook(Buffer.alloc(32, 1).toString('base64'));
      return {
        body,
        headers: { ...headers, 'webhook-signature': other.sign('msg_1', new Date(), body) },
      };
    },
    'another body': (id) => ({ ...signed(captured('other')), body: JSON.stringify(captured(id)) }),
    'another id': (id) => {
      const { body, headers } = signed(captured(id));
      return { body, headers: { ...headers, 'webhook-id': 'msg_2' } };
    },
    'a time long past': (id) => signed(captured(id), new Date(Date.now() - 3_600_000)),
    'no signature': (id) => ({
      body: JSON.stringify(captured(id)),
      headers: { 'content-type': 'application/json' },
    }),
    'a nonsense signature': (id) => {
      const { body, headers } = signed(captured(id));
      return { body, headers: { ...headers, 'webhook-signature': 'v1,nonsense' } };
    },
    'an empty body': () => ({ ...signed(captured('x')), body: '' }),
  };

  for (const [what, forge] of Object.entries(forgeries)) {
    test(`is refused and changes nothing: ${what}`, async () => {
      const refused = await notify(forge(failed.id));

      expect(refused.status).toBe(401);
      const type = what.startsWith('a time') ? 'stale-notice' : 'invalid-signature';
      expect(refused.body).toMatchObject({ type: `/problems/${type}`, status: 401 });
      // Believed, it would have this order refunded.
      expect(await shop.client.order(failed.id)).toEqual(failed);
    });
  }

  test.each(['null', '', '[]', '1', '"captured"', '{}', '{"key":"x","outcome":null}', '{'])(
    'is refused when it is signed and says nothing: %s',
    async (text) => {
      const { status, body } = await notify(signed(text));
      expect([status, body.type]).toEqual([401, '/problems/invalid-signature']);
    },
  );

  test('is not even read from a provider that is not configured', async () => {
    const { body } = await shop.client.place(orderBody());

    expect((await notify(signed(captured(body.id)), 'stripe')).status).toBe(404);
  });

  test('is refused when it is no JSON', async () => {
    const { body, headers } = signed('charged=yes');

    const refused = await notify({ body, headers: { ...headers, 'content-type': 'text/plain' } });

    expect(refused.status).toBe(415);
  });
});
