// What the warehouse says of its own accord: believed when signed, counted once.

import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/telemetry/log.js';
import { of, orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';
import {
  delivered,
  notify,
  SECRET,
  type Sent,
  shipped,
  signed,
  statesOf,
  stranger,
} from '../support/warehouse-notices.js';

let shop: TestShop;

const lines: string[] = [];

beforeAll(async () => {
  const stream = { write: (line: string) => void lines.push(line) };
  const settings = { WAREHOUSE_SECRET: `whsec_${SECRET}`, PAYMENT_TIMEOUT_MS: '4000' };
  shop = await startShop(settings, { logger: createLogger('warn', stream) });
});
afterAll(() => shop.end());

const told = async (notice: unknown): Promise<number> =>
  (await notify(shop, signed(notice))).status;

const placed = async (): Promise<PlacedBody> => (await shop.client.place(orderBody())).body;

describe('a notice of the warehouse', () => {
  test('makes the order shipped, then delivered, with carrier and number in its history', async () => {
    const order = await placed();
    const parcel = { carrier: 'Parcel Express', trackingNumber: 'PX 42' };

    expect(await told(shipped(order.id, parcel))).toBe(204);
    expect((await shop.client.order(order.id)).state).toBe('shipped');
    expect(await told(delivered(order.id))).toBe(204);

    expect((await shop.client.order(order.id)).state).toBe('delivered');
    const states = await statesOf(shop, order, 'delivered');
    expect(states.map(({ state, detail }) => [state, detail])).toEqual([
      ['payment-pending', undefined],
      ['confirmed', undefined],
      ['shipped', 'Parcel Express PX 42'],
      ['delivered', undefined],
    ]);
  });

  test('counts once, however often it comes and in whatever order', async () => {
    const order = await placed();
    await atRest(shop, order.id);
    const notices = [delivered(order.id), shipped(order.id), delivered(order.id)];

    expect(await Promise.all([...notices, ...notices].map(told))).toEqual(
      Array.from({ length: 6 }, () => 204),
    );
    const before = await shop.client.order(order.id);
    expect(await told(shipped(order.id, { carrier: 'Late' }))).toBe(204);

    expect(before.state).toBe('delivered');
    expect(await shop.client.order(order.id)).toEqual(before);
    const states = await statesOf(shop, order, 'delivered');
    expect(states.map(({ state }) => state)).toEqual([
      'payment-pending',
      'confirmed',
      'shipped',
      'delivered',
    ]);
  });

  test('for an order that is not there is refused', async () => {
    const refused = await notify(shop, signed(shipped('01ARZ3NDEKTSV4RRFFQ69G5FAV')));

    expect(refused.status).toBe(404);
    expect(refused.body).toMatchObject({ type: '/problems/not-found' });
  });

  test('for an order that is not to be sent is refused with the state that it is in', async () => {
    const { client } = shop;
    const cancelled = await placed();
    await client.post(`/v1/orders/${cancelled.id}/cancel`, { as: cancelled.accessToken });
    await client.place(paidWith('tok_decline'));
    const [failed] = (await client.orders('?state=failed&limit=1')) as [PlacedBody];

    for (const [{ id }, state] of [
      [cancelled, 'cancelled'],
      [failed, 'failed'],
    ] as const) {
      for (const notice of [shipped(id), delivered(id)]) {
        const refused = await notify(shop, signed(notice));
        expect(refused.status).toBe(409);
        expect(refused.body).toMatchObject({ type: '/problems/wrong-state', state });
      }
      expect((await client.order(id)).state).toBe(state);
    }
  });

  test('keeps the order from being cancelled afterwards', async () => {
    const order = await placed();
    await told(shipped(order.id));

    const refused = await shop.client.post(`/v1/orders/${order.id}/cancel`, {
      as: order.accessToken,
    });

    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ type: '/problems/wrong-state', state: 'shipped' });
    expect((await shop.client.order(order.id)).payment.state).toBe('captured');
  });

  test('that says nothing that can be understood is refused', async () => {
    const { id } = await placed();
    const notices: [unknown, string][] = [
      [{}, '/type'],
      ['null', '/type'],
      ['[]', '/type'],
      ['"text"', '/type'],
      [{ type: 'order.lost', data: { orderId: id } }, '/type'],
      [{ type: 'order.shipped' }, '/data/orderId'],
      [{ type: 'order.shipped', data: null }, '/data/orderId'],
      [{ type: 'order.shipped', data: { orderId: 5 } }, '/data/orderId'],
      ['no JSON', ''],
    ];
    for (const [notice, pointer] of notices) {
      const refused = await notify(shop, signed(notice));
      expect([notice, refused.status]).toEqual([notice, 400]);
      expect(refused.body).toMatchObject({
        type: '/problems/invalid-request',
        errors: [{ pointer }],
      });
    }
    expect((await shop.client.order(id)).state).toBe('confirmed');
  });
});

