/**
 * Many customers at once, and the engine killed in between: no number of an order, an invoice or a
 * credit note is left out or given twice. With `FAULT_ROUNDS` there are 10,000 of them.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { verify } from './books.js';
import { untilSettled } from './checks.js';
import type { Answer, Client } from './client.js';
import { orderRequest, skus } from './customers.js';
import { Stage } from './setup.js';

const isFull = process.env.FAULT_ROUNDS !== undefined;
const ORDERS = isFull ? 10_000 : 200;
/** When the engine is killed: at these parts of all answers. */
const KILLS = isFull ? [0.2, 0.45, 0.7, 0.9] : [0.3, 0.7];
const CONNECTIONS = 256;
const PLENTY = 1_000_000;
/** What has left can no longer be cancelled. */
const settings = { SIMULATED_WAREHOUSE_DELAY_MS: '86400000' };
const TIMEOUT_MS = 600_000;
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);

interface Customer {
  number: number;
  orderId: string | null;
  /** Orders that a death has ended before they were paid. */
  lost: number;
  isDone: boolean;
}

it(
  `with FAULT_SEED=${seed}, ${ORDERS} orders at once get each number once`,
  async () => {
    const stage = await Stage.open();
    const customers = Array.from(
      { length: ORDERS },
      (_, number): Customer => ({
        number,
        orderId: null,
        lost: 0,
        isDone: false,
      }),
    );
    const lives = [...KILLS, Number.POSITIVE_INFINITY];
    let answers = 0;
    for (const kill of lives) {
      const { engine, client } = await stage.start(settings, CONNECTIONS);
      for (const sku of skus) await client.setStock(sku, PLENTY);
      let dead: Promise<void> | null = null;
      const answered = (): void => {
        answers += 1;
        if (answers >= kill * ORDERS) dead ??= engine.kill();
      };
      while (!dead && customers.some(({ isDone }) => !isDone)) {
        const open = customers.filter(({ isDone }) => !isDone);
        await Promise.all(open.map((customer) => serve(client, customer, answered)));
      }
      await dead;
    }
    await untilSettled(stage.dataDir);

    expect(verify(stage.dataDir).offences).toEqual([]);
    const { orders, credits } = numbersIn(stage.dataDir);
    // Each year counts from one: there are two of them where this runs at New Year.
    for (const numbers of [...orders, ...credits]) expect(numbers).toEqual(upTo(numbers.length));
    expect(orders.flat()).toHaveLength(ORDERS);
    expect(credits.flat().length).toBeGreaterThan(ORDERS / 10);
    expect(new Set(customers.map(({ orderId }) => orderId)).size).toBe(ORDERS);
  },
  TIMEOUT_MS,
);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Orders, and of every tenth gives a part back, of another tenth everything; as far as it is answered. */
async function serve(client: Client, customer: Customer, answered: () => void): Promise<void> {
  const { number } = customer;
  if (customer.orderId === null) {
    const { body } = orderRequest(seed, number, 'tok_approve');
    const answer = await client.placeOrder(body, `order-${number}-${customer.lost}`);
    if (answer?.status === 402) customer.lost += 1;
    if (answer?.status === 402 || !isMade(answer)) return;
    customer.orderId = answer.body.id as string;
    answered();
  }
  const path = `/v1/orders/${customer.orderId}`;
  const key = `back-${number}`;
  if (number % 10 === 0) {
    const goodwill = { amount: 10, reason: 'Late' };
    const refunded = await client.post(`${path}/refunds`, { goodwill, reason: 'Late' }, key);
    if (!isMade(refunded)) return;
  }
  if (number % 10 === 1 && !isMade(await client.post(`${path}/cancel`, {}, key))) return;
  customer.isDone = true;
}

/** What is refused for a while, or by a death, is asked for again. */
const isMade = (answer: Answer | null): answer is Answer => {
  if (answer === null || answer.status === 503 || answer.status === 409) return false;
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return true;
};

/** Of each series in order, as they are in the books. */
function numbersIn(dataDir: string): { orders: number[][]; credits: number[][] } {
  const db = new Database(join(dataDir, 'ledger.db'), { readonly: true });
  const all = (table: string): number[][] =>
    db
      .prepare<[], string>(
        `select json_group_array(series_number order by series_number) from ${table}
         where series is not null group by series`,
      )
      .pluck()
      .all()
      .map((numbers) => JSON.parse(numbers) as number[]);
  const numbers = { orders: all('orders'), credits: all('refunds') };
  db.close();
  return numbers;
}
