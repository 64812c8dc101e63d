// Where events may go: public addresses alone, in whatever way an address is written or hidden.

import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  openWebhookSender,
  type WebhookSender,
} from '../../src/gateways/webhooks/webhook-sender.js';
import { webhookUrlFault } from '../../src/http/webhook-url.js';
import { startWebServer, status, type WebServer } from '../support/web-server.js';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const event = {
  id: 'evt_1_2',
  type: 'order.confirmed',
  subject: '1',
  at: Date.UTC(2026, 5, 1),
  sequence: 2,
  data: { orderId: '1' },
};

const open = (allowsPrivate: boolean): WebhookSender =>
  openWebhookSender({
    allowsPrivate,
    timeoutMs: 2_000,
    connectionsMax: 2,
    source: () => 'https://shop.example',
    now: Date.now,
  });

let guarded: WebhookSender;
let own: WebhookSender;
let server: WebServer;
let bell: Server;
let rung = 0;

beforeAll(async () => {
  [guarded, own] = [open(false), open(true)];
  server = await startWebServer(status(204));
  bell = createServer((socket) => {
    rung += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => bell.listen(0, '::', resolve));
});
afterAll(async () => {
  guarded.close();
  own.close();
  await server.close();
  bell.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const send = (sender: WebhookSender, url: string) =>
  sender.send(url, [secret], event, AbortSignal.timeout(5_000));
const refused = { type: 'failed', reason: 'its address is not a public one', isGone: false };

describe('an address that is not public is not connected to', () => {
  const port = () => (bell.address() as { port: number }).port;
  const hosts = [
    ['loopback', '127.0.0.1'],
    ['another loopback', '127.9.9.9'],
    ['a short loopback', '127.1'],
    ['decimal', '2130706433'],
    ['hexadecimal', '0x7f000001'],
    ['octal', '0177.0.0.1'],
    ['unspecified', '0.0.0.0'],
    ['private, class A', '10.0.0.1'],
    ['private, class B', '172.16.0.1'],
    ['private, class C', '192.168.0.1'],
    ['link-local, where clouds keep their secrets', '169.254.169.254'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 loopback', '[::1]'],
    ['IPv6 unspecified', '[::]'],
    ['IPv6 unique local', '[fd00::1]'],
    ['IPv6 link-local', '[fe80::1]'],
    ['IPv6-mapped', '[::ffff:127.0.0.1]'],
    ['IPv6-mapped, hexadecimal', '[::ffff:7f00:1]'],
    ['IPv6-mapped, of the clouds', '[::ffff:169.254.169.254]'],
    ['NAT64', '[64:ff9b::7f00:1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['a name of the machine', 'localhost'],
  ];
  test.each(hosts)('%s: %s', async (_what, host) => {
    const before = rung;
    expect(await send(guarded, `http://${host}:${port()}/`)).toEqual(refused);
    expect(rung).toBe(before);
  });

  test.each(hosts)('%s is refused when it is registered: %s', (_what, host) => {
    expect(webhookUrlFault(`https://${host}/`, { allowsPlain: false })).not.toBeNull();
  });

  test.each(['localhost.', 'erp.local.', 'intranet.'])(
    'a name of its own network is refused with the dot of the root too: %s',
    (host) => {
      expect(webhookUrlFault(`https://${host}/`, { allowsPlain: false })).toContain('internet');
      expect(webhookUrlFault('https://erp.example.com./', { allowsPlain: false })).toBeNull();
    },
  );
});

describe('a name', () => {
  const standsFor = (...addresses: string[]) => {
    const rest = [...addresses];
    vi.spyOn(dns, 'lookup').mockImplementation(((
      _name: string,
      options: { all?: boolean },
      done: (...answer: unknown[]) => void,
    ) => {
      const address = rest.length > 1 ? rest.shift() : rest[0];
      if (options.all) done(null, [{ address, family: 4 }]);
      else done(null, address, 4);
    }) as unknown as typeof dns.lookup);
    syncBuiltinESMExports();
  };

  test('that stands for a private address is refused', async () => {
    standsFor('10.0.0.1');
    expect(await send(guarded, `http://erp.example.com:${server.port}/`)).toEqual(refused);
  });

  test('that stands for another address at the next look is judged by that one', async () => {
    standsFor('203.0.114.1', '127.0.0.1');
    dns.lookup('erp.example.com', {}, () => {});
    const before = server.asked.length;

    expect(await send(guarded, `http://erp.example.com:${server.port}/`)).toEqual(refused);
    expect(server.asked.length).toBe(before);
  });
});

describe('a shop that allows its own network', () => {
  test('is delivered to, but not redirected', async () => {
    expect(await send(own, server.url)).toEqual({ type: 'delivered' });
    const redirecting = await startWebServer(status(307, { location: server.url }));
    const before = server.asked.length;

    expect(await send(own, redirecting.url)).toEqual({
      type: 'failed',
      reason: 'answered 307: redirects are not followed',
      isGone: false,
    });
    expect(server.asked.length).toBe(before);
    await redirecting.close();
  });

  test('may not be told at an address that stands for every one of the machine', async () => {
    expect(await send(own, `http://0.0.0.0:${server.port}/`)).toEqual(refused);
  });
});

const hint = ' (inside your own network with WEBHOOK_PRIVATE_NETWORKS=true)';

describe('an address', () => {
  test.each([
    ['https://erp.example.com/orders?shop=1', null],
    ['http://erp.example.com/', `must begin with https://${hint}`],
    ['https://user:secret@erp.example.com/', 'must not hold a user or password'],
    ['https://erp.example.com/#top', 'must not hold a #fragment'],
    ['https://erp/', `must be a host on the internet${hint}`],
    ['https://erp.local/', `must be a host on the internet${hint}`],
    ['https://93.184.215.14/', `must name its host, not an address${hint}`],
    ['https://erp.example.com/\r\nx', 'must hold no spaces and no control characters'],
    ['https://erp.example.com/a b', 'must hold no spaces and no control characters'],
    ['nonsense', 'must be a URL such as https://erp.example.com/orders'],
    ['javascript:alert(1)', 'must begin with https://'],
  ])('%s: %s', (url, fault) => {
    expect(webhookUrlFault(url, { allowsPlain: false })).toBe(fault);
  });
});
