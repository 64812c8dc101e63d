// Stopping: what is under way gets its answer, nothing new begins, and everything is let go of.

import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { DataInUseError, lockDataFolder } from '../../src/store/sqlite/instance-lock.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

let shop: TestShop;

afterEach(() => shop.end());

const pending = () =>
  until('a pending order', async () => (await shop.client.orders('?state=payment-pending'))[0]);

/** Shorter than the server's own time-outs, which would end in the end what it should not wait for. */
const timeout = 8_000;

describe('a server that is stopped', { timeout }, () => {
  test('answers the orders that are under way, on connections that are kept open', async () => {
    shop = await startShop({ SIMULATED_PAYMENT_LATENCY_MS: '1000' });
    const placing = [1, 2, 3].map(() => shop.client.place(orderBody()));
    await pending();

    const stopping = shop.engine.stop();
    const placed = await Promise.all(placing);
    await stopping;

    expect(placed.map(({ status }) => status)).toEqual([201, 201, 201]);
  });

  test('takes no connection any more', async () => {
    // An address that no other test listens on: the port may be somebody else's a moment later.
    shop = await startShop({ HOST: '127.0.0.77' });
    await shop.client.place(orderBody());

    await shop.engine.stop();

    await expect(fetch(`${shop.engine.url}/livez`)).rejects.toThrow();
  });

  test('does not wait for a notice of the provider that is on its way', async () => {
    shop = await startShop();
    const body = orderBody({ payment: { method: 'simulated', token: 'tok_webhook_first' } });
    const placed = await shop.client.place(body);

    await shop.engine.stop();

    expect(placed.status).toBe(201);
  });

  test('does not wait for a connection on which nobody has asked for anything', async () => {
    shop = await startShop();
    const { port, hostname } = new URL(shop.engine.url);
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    const hungUp = new Promise((resolve) => silent.once('close', resolve));
    silent.on('error', () => {});
    // The server has taken it before an answer that comes later on another one.
    await shop.client.get('/livez');

    await shop.engine.stop();

    await hungUp;
    expect(silent.closed).toBe(true);
  });

  test('does not wait for a file that is being checked', async () => {
    shop = await startShop();
    // Half a minute's work: the parser takes its time for each line.
    const body = gzipSync(`sku,onHand\n${'\n'.repeat(9_000_000)}`);
    const headers = { 'content-type': 'text/csv' };
    const path = '/v1/admin/imports/stock';
    const begun = await shop.client.post(path, { as: OPERATOR_KEY, body, headers });

    await shop.engine.stop();

    expect(begun.status).toBe(202);
    lockDataFolder(shop.dataDir)();
  });

  test('may be told to twice, and lets go of its data', async () => {
    shop = await startShop();
    expect(() => lockDataFolder(shop.dataDir)).toThrow(DataInUseError);

    await Promise.all([shop.engine.stop(), shop.engine.stop()]);
    await shop.engine.stop();

    lockDataFolder(shop.dataDir)();
  });
});
