import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Consignment,
  consignmentOf,
  InvalidWarehouseNotice,
  type Warehouse,
} from '../../src/gateways/warehouse/warehouse.js';
import { webhookWarehouse } from '../../src/gateways/warehouse/webhook-warehouse.js';
import { closedPort, startRawServer } from '../support/mail-server.js';
import { address, documentOf } from '../support/store-orders.js';
import { type Answering, startWebServer, status, type WebServer } from '../support/web-server.js';

const secret = Buffer.from('a secret of thirty-two bytes....').toString('base64');

const consignment: Consignment = {
  orderId: '01J0ORDER',
  orderNumber: '2026-000001',
  shippingMethod: 'express',
  shippingAddress: { ...address, name: 'Ærøskøbing 山田', line2: 'c/o “Müller”' },
  lines: [
    { sku: 'MUG-BLUE', name: 'Becher „Blau“', quantity: 2 },
    { sku: 'CLAY', name: 'Clay', quantity: '1.5' },
  ],
};

// The servers first: closing a warehouse waits for what is under way.
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function webServer(answer: Answering): Promise<WebServer> {
  const server = await startWebServer(answer);
  stops.push(() => server.close());
  return server;
}

async function rawServer(serve: Parameters<typeof startRawServer>[0]) {
  const server = await startRawServer(serve);
  stops.push(() => server.close());
  return `http://127.0.0.1:${server.port}/`;
}

function warehouseAt(url: string, timeoutMs = 5_000): Warehouse {
  // The verifier compares with its own clock.
  const warehouse = webhookWarehouse({ url: () => url, secret, now: Date.now, timeoutMs });
  stops.push(() => warehouse.close());
  return warehouse;
}

const announce = (warehouse: Warehouse, signal = new AbortController().signal) =>
  warehouse.announce(consignment, signal);

const temporary = (reason: RegExp) => ({
  type: 'failed',
  reason: expect.stringMatching(reason) as string,
  permanent: false,
});

describe('a notice to the warehouse', () => {
  test('is signed as Standard Webhooks has it, under an id that stays the same', async () => {
    const server = await webServer(status(204));
    const warehouse = warehouseAt(`${server.url}/hooks/orders?shop=1`);
    expect(await announce(warehouse)).toEqual({ type: 'accepted' });
    expect(await announce(warehouse)).toEqual({ type: 'accepted' });
    const verifier = new Webhook(secret);
    for (const { method, path, headers, text } of server.asked) {
      expect({ method, path }).toEqual({ method: 'POST', path: '/hooks/orders?shop=1' });
      expect(headers['content-type']).toBe('application/json');
      expect(headers['webhook-id']).toBe('msg_consignment_01J0ORDER');
      expect(verifier.verify(text, headers)).toEqual(JSON.parse(text));
      expect(() => verifier.verify(`${text} `, headers)).toThrow('signature');
    }
    expect(server.asked).toHaveLength(2);
  });

  test('says what is to be sent where, letter by letter', async () => {
    const server = await webServer(status(200));
    await announce(warehouseAt(server.url));
    const notice = JSON.parse(server.asked[0]?.text as string) as { timestamp: string };
    expect(notice).toEqual({
      type: 'order.confirmed',
      timestamp: expect.any(String) as string,
      data: consignment,
    });
    expect(new Date(notice.timestamp).toISOString()).toBe(notice.timestamp);
  });

  test('names nothing of the payment and of the customer but where the parcel goes', () => {
    const document = documentOf([{ sku: 'MUG', quantity: 2 }]);
    const order = {
      id: '01J0',
      number: '2026-000001',
      invoiceNumber: 'INV-2026-000001',
      state: 'confirmed',
      currency: 'EUR',
      createdAt: 0,
      confirmedAt: 0,
      document,
      payment: { method: 'simulated', state: 'captured', amount: 2380, reference: 'ref' },
      tasks: [],
    } as const;
    expect(consignmentOf({ ...order, payment: { ...order.payment }, tasks: [] })).toEqual({
      orderId: '01J0',
      orderNumber: '2026-000001',
      shippingMethod: 'pickup',
      shippingAddress: address,
      lines: [{ sku: 'MUG', name: 'Article MUG', quantity: 2 }],
    });
  });

  test.each([200, 201, 202, 204, 299])('is taken with %i', async (code) => {
    const server = await webServer(status(code));
    expect(await announce(warehouseAt(server.url))).toEqual({ type: 'accepted' });
  });

  test.each([400, 401, 404, 408, 409, 429, 500, 502, 503])(
    'is repeated after %i, which may be mended',
    async (code) => {
      const server = await webServer(status(code));
      expect(await announce(warehouseAt(server.url))).toEqual(
        temporary(new RegExp(`^warehouse: answered ${code}$`)),
      );
    },
  );

  test('is not repeated after 410: nobody is there any more', async () => {
    const server = await webServer(status(410));
    expect(await announce(warehouseAt(server.url))).toEqual({
      type: 'failed',
      reason: expect.stringMatching(/410/) as string,
      permanent: true,
    });
  });

  test.each([301, 302, 303, 307, 308])('does not follow a %i to somewhere else', async (code) => {
    const target = await webServer(status(200));
    const server = await webServer(status(code, { location: `${target.url}/elsewhere` }));
    expect(await announce(warehouseAt(server.url))).toEqual(
      temporary(new RegExp(`answered ${code}.*redirects are not followed`)),
    );
    expect(server.asked).toHaveLength(1);
    expect(target.asked).toEqual([]);
  });
});

