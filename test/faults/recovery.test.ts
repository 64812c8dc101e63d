/** The engine is killed while the past is being settled: it must be possible any number of times. */
import { describe, expect, it } from 'vitest';
import { Books } from './books.js';
import { expectNothingLost, untilSettled } from './checks.js';
import type { Order } from './client.js';
import { orderRequest, type Sent, skus, type Token } from './customers.js';
import { PAYMENT_TIMEOUT_MS, until } from './engine-process.js';
import { expectSameAnswerToKeys } from './repeats.js';
import { Stage } from './setup.js';

const TIMEOUT_MS = 60_000;
const PLENTY = 1_000_000;
/** Orders end where their payment takes them: what the warehouse does comes after that. */
const unshipped = { SIMULATED_WAREHOUSE_DELAY_MS: '3600000' };
const initial = Object.fromEntries(skus.map((sku) => [sku, PLENTY]));

it(
  'settles every open payment although it is killed twice more while it is at it',
  async () => {
    const ORDERS = 240;
    const stage = await Stage.open();
    const { dataDir } = stage;
    // Nobody is answered: every second payment is taken, of the others the provider knows nothing.
    const silence = { SIMULATED_PAYMENT_LATENCY_MS: '60000', PAYMENT_TIMEOUT_MS: '60000' };
    const first = await stage.start(silence, ORDERS);
    for (const sku of skus) await first.client.setStock(sku, PLENTY);
    const requests = Array.from({ length: ORDERS }, (_, number) =>
      orderRequest(7, number, number % 2 === 0 ? 'tok_approve' : 'tok_timeout_lost'),
    );
    const answers = requests.map(({ body, key }) => first.client.placeOrder(body, key));
    const books = new Books(dataDir);
    await until('every order is open', () => books.pending() === ORDERS);
    await until('every second is charged', () => books.captured().charges === ORDERS / 2);
    await first.engine.kill();
    expect(await Promise.all(answers)).toEqual(requests.map(() => null));

    for (let kills = 0; kills < 2; kills += 1) {
      const open = books.pending();
      // One commit an order: recovery takes long enough to be met in its midst.
      const recovering = stage.launch({ LEDGER_BATCH_MAX: '1' });
      await until('recovery is at it', () => books.pending() < open);
      await recovering.kill();
      expect(books.pending(), 'orders that recovery had not come to').toBeGreaterThan(0);
    }
    books.close();

    const { client } = await stage.start(unshipped);
    await untilSettled(dataDir);
    const sent: Sent[] = requests.map((request) => ({ ...request, answer: null }));
    await expectNothingLost({ dataDir, client, initial }, sent);
    const orders = await client.orders();
    expect(orders.map(endOf).sort()).toEqual(
      requests.map(({ token }) => (token === 'tok_approve' ? 'confirmed' : 'failed')).sort(),
    );
    await expectSameAnswerToKeys(client, sent);
    await expectNothingLost({ dataDir, client, initial }, sent);
  },
  TIMEOUT_MS,
);

const endOf = ({ state }: Order): string => state;

/** What the order owes besides goes on meanwhile. */
const settledFacts = ({ tasks: _, ...order }: Order) => order;

describe('an order whose customer was told 202 before the engine was killed', () => {
  const ends: { token: Token; state: string; payment: string }[] = [
    { token: 'tok_timeout_charged', state: 'confirmed', payment: 'captured' },
    { token: 'tok_timeout_lost', state: 'failed', payment: 'voided' },
    { token: 'tok_error_forever', state: 'failed', payment: 'voided' },
  ];
  it.each(ends)(
    'ends $state with $token',
    async ({ token, state, payment }) => {
      const stage = await Stage.open();
      const { dataDir } = stage;
      // The customer has given up long before the engine looks the payment up for the first time.
      const first = await stage.start({ PAYMENT_TIMEOUT_MS: String(PAYMENT_TIMEOUT_MS / 4) });
      for (const sku of skus) await first.client.setStock(sku, PLENTY);
      const sent: Sent[] = await Promise.all(
        Array.from({ length: 6 }, async (_, number) => {
          const request = { ...orderRequest(11, number, token), key: `${token}-${number}` };
          return { ...request, answer: await first.client.placeOrder(request.body, request.key) };
        }),
      );
      await first.engine.kill();
      expect(sent.map(({ answer }) => answer?.status)).toEqual(sent.map(() => 202));
      const books = new Books(dataDir);
      expect(books.pending(), 'orders open at the death').toBe(sent.length);
      books.close();

      const { client } = await stage.start(unshipped);
      await untilSettled(dataDir);
      await expectNothingLost({ dataDir, client, initial }, sent);
      const orders = await client.orders();
      expect(orders.map((order) => [order.state, order.payment.state])).toEqual(
        sent.map(() => [state, payment]),
      );
      await expectSameAnswerToKeys(client, sent);
      expect((await client.orders()).map(settledFacts)).toEqual(orders.map(settledFacts));
    },
    TIMEOUT_MS,
  );
});
