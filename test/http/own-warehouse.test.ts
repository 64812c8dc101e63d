// Who sends the goods: the demo shop's own warehouse, one that is configured, or none.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { startEngine } from '../../src/main.js';
import { Client, of, orderBody } from '../support/http-client.js';
import { atRest, settled } from '../support/settled.js';
import { startShop, type TestShop, testSettings } from '../support/shop.js';
import {
  delivered,
  notify,
  SECRET,
  type Sent,
  shipped,
  signed,
  statesOf,
  stranger,
  webhook,
} from '../support/warehouse-notices.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({ WAREHOUSE_SECRET: SECRET });
});
afterAll(() => shop.end());

describe('the demo shop', () => {
  test('ships its orders and delivers them by itself', async () => {
    const quick = await startShop({ SIMULATED_WAREHOUSE_DELAY_MS: '0' });
    try {
      const { body } = await quick.client.place(orderBody());

      const order = await settled(quick, body.id, 'delivered');

      expect(order.state).toBe('delivered');
      const states = await statesOf(quick, body, 'delivered');
      const parcel = `Simulated Parcel SIM${body.id.slice(-10)}`;
      expect(states.map(({ state, detail }) => [state, detail])).toEqual([
        ['payment-pending', undefined],
        ['confirmed', undefined],
        ['shipped', parcel],
        ['delivered', parcel],
      ]);
      const { tasks } = await atRest(quick, body.id);
      expect(tasks.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    } finally {
      await quick.end();
    }
  });

  test('goes on after a restart with what it had in hand', async () => {
    const first = await startShop({ SIMULATED_WAREHOUSE_DELAY_MS: '1500' });
    const { body } = await first.client.place(orderBody());
    await atRest(first, body.id);
    await first.engine.stop();

    const settings = { ...testSettings(first.dataDir), SIMULATED_WAREHOUSE_DELAY_MS: '0' };
    const engine = await startEngine(readConfig(settings), pino({ level: 'silent' }), '0.0.0-test');
    const client = new Client(engine.url);
    try {
      const again = { ...first, engine, client };
      expect((await settled(again, body.id, 'delivered')).state).toBe('delivered');
      const states = (await statesOf(again, body, 'delivered')).map(({ state }) => state);
      expect(states).toEqual(['payment-pending', 'confirmed', 'shipped', 'delivered']);
    } finally {
      await Promise.all([client.close(), engine.stop()]);
      await first.end();
    }
  });

  test('takes no consignment that the shop itself has not signed', async () => {
    const { id } = (await shop.client.place(orderBody())).body;
    const consign = (sent: Sent) => shop.client.post('/demo/warehouse', sent);

    expect((await consign(signed(shipped(id), new Date(), stranger))).status).toBe(401);
    expect((await consign(signed({ data: {} }))).status).toBe(401);
    expect((await consign(signed('null'))).status).toBe(401);
    expect((await consign(signed({ data: { orderId: id } }))).status).toBe(202);
  });
});

describe('a warehouse that is configured', () => {
  let warehouse: Server;
  const received: { headers: Record<string, string>; body: string }[] = [];
  let own: TestShop;

  beforeAll(async () => {
    warehouse = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, body });
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => warehouse.listen(0, '127.0.0.1', resolve));
    const { port } = warehouse.address() as AddressInfo;
    own = await startShop({
      WAREHOUSE_URL: `http://127.0.0.1:${port}/orders`,
      WAREHOUSE_SECRET: SECRET,
    });
  });
  afterAll(async () => {
    await own.end();
    warehouse.close();
  });

  test('is told what to send where, signed, and answers by the same secret', async () => {
    const { body } = await own.client.place(orderBody(of('MUG-BLUE', 2)));
    await atRest(own, body.id);

    const [notice, ...more] = received;
    expect(more).toEqual([]);
    const { headers, body: raw } = notice as (typeof received)[number];
    expect(webhook.verify(raw, headers)).toMatchObject({
      type: 'order.confirmed',
      data: {
        orderId: body.id,
        orderNumber: body.number,
        lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
        shippingAddress: body.shippingAddress,
      },
    });
    expect((await own.client.order(body.id)).state).toBe('confirmed');
    expect((await notify(own, signed(delivered(body.id)))).status).toBe(204);
    expect((await own.client.order(body.id)).state).toBe('delivered');
  });

  test('leaves no door for the demo’s own one', async () => {
    const sent = signed({ data: { orderId: 'x' } });

    expect((await own.client.post('/demo/warehouse', sent)).status).toBe(404);
  });
});

describe('a shop without a warehouse', () => {
  test('believes nobody', async () => {
    const bare = await startShop({ DEMO: 'false', WAREHOUSE_SECRET: SECRET });
    try {
      expect((await notify(bare, signed(shipped('x')))).status).toBe(404);
      expect((await bare.client.post('/demo/warehouse', signed({}))).status).toBe(404);
    } finally {
      await bare.end();
    }
  });
});
