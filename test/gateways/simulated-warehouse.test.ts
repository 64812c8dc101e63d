import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  openSimulatedWarehouse,
  type SimulatedWarehouse,
} from '../../src/gateways/warehouse/simulated-warehouse.js';
import { InvalidWarehouseNotice } from '../../src/gateways/warehouse/warehouse.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const secret = Buffer.from('a secret of thirty-two bytes....').toString('base64');
const webhook = new Webhook(secret);
const DELAY_MS = 2_000;
const RETRY_MS = 1_000;

interface Notice {
  type: string;
  orderId: string;
  id: string;
}

let folder: string;
let now: number;
let looks: number;
let answers: (notice: Notice) => number | Promise<number>;
let told: Notice[];
let warehouse: SimulatedWarehouse;

function open(): SimulatedWarehouse {
  warehouse = openSimulatedWarehouse({
    file: join(folder, 'simulated-warehouse.db'),
    secret,
    delayMs: DELAY_MS,
    deliver: async (body, headers) => {
      const { type, data } = webhook.verify(body, headers) as {
        type: string;
        data: { orderId: string };
      };
      const notice = { type, orderId: data.orderId, id: headers['webhook-id'] as string };
      told.push(notice);
      return answers(notice);
    },
    // It asks for its share at each look.
    share: () => {
      looks += 1;
      return 1;
    },
    now: () => now,
  });
  return warehouse;
}

beforeEach(() => {
  folder = temporaryFolder();
  now = Date.now();
  looks = 0;
  told = [];
  answers = () => 204;
  open();
});
afterEach(async () => {
  await warehouse.stop();
  removeFolder(folder);
});

function receive(orderId: string, messageId = `msg_consignment_${orderId}`): void {
  const body = JSON.stringify({ type: 'order.confirmed', data: { orderId } });
  const at = new Date();
  warehouse.receive(body, {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': webhook.sign(messageId, at, body),
  });
}

/** Until it has looked at its books at this time, and done what they say. */
async function looked(): Promise<void> {
  // The look that is under way may have begun before the time moved.
  const enough = looks + 2;
  await until('it has looked', () => looks >= enough);
}

async function later(ms: number): Promise<void> {
  now += ms;
  await looked();
}

const shipped = (orderId: string): Notice => ({
  type: 'order.shipped',
  orderId,
  id: `msg_shipped_${orderId}`,
});
const delivered = (orderId: string): Notice => ({
  type: 'order.delivered',
  orderId,
  id: `msg_delivered_${orderId}`,
});

describe('a consignment', () => {
  test('is shipped after a while, and delivered after another, once each', async () => {
    receive('01J0A');
    await later(DELAY_MS - 1);
    expect(told).toEqual([]);
    await later(1);
    expect(told).toEqual([shipped('01J0A')]);
    await later(DELAY_MS - 1);
    expect(told).toHaveLength(1);
    await later(1);
    expect(told).toEqual([shipped('01J0A'), delivered('01J0A')]);
    await later(100 * DELAY_MS);
    expect(told).toHaveLength(2);
  });

  test('that comes again and again is one consignment, also after it has gone', async () => {
    for (let times = 0; times < 3; times += 1) receive('01J0A');
    await later(DELAY_MS);
    receive('01J0A');
    await later(DELAY_MS);
    receive('01J0A', 'msg_of_another_id');
    await later(10 * DELAY_MS);
    expect(told).toEqual([shipped('01J0A'), delivered('01J0A')]);
  });

  test('is not mistaken for another', async () => {
    const orders = Array.from({ length: 100 }, (_, number) => `01J0-${number}`);
    for (const order of orders) receive(order);
    now += DELAY_MS;
    await until('all are shipped', () => told.length === 100);
    now += DELAY_MS;
    await until('all are delivered', () => told.length === 200);
    const once = (make: (id: string) => Notice) => orders.map((order) => make(order).id);
    expect(told.map(({ id }) => id).sort()).toEqual([...once(shipped), ...once(delivered)].sort());
  });

  test('is not forgotten when the process dies', async () => {
    receive('01J0A');
    receive('01J0B');
    await later(DELAY_MS);
    await warehouse.stop();
    expect(told).toHaveLength(2);
    open();
    receive('01J0A');
    await later(DELAY_MS);
    expect(told.slice(2).sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      delivered('01J0A'),
      delivered('01J0B'),
    ]);
    await later(10 * DELAY_MS);
    expect(told).toHaveLength(4);
  });
});

describe('a notice that the shop', () => {
  test.each([404, 409])('answers with %i is the last of its order', async (code) => {
    answers = () => code;
    receive('01J0A');
    await later(DELAY_MS);
    expect(told).toEqual([shipped('01J0A')]);
    answers = () => 204;
    await later(100 * DELAY_MS);
    expect(told).toHaveLength(1);
  });

  test.each([500, 503, 0])('answers with %i is repeated under the same id', async (code) => {
    answers = () => code;
    receive('01J0A');
    await later(DELAY_MS);
    expect(told).toEqual([shipped('01J0A')]);
    await later(RETRY_MS - 1);
    expect(told).toHaveLength(1);
    await later(1);
    expect(told).toEqual([shipped('01J0A'), shipped('01J0A')]);
    answers = () => 204;
    await later(RETRY_MS);
    await later(DELAY_MS);
    expect(told.slice(2)).toEqual([shipped('01J0A'), delivered('01J0A')]);
  });

  test('does not answer at all is repeated, and holds no other up', async () => {
    answers = ({ orderId }) => {
      if (orderId === '01J0A') throw new Error('connect ECONNREFUSED');
      return 204;
    };
    receive('01J0A');
    receive('01J0B');
    await later(DELAY_MS);
    await later(DELAY_MS);
    expect(told.filter(({ orderId }) => orderId === '01J0B')).toEqual([
      shipped('01J0B'),
      delivered('01J0B'),
    ]);
    expect(told.filter(({ orderId }) => orderId === '01J0A').length).toBeGreaterThan(1);
    answers = () => 204;
    await later(DELAY_MS);
    await later(DELAY_MS);
    expect(told.at(-1)).toEqual(delivered('01J0A'));
  });
});

test('what is not signed by the shop is refused, and nothing is sent', async () => {
  const body = JSON.stringify({ type: 'order.confirmed', data: { orderId: '01J0A' } });
  const at = new Date();
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  };
  const signature = webhook.sign('msg_1', at, body);
  const forged = { ...headers, 'webhook-signature': signature.replace(/.$/, 'A') };
  expect(() => warehouse.receive(body, headers)).toThrow(InvalidWarehouseNotice);
  expect(() =>
    warehouse.receive(`${body} `, { ...headers, 'webhook-signature': signature }),
  ).toThrow(InvalidWarehouseNotice);
  expect(() => warehouse.receive(body, forged)).toThrow(InvalidWarehouseNotice);
  await later(DELAY_MS);
  expect(told).toEqual([]);
});

test.each(['null', '{}', '{"data":null}', '{"data":{"orderId":7}}'])(
  'what names no order is refused: %s',
  (body) => {
    const at = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign('msg_1', at, body),
    };
    expect(() => warehouse.receive(body, headers)).toThrow(InvalidWarehouseNotice);
  },
);
