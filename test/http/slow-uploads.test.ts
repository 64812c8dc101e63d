// A file may take longer to arrive than a request, as long as it keeps coming.

import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATOR_KEY as as } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

const REQUEST_TIMEOUT_MS = 3_000;
const EVERY_MS = 50;

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({ REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS) });
  await shop.client.stocked('U-1', 1);
});
afterAll(() => shop.end());

const spooled = () => readdirSync(join(shop.dataDir, 'imports'));

interface Uploading {
  socket: Socket;
  heard: Promise<string>;
}

const head = (size: number, key = as): string[] => [
  'POST /v1/admin/imports/stock HTTP/1.1',
  'Host: shop',
  'Content-Type: text/csv',
  `Authorization: Bearer ${key}`,
  `Content-Length: ${size}`,
];

/** Sends the file piece by piece, each after a while. */
function upload(pieces: readonly string[], key = as): Uploading {
  const { hostname, port } = new URL(shop.engine.url);
  const socket = connect(Number(port), hostname);
  const heard = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (data) => {
      text += data;
      // A file that is in has its answer; what is cut off is closed by the server.
      if (text.includes('202 Accepted')) socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  socket.write(`${head(size, key).join('\r\n')}\r\n\r\n`);
  const left = [...pieces];
  const sending = setInterval(() => {
    const piece = left.shift();
    if (piece === undefined || !socket.writable) clearInterval(sending);
    else socket.write(piece);
  }, EVERY_MS);
  return { socket, heard };
}

/** Of rows that are right but for being there twice: what matters here is that they arrive. */
const pieces = (count: number, bytes: number): string[] => [
  'sku,onHand\nU-1,5\n',
  ...Array.from({ length: count }, () => ' '.repeat(bytes - 1).concat('\n')),
];
const piecesIn = (ms: number): number => Math.ceil(ms / EVERY_MS);
const LONGER_THAN_A_REQUEST = piecesIn(REQUEST_TIMEOUT_MS * 1.5);

test('a file that keeps coming is taken, though it takes longer than a request may', async () => {
  const { heard } = upload(pieces(LONGER_THAN_A_REQUEST, 4_000));

  expect(await heard).toContain('202 Accepted');
  const level = await until('the level', async () => {
    const { body } = await shop.client.get('/v1/admin/stock/U-1', { as });
    return body.onHand === 5 ? body : undefined;
  });
  expect(level).toMatchObject({ sku: 'U-1', onHand: 5 });
}, 20_000);

test('one that comes drop by drop is answered 408, and makes room for the next', async () => {
  const { heard } = upload(pieces(LONGER_THAN_A_REQUEST * 4, 4));

  const answer = await heard;
  expect(answer).toContain('408 Request Timeout');
  expect(answer).toContain('"type":"/problems/request-timeout"');
  expect(spooled()).toEqual([]);
}, 20_000);

test('one whose sender goes away leaves nothing, and makes room for the next', async () => {
  const { socket } = upload(pieces(LONGER_THAN_A_REQUEST * 4, 4_000));
  await until('its beginning', () => spooled().length > 0);
  socket.destroy();

  await until('its end', () => spooled().length === 0);
  const { heard } = upload(pieces(1, 100));
  expect(await heard).toContain('202 Accepted');
}, 20_000);

test('of somebody without a key it is not waited for', async () => {
  const { heard } = upload(pieces(LONGER_THAN_A_REQUEST * 4, 4_000), 'nobody');

  const answer = await heard;
  expect(answer).toContain('401 Unauthorized');
}, 30_000);

test('a shop that stops does not wait for one, and says so', async () => {
  const stopping = await startShop();
  const { hostname, port } = new URL(stopping.engine.url);
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (data) => {
    heard += data;
  });
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`${head(1_000_000).join('\r\n')}\r\n\r\nsku,onHand\n`);
  await until('its beginning', () => readdirSync(join(stopping.dataDir, 'imports')).length > 0);

  await stopping.end();
  await closed;

  expect(heard).toContain('503 Service Unavailable');
  expect(heard).toContain('"type":"/problems/shutting-down"');
}, 20_000);
