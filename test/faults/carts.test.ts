/**
 * The engine is killed while customers fill carts and order them: what a cart was answered with is there
 * after the restart, and each cart has become one order at most. `FAULT_ROUNDS` sets how often,
 * `FAULT_SEED` repeats a run.
 */
import { describe, expect, it } from 'vitest';
import { ledgerFile, simulatedPaymentsFile } from '../../src/main.js';
import { liveOrderSql } from '../../src/store/sqlite/cart-orders.js';
import { verifyLedger } from '../../src/store/sqlite/verify.js';
import { Client, type Json } from '../support/http-client.js';
import { readFrom } from '../support/sqlite-store.js';
import { address } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { EngineProcess } from './engine-process.js';
import { Random } from './random.js';

const ROUND_TIMEOUT_MS = 60_000;
const CUSTOMERS = 12;
const rounds = Number(process.env.FAULT_ROUNDS ?? 3);
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const settings = { CARTS_PER_ADDRESS: '0', INVOICE_THREADS: '1', QUOTE_THREADS: '1' };

/** The last that a customer was answered about a cart, and whether its order was taken. */
interface Known {
  version: number;
  quantity: number;
  orderId: string | null;
}

describe(`with FAULT_SEED=${seed}, no cart is lost and none is ordered twice`, () => {
  for (let round = 0; round < rounds; round += 1) {
    it(`when the engine is killed (round ${round + 1})`, () => run(seed + round), ROUND_TIMEOUT_MS);
  }
});

async function run(roundSeed: number): Promise<void> {
  const random = new Random(roundSeed);
  const dataDir = temporaryFolder();
  const known = new Map<string, Known>();
  const engine = EngineProcess.launch(dataDir, settings);
  const client = new Client(await engine.ready);
  let left = random.between(40, 200);
  let killed: Promise<void> | null = null;
  const noteAnswer = () => {
    left -= 1;
    if (left === 0) killed = engine.kill();
  };
  const fillers = Array.from({ length: CUSTOMERS }, () => fillCarts(client, known, noteAnswer));
  await Promise.all(fillers);
  await killed;
  await client.close();

  const second = EngineProcess.launch(dataDir, settings);
  const after = new Client(await second.ready);
  for (const [id, expected] of known) await expectKept(after, id, expected);
  // Everybody who is not sure presses once more, twice at a time.
  await Promise.all([...known.keys()].flatMap((id) => [press(after, id), press(after, id)]));
  await after.close();
  await second.kill();

  const files = [ledgerFile(dataDir), simulatedPaymentsFile(dataDir)] as const;
  expect(verifyLedger(...files).offences).toEqual([]);
  // One that the engine was killed before paying came to nothing, and its cart was ordered again.
  const ordered = readFrom(files[0], (db) =>
    db.prepare(`select cart_id from orders where ${liveOrderSql}`).pluck().all(),
  );
  expect([...ordered].sort()).toEqual([...known.keys()].sort());
  removeFolder(dataDir);
}

/** Cart after cart, until nobody answers any more. */
async function fillCarts(client: Client, known: Map<string, Known>, noteAnswer: () => void) {
  try {
    for (;;) {
      const { id } = (await client.post<{ id: string }>('/v1/carts')).body;
      const customer = { email: `${id}@example.com`, name: 'Example Customer' };
      const details = { customer, shippingAddress: address };
      await client.send('PATCH', `/v1/carts/${id}`, { body: details });
      for (let quantity = 1; quantity <= 5; quantity += 1) {
        const body = { quantity };
        const path = `/v1/carts/${id}/lines/MUG-BLUE`;
        const answer = await client.send<{ version: number }>('PUT', path, { body });
        expect(answer.status).toBe(200);
        known.set(id, { version: answer.body.version, quantity, orderId: null });
        noteAnswer();
      }
      const placed = await press(client, id);
      const last = known.get(id) as Known;
      if (placed.status === 201) known.set(id, { ...last, orderId: placed.body.id as string });
      noteAnswer();
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const isGone = (error: unknown): boolean =>
  /ECONNRESET|ECONNREFUSED|UND_ERR_SOCKET|EPIPE/.test((error as { code?: string }).code ?? '');

const press = (client: Client, cartId: string) =>
  client.place({ cartId, payment: { method: 'simulated', token: 'tok_approve' } });

/** What was answered, or a later change whose answer was lost on the way. */
async function expectKept(client: Client, id: string, expected: Known): Promise<void> {
  const { status, body } = await client.get<Json & { version: number; orderId: string | null }>(
    `/v1/carts/${id}`,
  );
  expect(status).toBe(200);
  expect(body.version).toBeGreaterThanOrEqual(expected.version);
  const [line] = body.lines as { quantity: number }[];
  expect(line?.quantity).toBeGreaterThanOrEqual(expected.quantity);
  if (expected.orderId !== null) expect(body.orderId).toBe(expected.orderId);
}
