/**
 * The engine is killed while it tells an endpoint of orders: each event arrives at least once, under one
 * id, and what was under way is taken over when its lease is over. `FAULT_ROUNDS` sets how often.
 */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startWebServer } from '../support/web-server.js';
import { verify } from './books.js';
import { untilSettled } from './checks.js';
import { Customers, skus } from './customers.js';
import { type EngineProcess, until } from './engine-process.js';
import { Random } from './random.js';
import { Stage } from './setup.js';
import { confirmedOrders } from './tasks.js';

const ROUND_TIMEOUT_MS = 90_000;
const LEASE_MS = 500;
const KILLS = 3;
const rounds = Number(process.env.FAULT_ROUNDS ?? 3);
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);

/** What endpoints are to be told, read from outside. */
const deliveries = (dataDir: string) => {
  const db = new Database(join(dataDir, 'ledger.db'), { readonly: true, fileMustExist: true });
  try {
    return db
      .prepare<[], { eventId: string; state: string; attempts: number; dueAt: number | null }>(
        DELIVERIES,
      )
      .all();
  } finally {
    db.close();
  }
};
const DELIVERIES = `
  select 'evt_' || o.id || '_' || d.sequence as eventId, t.state, t.attempts, t.due_at as dueAt
  from webhook_deliveries d join orders o on o.seq = d.order_seq
  join tasks t on t.order_seq = d.order_seq and t.topic = d.endpoint_id and t.reference = d.sequence`;

/** Notes every event that arrives, and kills at one of them before its sender is answered. */
class Endpoint {
  readonly arrived: string[] = [];
  readonly killedAt: string[] = [];
  #alarm: { left: number; ring: () => void } | null = null;

  at(count: number, engine: EngineProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#alarm = { left: count, ring: () => void engine.kill().then(resolve, reject) };
    });
  }

  note(id: string): void {
    this.arrived.push(id);
    const alarm = this.#alarm;
    if (!alarm) return;
    alarm.left -= 1;
    if (alarm.left > 0) return;
    this.#alarm = null;
    this.killedAt.push(id);
    alarm.ring();
  }
}

describe(`with FAULT_SEED=${seed}, an endpoint is told of each event although the engine is killed`, () => {
  for (let round = 0; round < rounds; round += 1) {
    it(`at random deliveries (round ${round + 1})`, () => run(seed + round), ROUND_TIMEOUT_MS);
  }
});

async function run(roundSeed: number): Promise<void> {
  const random = new Random(roundSeed);
  const stage = await Stage.open();
  const { dataDir } = stage;
  const settings = { TASK_LEASE_MS: String(LEASE_MS), WEBHOOK_PRIVATE_NETWORKS: 'true' };
  const endpoint = new Endpoint();
  let webhook: Webhook | null = null;
  const server = await startWebServer(({ headers, text }, response) => {
    webhook?.verify(text, headers);
    expect(JSON.parse(text)).toMatchObject({ id: headers['webhook-id'] });
    endpoint.note(headers['webhook-id'] as string);
    response.writeHead(204).end();
  });
  onTestFinished(() => server.close());

  const first = await stage.start(settings);
  for (const sku of skus) await first.client.setStock(sku, 1_000_000);
  const path = '/v1/admin/webhook-endpoints';
  const registered = await first.client.post(path, { url: server.url }, 'endpoint');
  expect(registered?.status).toBe(201);
  webhook = new Webhook(registered?.body.secret as string);

  const customers = new Customers(first.client, roundSeed);
  const death = endpoint.at(random.between(1, 40), first.engine);
  customers.start(8);
  await death;
  await customers.gone();
  for (let kill = 1; kill < KILLS; kill += 1) {
    // Whoever was killed has told of one event more than it could write down, so there is one left.
    const engine = stage.launch(settings);
    await endpoint.at(1, engine);
  }

  await stage.start(settings);
  await untilSettled(dataDir);
  await until(
    'nothing is left to be told',
    () => deliveries(dataDir).every(({ dueAt }) => dueAt === null),
    30_000,
  );
  const told = deliveries(dataDir);
  expect(told.length).toBeGreaterThanOrEqual(confirmedOrders(dataDir).length);
  expect(told.filter(({ state }) => state !== 'done')).toEqual([]);
  // At least once each, and nothing under any other id.
  expect([...new Set(endpoint.arrived)].sort()).toEqual(told.map(({ eventId }) => eventId).sort());
  for (const id of endpoint.killedAt) {
    expect(endpoint.arrived.filter((one) => one === id).length, id).toBeGreaterThan(1);
    expect(told.find(({ eventId }) => eventId === id)?.attempts, id).toBeGreaterThan(1);
  }
  expect(verify(dataDir).offences).toEqual([]);
}
