/** A fake shop, files to replay on it, and no time that passes: what each replay test stands on. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type ReplayOptions, type ReplayReport, replay } from '../../src/replay/replay.js';
import { FakeShop, KEY, type Received } from './fake-shop.js';
import { SalesDirectory } from './sales-csv.js';

export let shop: FakeShop;
/** The pauses that the replay asked for, in milliseconds. */
export let waits: number[];
let directory: SalesDirectory;

beforeAll(async () => {
  directory = await SalesDirectory.create();
});
afterAll(() => directory.remove());

beforeEach(async () => {
  shop = await FakeShop.start();
  waits = [];
});
afterEach(() => shop.stop());

/** Replays a file of this content on the shop. */
export async function replayed(
  content: string,
  more: Partial<ReplayOptions> = {},
): Promise<ReplayReport> {
  return replay({
    file: await directory.write(content),
    url: shop.url,
    operatorKey: KEY,
    wait: async (delayMs) => void waits.push(delayMs),
    ...more,
  });
}

export const isRefund = ({ method, path }: Received) =>
  method === 'POST' && path.endsWith('/refunds');

export const isDocument = ({ path }: Received) => path.endsWith('.pdf');

export const isOrder = ({ method, path }: Received) => method === 'POST' && path === '/v1/orders';