describe('a warehouse that answers', () => {
  test.each(['text/html', 'application/json', 'no/such; type', '\u00e9', ''])(
    'nonsense of type “%s” has taken the notice all the same',
    async (type) => {
      const server = await webServer((_asked, response) =>
        response.writeHead(200, { 'content-type': type }).end('<<< {"not": json'),
      );
      expect(await announce(warehouseAt(server.url))).toEqual({ type: 'accepted' });
    },
  );

  test('compressed nonsense has taken the notice all the same', async () => {
    const server = await webServer((_asked, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all'),
    );
    expect(await announce(warehouseAt(server.url))).toEqual({ type: 'accepted' });
  });

  test('without end is not listened to: its status has said all', async () => {
    const server = await webServer((_asked, response) => {
      const chunk = Buffer.alloc(65_536, 'x');
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more).writeHead(200);
      more();
    });
    const warehouse = warehouseAt(server.url);
    expect(await announce(warehouse)).toEqual({ type: 'accepted' });
    expect(await announce(warehouse)).toEqual({ type: 'accepted' });
  });

  test('without end and drop by drop is not waited for longer than for its status', async () => {
    const server = await webServer((_asked, response) => {
      response.writeHead(200);
      const drops = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drops));
    });
    expect(await announce(warehouseAt(server.url, 200))).toEqual({ type: 'accepted' });
  }, 5_000);

  test('and then hangs up in the middle has taken the notice', async () => {
    const url = await rawServer((socket) => {
      socket.once('data', () => {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf');
      });
    });
    expect(await announce(warehouseAt(url))).toEqual({ type: 'accepted' });
  });

  test('headers without end is a failed attempt', async () => {
    const url = await rawServer((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\n${'x-more: and more\r\n'.repeat(20_000)}`);
      });
    });
    expect(await announce(warehouseAt(url, 1_000))).toEqual(temporary(/^warehouse: ./));
  });
});

describe('a warehouse that cannot be talked to', () => {
  test('because it speaks another language fails the attempt', async () => {
    const url = await rawServer((socket) => socket.end('220 smtp.example ESMTP\r\n'));
    expect(await announce(warehouseAt(url))).toEqual(temporary(/^warehouse: ./));
  });

  test('because it hangs up at once fails the attempt', async () => {
    const url = await rawServer((socket) => socket.destroy());
    expect(await announce(warehouseAt(url))).toEqual(temporary(/^warehouse: ./));
  });

  test('because it never answers fails the attempt in time', async () => {
    const server = await webServer(() => {});
    expect(await announce(warehouseAt(server.url, 100))).toEqual(temporary(/time/i));
  });

  test('because it sends its headers drop by drop fails the attempt in time', async () => {
    const url = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const drops = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(drops));
    });
    expect(await announce(warehouseAt(url, 200))).toEqual(temporary(/time/i));
  }, 8_000);

  test('because nobody listens fails the attempt', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    expect(await announce(warehouseAt(url))).toEqual(temporary(/ECONNREFUSED/));
  });

  test('because its name leads nowhere fails the attempt', async () => {
    const outcome = await announce(warehouseAt('http://warehouse.invalid/'));
    expect(outcome).toEqual(temporary(/^warehouse: .../));
  });

  test('because it asks for a secure line that it does not have fails the attempt', async () => {
    const server = await webServer(status(200));
    const url = server.url.replace('http:', 'https:');
    expect(await announce(warehouseAt(url))).toEqual(temporary(/^warehouse: ./));
    expect(server.asked).toEqual([]);
  });

  test('is let go of when nobody waits any more', async () => {
    const server = await webServer(() => {});
    const patience = new AbortController();
    const outcome = announce(warehouseAt(server.url), patience.signal);
    await delay(0);
    patience.abort();
    expect(await outcome).toEqual(temporary(/abort/i));
  });

  test('does not harm the notices to come', async () => {
    let times = 0;
    const server = await webServer((asked, response, request) => {
      times += 1;
      if (times === 1) request.socket.destroy();
      else status(200)(asked, response, request);
    });
    const warehouse = warehouseAt(server.url);
    expect(await announce(warehouse)).toMatchObject({ type: 'failed' });
    expect(await announce(warehouse)).toEqual({ type: 'accepted' });
  });
});

describe('what the address of a warehouse opens', () => {
  const withSecrets = (port: number) =>
    `http://shop:hunter2@127.0.0.1:${port}/hooks?token=hunter3#hunter4`;

  test('is not shown to anybody', () => {
    const warehouse = warehouseAt('https://shop:hunter2@wms.example/hooks?token=hunter3#hunter4');
    expect(warehouse.target).toBe('https://wms.example/hooks');
  });

  test.each([301, 404, 410, 500])('is in no reason: %i', async (code) => {
    const server = await webServer(status(code, { location: '/?token=hunter5' }));
    const outcome = await announce(warehouseAt(withSecrets(server.port)));
    expect(outcome).toMatchObject({ type: 'failed' });
    expect(JSON.stringify(outcome)).not.toMatch(/hunter/);
  });

  test('is in no reason where nobody listens', async () => {
    const outcome = await announce(warehouseAt(withSecrets(await closedPort())));
    expect(outcome).toMatchObject({ type: 'failed' });
    expect(JSON.stringify(outcome)).not.toMatch(/hunter/);
  });

  test('is in no reason where it never answers', async () => {
    const server = await webServer(() => {});
    const outcome = await announce(warehouseAt(withSecrets(server.port), 50));
    expect(outcome).toMatchObject({ type: 'failed' });
    expect(JSON.stringify(outcome)).not.toMatch(/hunter/);
  });

  test('is presented to the warehouse as the password it is', async () => {
    const server = await webServer(status(200));
    await announce(warehouseAt(withSecrets(server.port)));
    const basic = `Basic ${Buffer.from('shop:hunter2').toString('base64')}`;
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([basic]);
    expect(server.asked[0]?.headers.host).toBe(`127.0.0.1:${server.port}`);
  });

  test.each([
    ['sh%40p:p%2Fss%3Aw%25rd', 'sh@p:p/ss:w%rd'],
    ['shop', 'shop:'],
    [':token', ':token'],
    ['caf%C3%A9:%E2%82%AC', 'café:€'],
  ])('is presented decoded: %s', async (inUrl, presented) => {
    const server = await webServer(status(200));
    await announce(warehouseAt(`http://${inUrl}@127.0.0.1:${server.port}/`));
    const basic = `Basic ${Buffer.from(presented).toString('base64')}`;
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([basic]);
  });

  test('is nothing where there is none: no password is presented', async () => {
    const server = await webServer(status(200));
    await announce(warehouseAt(server.url));
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

describe('a notice of the warehouse', () => {
  const warehouse = () => warehouseAt('http://127.0.0.1:9/');
  const signed = (body: string, at = new Date()) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  });
  const bodyOf = (type: unknown, data: unknown) => JSON.stringify({ type, data });

  test('is read when its signature holds', () => {
    const data = { orderId: '01J0', carrier: 'DHL', trackingNumber: '00340', more: true };
    const body = bodyOf('order.shipped', data);
    expect(warehouse().readNotice(body, signed(body))).toEqual({
      orderId: '01J0',
      state: 'shipped',
      carrier: 'DHL',
      trackingNumber: '00340',
    });
    const arrived = bodyOf('order.delivered', { orderId: '01J0' });
    expect(warehouse().readNotice(arrived, signed(arrived))).toEqual({
      orderId: '01J0',
      state: 'delivered',
      carrier: null,
      trackingNumber: null,
    });
  });

  test('is refused when it was changed, is old, is signed by another, or is not signed', () => {
    const body = bodyOf('order.shipped', { orderId: '01J0' });
    const other = new Webhook(Buffer.from('another secret of thirty-two by.').toString('base64'));
    const at = new Date();
    const forged = { ...signed(body), 'webhook-signature': other.sign('msg_1', at, body) };
    const hourAgo = new Date(Date.now() - 3_600_000);
    const wrong: [string, Record<string, string>][] = [
      [body.replace('01J0', '01J1'), signed(body)],
      [body, signed(body, hourAgo)],
      [body, { ...signed(body), 'webhook-id': 'msg_2' }],
      [body, forged],
      [body, {}],
    ];
    for (const [text, headers] of wrong) {
      expect(() => warehouse().readNotice(text, headers)).toThrow(InvalidWarehouseNotice);
    }
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another type', bodyOf('order.lost', { orderId: '01J0' })],
    ['the name of something that every object has', bodyOf('constructor', { orderId: '01J0' })],
    ['no data', bodyOf('order.shipped', null)],
    ['no order', bodyOf('order.shipped', {})],
    ['an order that is a number', bodyOf('order.shipped', { orderId: 1 })],
  ])('is refused when it is %s, although it is signed', (_, body) => {
    expect(() => warehouse().readNotice(body, signed(body))).toThrow(InvalidWarehouseNotice);
  });

  test('has no long or strange carrier in it', () => {
    const data = { orderId: '01J0', carrier: 'x'.repeat(500), trackingNumber: { evil: true } };
    const body = bodyOf('order.shipped', data);
    expect(warehouse().readNotice(body, signed(body))).toMatchObject({
      carrier: 'x'.repeat(100),
      trackingNumber: null,
    });
  });
});
