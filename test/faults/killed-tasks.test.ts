/**
 * The engine is killed while it works off tasks: at random effects, just when one has arrived and
 * nobody has been told. `FAULT_ROUNDS` sets how often, `FAULT_SEED` repeats a run.
 */
import { describe, expect, it, test } from 'vitest';
import { topics } from '../../src/core/tasks.js';
import { now } from '../../src/telemetry/clock.js';
import { expectNothingLost, untilSettled } from './checks.js';
import { Customers, orderRequest, skus } from './customers.js';
import type { EngineProcess } from './engine-process.js';
import { OutsideWorld } from './outside-world.js';
import { Random } from './random.js';
import { Stage } from './setup.js';
import {
  attemptsAt,
  confirmedOrders,
  invoicedOrders,
  tasksOf,
  timesDone,
  untilTasksRest,
} from './tasks.js';

const ROUND_TIMEOUT_MS = 90_000;
const CUSTOMERS = 8;
const PLENTY = 1_000_000;
const LEASE_MS = 500;
const initial = Object.fromEntries(skus.map((sku) => [sku, PLENTY]));

const rounds = Number(process.env.FAULT_ROUNDS ?? 3);
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);

const messageId = (orderId: string) => `<confirmation.${orderId}@shop.example>`;
const webhookId = (orderId: string) => `msg_consignment_${orderId}`;

describe(`with FAULT_SEED=${seed}, every task is done although the engine is killed`, () => {
  for (let round = 0; round < rounds; round += 1) {
    it(`at random moments (round ${round + 1})`, () => run(seed + round), ROUND_TIMEOUT_MS);
  }
});

async function run(roundSeed: number): Promise<void> {
  const random = new Random(roundSeed);
  const stage = await Stage.open();
  const { dataDir } = stage;
  const world = await OutsideWorld.open();
  const settings = { ...world.settings, TASK_LEASE_MS: String(LEASE_MS), INVOICE_THREADS: '1' };

  const first = await stage.start(settings);
  for (const sku of skus) await first.client.setStock(sku, PLENTY);
  const customers = new Customers(first.client, roundSeed);
  const death = killedAtEffect(world, first.engine, random.between(1, 60));
  customers.start(CUSTOMERS);
  await death;
  await customers.gone();

  // Killed once more while it takes over what the first life has left, if there is anything left.
  const open = tasksOf(dataDir).filter(({ dueAt }) => dueAt !== null);
  if (open.some(({ topic }) => topic === 'warehouse' || topic === 'confirmation-email')) {
    const second = stage.launch(settings);
    await killedAtEffect(world, second, 1);
  }

  const { client } = await stage.start(settings);
  await untilSettled(dataDir);
  await untilTasksRest(dataDir);

  const orders = confirmedOrders(dataDir);
  expect(orders.length, 'orders that were confirmed').toBeGreaterThan(0);
  const each = orders.flatMap((orderId) => [...topics].sort().map((topic) => ({ orderId, topic })));
  expect(timesDone(dataDir)).toEqual(each.map((task) => ({ ...task, times: 1 })));
  expect(tasksOf(dataDir)).toMatchObject(each.map((task) => ({ ...task, state: 'done' })));
  // At least once each, and nothing under any other id.
  expect([...new Set(world.ids('mail'))].sort()).toEqual(orders.map(messageId).sort());
  expect([...new Set(world.ids('notice'))].sort()).toEqual(orders.map(webhookId).sort());
  expect(invoicedOrders(dataDir)).toEqual(orders);
  await expectNothingLost({ dataDir, client, initial }, customers.sent);
}

/** At the moment that so many more effects have arrived, with the last of them not yet answered. */
function killedAtEffect(world: OutsideWorld, engine: EngineProcess, count: number): Promise<void> {
  let left = count;
  return new Promise((resolve, reject) => {
    world.at(
      () => {
        left -= 1;
        return left === 0;
      },
      () => void engine.kill().then(resolve, reject),
    );
  });
}

describe('a task whose engine is killed between its effect and its mark', () => {
  test.each([
    { topic: 'warehouse', kind: 'notice', idOf: webhookId },
    { topic: 'confirmation-email', kind: 'mail', idOf: messageId },
  ] as const)(
    'is taken over after the restart, when its lease is over, under the same id: $topic',
    async ({ topic, kind, idOf }) => {
      const TAKEN_LEASE_MS = 1_500;
      const stage = await Stage.open();
      const { dataDir } = stage;
      const world = await OutsideWorld.open();
      const settings = { ...world.settings, TASK_LEASE_MS: String(TAKEN_LEASE_MS) };
      const first = await stage.start(settings);
      for (const sku of skus) await first.client.setStock(sku, PLENTY);
      let arrivedAt = 0;
      const death = new Promise<void>((resolve, reject) => {
        world.at(
          (effect) => effect.kind === kind,
          () => {
            arrivedAt = now();
            first.engine.kill().then(resolve, reject);
          },
        );
      });
      const request = orderRequest(5, 1, 'tok_approve');
      const sent = { ...request, answer: await first.client.placeOrder(request.body, request.key) };
      await death;

      const [orderId = ''] = confirmedOrders(dataDir);
      const find = () => tasksOf(dataDir).find((task) => task.topic === topic);
      const left = find();
      expect(left).toMatchObject({ orderId, state: 'running', attempts: 1 });
      // It was claimed before its effect arrived, so the lease ends no later than this.
      const leaseEndsAt = left?.dueAt as number;
      expect(leaseEndsAt).toBeLessThanOrEqual(arrivedAt + TAKEN_LEASE_MS);

      const { client } = await stage.start(settings);
      await untilTasksRest(dataDir);
      expect(find()).toMatchObject({ state: 'done', attempts: 2 });
      expect(world.ids(kind)).toEqual([idOf(orderId), idOf(orderId)]);
      const begun = attemptsAt(dataDir, topic);
      expect(begun).toHaveLength(1);
      expect(begun[0]).toBeGreaterThanOrEqual(leaseEndsAt);
      await expectNothingLost({ dataDir, client, initial }, [sent]);
    },
    ROUND_TIMEOUT_MS,
  );
});
