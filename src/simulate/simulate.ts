// Many customers press *Place order* at once, in a shop of their own that is thrown away afterwards.
// Nothing is made up: it is the real engine with its threads, ledger and tasks, only slowed down.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { MICROS } from '../core/decimal.js';
import { allTopics, type Topic } from '../core/tasks.js';
import { startEngine } from '../main.js';
import type { PlaceOrder } from '../orders/order-draft.js';
import { type PlaceOrderResult, placeOrder } from '../orders/place-order.js';
import type { Shop } from '../orders/shop.js';
import type { TaskHandlers } from '../tasks/task-handler.js';
import type { Mode, SimulationPlan } from './plan.js';
import { type CustomerOutcome, type CustomerResult, type Listener, Recorder } from './recorder.js';
import { distributionOf, type Latencies } from './statistics.js';

export class SimulationError extends Error {}

export interface Simulation {
  mode: Mode;
  results: CustomerResult[];
  steps: Recorder['steps'];
  /** Milliseconds until the answer, of those who got one and of those who did not. */
  answerMs: { served: Latencies; refused: Latencies };
  /** Milliseconds until the last task of the last order was at rest. */
  lastTaskMs: number;
  /** Of tasks. */
  attempts: { done: number; failed: number };
}

export interface SimulateOptions {
  /** The user's own settings: thread counts and the like are theirs. */
  config: Config;
  logger: Logger;
  listener: Listener;
  /** Everything is warm: the customers press when this resolves. */
  ready?: () => Promise<void>;
}

const LOOK_EVERY_MS = 2;
const NEVER_MS = 86_400_000;
/** Failures of a simulation are tried again soon: nobody wants to watch a backoff. */
const BACKOFF = { TASK_BACKOFF_FIRST_MS: 200, TASK_BACKOFF_MAX_MS: 1_000 };