describe('an operator', () => {
  const warnings = () => lines.map((line) => JSON.parse(line));

  test('sees in the log that notices are refused, each kind once in a while', async () => {
    for (let sent = 0; sent < 20; sent += 1) {
      await notify(shop, signed(shipped('01ARZ3NDEKTSV4RRFFQ69G5FAV'), new Date(), stranger));
    }

    const refused = warnings().filter(
      ({ msg, type }) => msg === 'a notice was refused' && type === '/problems/invalid-signature',
    );
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({
      route: '/v1/webhooks/warehouse',
      reason: 'No matching signature found',
    });
  });

  test('sees which order the warehouse has sent that is none of the shop', async () => {
    const orderId = '01ARZ3NDEKTSV4RRFFQ69G5FAW';

    await notify(shop, signed(shipped(orderId)));

    expect(warnings()).toContainEqual(
      expect.objectContaining({ msg: 'the warehouse sent no order of ours', orderId }),
    );
  });
});

describe('a notice that the warehouse has not signed', () => {
  const forgeries: Record<string, (id: string) => Sent> = {
    'another secret': (id) => signed(shipped(id), new Date(), stranger),
    'another body': (id) => ({ ...signed(shipped('other')), body: JSON.stringify(shipped(id)) }),
    'another id': (id) => {
      const { body, headers } = signed(shipped(id));
      return { body, headers: { ...headers, 'webhook-id': 'msg_2' } };
    },
    'a time long past': (id) => signed(shipped(id), new Date(Date.now() - 3_600_000)),
    'a time to come': (id) => signed(shipped(id), new Date(Date.now() + 3_600_000)),
    'no signature': (id) => ({
      body: JSON.stringify(shipped(id)),
      headers: { 'content-type': 'application/json' },
    }),
    'an empty body': () => ({ ...signed(shipped('x')), body: '' }),
  };

  for (const [what, forge] of Object.entries(forgeries)) {
    test(`is refused and changes nothing: ${what}`, async () => {
      const { id } = await placed();

      const refused = await notify(shop, forge(id));

      expect(refused.status).toBe(401);
      const type = what.startsWith('a time') ? 'stale-notice' : 'invalid-signature';
      expect(refused.body).toMatchObject({ type: `/problems/${type}`, status: 401 });
      expect((await shop.client.order(id)).state).toBe('confirmed');
    });
  }

  test('is refused when it is no JSON', async () => {
    const { body, headers } = signed('shipped=yes');

    const refused = await notify(shop, {
      body,
      headers: { ...headers, 'content-type': 'text/plain' },
    });

    expect(refused.status).toBe(415);
  });
});

describe('a customer who still waits when the order has left already', () => {
  /** The provider's own notice confirms the order, and the warehouse is quick. */
  async function overtaken(sku: string, token: string, key?: string) {
    const { client, engine } = shop;
    await client.stocked(sku, 5);
    const placing = client.place(paidWith(token, of(sku)), key === undefined ? {} : { key });
    const { id } = await until(`a pending order of ${sku}`, async () =>
      (await client.orders('?state=payment-pending')).find(({ lines }) => lines[0]?.sku === sku),
    );
    const payments = new Webhook(await engine.shop.store.secret('simulated-payments-webhook'));
    const outcome = { type: 'captured', reference: 'told-by-notice' };
    const notice = { type: 'charge.captured', key: id, outcome };
    const sent = signed(notice, new Date(), payments);
    expect((await client.post('/v1/webhooks/payments/simulated', sent)).status).toBe(204);
    expect(await told(shipped(id))).toBe(204);
    return placing;
  }

  const paid = { state: 'captured' };

  test('is told that it is paid, not that it failed', async () => {
    const answer = await overtaken('WH-SLOW', 'tok_slow');

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ number: expect.any(String), payment: paid });
  });

  test('is told so as the first answer to a key, which it is', async () => {
    const answer = await overtaken('WH-KEY', 'tok_slow', 'WH-KEY');

    expect(answer.status).toBe(201);
    expect(answer.headers['idempotent-replayed']).toBeUndefined();
    expect(answer.body).toMatchObject({ number: expect.any(String), payment: paid });
  });

  test('is told so also when the provider never answered', async () => {
    const answer = await overtaken('WH-SILENT', 'tok_timeout_charged');

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ number: expect.any(String), payment: paid });
  });
});
