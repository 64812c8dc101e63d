/**
 * The engine is killed under load, at random moments and in every gap between two steps, and is
 * started again. `FAULT_ROUNDS` sets how often, `FAULT_SEED` repeats a run.
 */
import { describe, it } from 'vitest';
import { Books } from './books.js';
import { expectNothingLost, type Levels, untilSettled } from './checks.js';
import type { Client } from './client.js';
import { Customers, skus } from './customers.js';
import { until } from './engine-process.js';
import { type Gap, gaps, look, type View } from './gaps.js';
import { Random } from './random.js';
import { expectSameAnswerToKeys } from './repeats.js';
import { Stage } from './setup.js';

const ROUND_TIMEOUT_MS = 60_000;
const CUSTOMERS = 32;
const PLENTY = 1_000_000;

const rounds = Number(process.env.FAULT_ROUNDS ?? 5);
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);

/** The first five rounds hit everything once; from then on every second moment is random. */
function aimOf(round: number): Gap | null {
  if (round <= gaps.length) return gaps[round - 1] ?? null;
  return round % 2 === 0 ? (gaps[(round / 2) % gaps.length] ?? null) : null;
}

describe(`with FAULT_SEED=${seed}, nothing is lost when the engine is killed`, () => {
  for (let round = 0; round < rounds; round += 1) {
    const gap = aimOf(round);
    const moment = gap?.name ?? 'at a random moment';
    it(`${moment} (round ${round + 1})`, () => run(gap, seed + round), ROUND_TIMEOUT_MS);
  }
});

async function run(gap: Gap | null, roundSeed: number): Promise<void> {
  const random = new Random(roundSeed);
  const stage = await Stage.open();
  const { dataDir } = stage;
  const first = await stage.start(gap?.settings);
  const initial = await stock(first.client, gap ? PLENTY : random.between(20, 200));
  await limitCoupon(first.client);
  const customers = new Customers(first.client, roundSeed);
  if (gap) await killInGap(gap);
  else await killAtEvent(random.between(50, 1_200));
  await customers.gone();

  const { client } = await stage.start();
  const engine = { dataDir, client, initial };
  await untilSettled(dataDir);
  await expectNothingLost(engine, customers.sent);
  await expectSameAnswerToKeys(client, customers.sent);
  await untilSettled(dataDir);
  await expectNothingLost(engine, customers.sent);

  async function killAtEvent(event: number): Promise<void> {
    const moment = customers.atEvent(event);
    customers.start(CUSTOMERS);
    await moment;
    await first.engine.kill();
  }

  async function killInGap(aimed: Gap): Promise<void> {
    const answersLeast = random.between(0, 40);
    const ordersLeast = random.between(1, CUSTOMERS / 2);
    const view: View = { books: new Books(dataDir), quoted: 0 };
    const operator = first.client;
    customers.start(CUSTOMERS);
    await until(`${ordersLeast} orders are ${aimed.name}`, async () => {
      await look(view, operator);
      return customers.answered >= answersLeast && aimed.orders(view) >= ordersLeast;
    });
    await first.engine.kill();
    const caught = aimed.orders(view);
    view.books.close();
    if (caught === 0) throw new Error(`the engine died with no order ${aimed.name}`);
  }
}

/** Nobody comes too late for it, but each use of it is counted, and verified in the end. */
async function limitCoupon(client: Client): Promise<void> {
  const plenty = `${PLENTY}.00`;
  await client.operator('PUT', '/v1/admin/promotions/welcome10', {
    name: '10 % off for new customers',
    coupon: 'WELCOME10',
    priority: 100,
    action: { type: 'percentage', percent: '10' },
    since: '2026-01-01',
    until: null,
    limit: { uses: PLENTY, usesPerCustomer: PLENTY, budget: { EUR: plenty, PLN: plenty } },
  });
}

/** One article is scarce, so that some customers are too late. */
async function stock(client: Client, scarce: number): Promise<Levels> {
  const levels = Object.fromEntries(skus.map((sku, index) => [sku, index === 0 ? scarce : PLENTY]));
  for (const [sku, onHand] of Object.entries(levels)) await client.setStock(sku, onHand);
  return levels;
}