export async function simulate(
  plan: SimulationPlan,
  mode: Mode,
  { config, logger, listener, ready }: SimulateOptions,
): Promise<Simulation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'orderloom-simulation-'));
  /** `null` while the engine warms up: then nothing is recorded, and nothing fails. */
  const now: { run: Recorder | null } = { run: null };
  const customers = new Map<string, number>();
  const settings = { ...config, ...settingsOf(plan, mode), DATA_DIR: dataDir };
  const engine = await startEngine(settings, logger, 'simulation', {
    handlers: (real) => failingHandlers(real, plan, () => now.run !== null),
    watchTask: ({ orderId, topic }, phase, outcome) => {
      const customer = customers.get(orderId);
      if (customer !== undefined) now.run?.note(customer, topic, phase, outcome);
    },
    watchThreads: (pool) => (lane, phase) => now.run?.noteBatch(pool, lane, phase),
  });
  try {
    const { shop } = engine;
    await setStock(shop, plan.sku, plan.stock + 1);
    await warmUp(shop, plan);
    await ready?.();
    const run = new Recorder(listener);
    now.run = run;
    const clicks = Array.from({ length: plan.customers }, (_, index) =>
      click(shop, plan, index + 1, run, customers),
    );
    await Promise.all(clicks);
    const lastTaskMs = await untilAtRest(shop, run);
    return { mode, ...summary(run), lastTaskMs };
  } finally {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function settingsOf(plan: SimulationPlan, mode: Mode): Partial<Config> {
  const atOnce = Math.max(128, plan.customers);
  return {
    ...BACKOFF,
    PORT: 0,
    HOST: '127.0.0.1',
    DEMO: true,
    SMTP_URL: '',
    WAREHOUSE_URL: '',
    ORDER_MODE: mode,
    STEP_DELAYS_MS: plan.delaysMs,
    INVOICE_CONCURRENCY: atOnce,
    EMAIL_CONCURRENCY: atOnce,
    WAREHOUSE_CONCURRENCY: atOnce,
    SIMULATED_WAREHOUSE_DELAY_MS: NEVER_MS,
  };
}

async function setStock(shop: Shop, sku: string, onHand: number): Promise<void> {
  const set = await shop.store.setStock({ sku, onHand, reason: 'simulation', at: shop.now() });
  if (set.ok) return;
  const reason =
    set.refusal.type === 'unknown-sku'
      ? `the demo shop has no article ${sku}`
      : `the stock could not be set: ${set.refusal.type}`;
  throw new SimulationError(reason);
}

/** Threads load code and fonts on their first order, which is none of those that are shown. */
async function warmUp(shop: Shop, plan: SimulationPlan): Promise<void> {
  const hurried = { ...shop, settings: { ...shop.settings, stepDelays: {} } };
  const placed = await placeOrder(hurried, orderOf(plan.sku, 0, 'tok_approve'));
  if (!placed.ok)
    throw new SimulationError(`${plan.sku} cannot be ordered: ${placed.refusal.type}`);
  await untilAtRest(shop, new Recorder({}));
}

async function click(
  shop: Shop,
  plan: SimulationPlan,
  customer: number,
  run: Recorder,
  customers: Map<string, number>,
): Promise<void> {
  const isDeclined = Math.random() < (plan.failures.pay ?? 0);
  const request = orderOf(plan.sku, customer, isDeclined ? 'tok_decline' : 'tok_approve');
  // Tasks are known by their order's id alone.
  const newOrderId = () => {
    const id = shop.newOrderId();
    customers.set(id, customer);
    return id;
  };
  const result = await placeOrder({ ...shop, newOrderId }, request, (step, phase, outcome) =>
    run.note(customer, step, phase, outcome),
  );
  run.answered({ customer, ...outcomeOf(result) });
}

const address = {
  name: 'Example Customer',
  line1: 'Invalidenstr. 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

const orderOf = (sku: string, customer: number, token: string): PlaceOrder => ({
  customer: { email: `customer${customer}@example.com`, name: `Customer ${customer}` },
  currency: 'EUR',
  country: 'DE',
  shippingMethod: 'standard',
  coupons: [],
  lines: [{ sku, quantityMicros: MICROS }],
  shippingAddress: { ...address, name: `Customer ${customer}` },
  payment: { method: 'simulated', token },
  claim: null,
});

const outcomes: Readonly<Record<string, CustomerOutcome>> = {
  'out-of-stock': 'sold out',
  'payment-declined': 'declined',
};

function outcomeOf(result: PlaceOrderResult): { outcome: CustomerOutcome; detail: string } {
  if (!result.ok) {
    const { type } = result.refusal;
    return { outcome: outcomes[type] ?? 'refused', detail: type };
  }
  const { number } = JSON.parse(result.value.body) as { number: string | null };
  return { outcome: 'got one', detail: number ?? 'payment-pending' };
}

async function untilAtRest({ store }: Shop, run: Recorder): Promise<number> {
  for (;;) {
    const counts = await store.taskCounts();
    if (counts.every(({ state }) => state === 'dead')) return run.elapsedMs();
    await delay(LOOK_EVERY_MS);
  }
}

function failingHandlers(
  real: TaskHandlers,
  { failures }: SimulationPlan,
  isArmed: () => boolean,
): TaskHandlers {
  const failing = (topic: Topic): TaskHandlers[Topic] => ({
    run: async (task, signal) => {
      if (isArmed() && Math.random() < (failures[topic] ?? 0)) {
        return { type: 'failed', reason: 'simulated' };
      }
      return real[topic].run(task, signal);
    },
  });
  return Object.fromEntries(allTopics.map((topic) => [topic, failing(topic)])) as TaskHandlers;
}

function summary({ results, steps }: Recorder): Omit<Simulation, 'mode' | 'lastTaskMs'> {
  const times = (served: boolean) =>
    distributionOf(
      results
        .filter(({ outcome }) => (outcome === 'got one') === served)
        .map(({ answerMs }) => answerMs),
    );
  const ended = steps.filter(({ step }) => (allTopics as readonly string[]).includes(step));
  const failed = ended.filter(({ outcome }) => outcome === 'failed').length;
  return {
    results,
    steps,
    answerMs: { served: times(true), refused: times(false) },
    attempts: { done: ended.length - failed, failed },
  };
}
