/**
 * The engine is killed around a charge at Stripe: between Stripe's answer and its own mark, before the
 * answer, before the charge. After the restart the outcome is found by asking, and nobody pays twice.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { StripeServer } from '../support/stripe-server.js';
import { verify } from './books.js';
import { untilSettled } from './checks.js';
import type { Client } from './client.js';
import { orderRequest } from './customers.js';
import { type EngineProcess, type Settings, until } from './engine-process.js';
import { Stage } from './setup.js';

const TIMEOUT_MS = 60_000;
const STOCK = 100;

interface Scene {
  stage: Stage;
  stripe: StripeServer;
  settings: Settings;
  engine: EngineProcess;
  client: Client;
}

async function scene(more: Settings = {}): Promise<Scene> {
  const stage = await Stage.open();
  const stripe = new StripeServer();
  const settings = {
    STRIPE_API_URL: await stripe.listen(),
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    PAYMENT_TIMEOUT_MS: '5000',
  };
  onTestFinished(() => stripe.close());
  const started = await stage.start({ ...settings, ...more });
  await started.client.setStock('MUG-BLUE', STOCK);
  return { stage, stripe, settings, ...started };
}

const KEY = 'paid-once';
const request = () => {
  const { body } = orderRequest(7, 1, 'tok_approve');
  const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
  return { ...body, lines, coupons: [], payment: { method: 'stripe', token: 'pm_card_visa' } };
};

/** Killed at that moment, with a customer who waits for an answer that never comes. */
async function killedAt(
  { stripe, engine, client }: Scene,
  route: string,
  phase: 'begun' | 'done',
): Promise<void> {
  const death = new Promise<void>((resolve, reject) => {
    stripe.watch = (heard, at) => {
      if (heard !== route || at !== phase) return;
      stripe.watch = () => {};
      engine.kill().then(resolve, reject);
    };
  });
  expect(await client.placeOrder(request(), KEY)).toBeNull();
  await death;
}

/** The next life: what becomes of the only order there is. */
async function settledOrder({ stage, stripe, settings }: Scene) {
  const calls = stripe.calls.length;
  const { client } = await stage.start(settings);
  await untilSettled(stage.dataDir);
  const orders = await client.orders();
  expect(orders).toHaveLength(1);
  const [order] = orders;
  if (!order) throw new Error('there is no order');
  expect(verify(stage.dataDir).offences).toEqual([]);
  return { client, order, asked: stripe.calls.slice(calls) };
}

const confirms = (calls: readonly string[]) => calls.filter((call) => call.endsWith('/confirm'));

describe('an engine that is killed around a charge at Stripe', () => {
  test(
    'between the answer and its mark finds the charge by asking, and takes no more',
    async () => {
      const setting = await scene({ STEP_DELAYS_MS: 'confirm=60000' });
      const { stripe, engine, client } = setting;
      const lost = client.placeOrder(request(), KEY);
      const paid = 'orderloom_payments_total{provider="stripe",outcome="captured"}';
      // The answer has come, and nothing of it is written down: the next step waits.
      await until('the answer is there', async () => (await client.metric(paid)) === 1);
      await engine.kill();
      expect(await lost).toBeNull();

      const { order, asked, client: next } = await settledOrder(setting);
      expect(order).toMatchObject({ state: 'confirmed', payment: { state: 'captured' } });
      expect(asked.filter((call) => call.startsWith('GET')).length).toBeGreaterThan(0);
      expect(confirms(asked)).toEqual([]);
      expect(stripe.moved.get(stripe.intentOf(order.id).id)).toBe(1);
      expect(stripe.taken(order.id)).toBe(order.totals.total);

      const again = await next.placeOrder(request(), KEY);
      expect(again).toMatchObject({ status: 201, body: { id: order.id }, replayed: true });
      expect(stripe.intents.size).toBe(1);
      expect(await next.available('MUG-BLUE')).toBe(STOCK - 2);
    },
    TIMEOUT_MS,
  );

  test(
    'after the charge and before its answer finds it too',
    async () => {
      const setting = await scene();
      await killedAt(setting, 'confirm', 'done');

      const { order, asked } = await settledOrder(setting);
      expect(order).toMatchObject({ state: 'confirmed', payment: { state: 'captured' } });
      expect(confirms(asked)).toEqual([]);
      expect(setting.stripe.taken(order.id)).toBe(order.totals.total);
    },
    TIMEOUT_MS,
  );

  test(
    'before the charge takes nothing afterwards, and lets go of the stock',
    async () => {
      const setting = await scene();
      // What is on its way to Stripe when its sender dies never arrives.
      setting.stripe.failing('confirm', 'drop');
      await killedAt(setting, 'confirm', 'begun');

      const { order, asked, client } = await settledOrder(setting);
      expect(order.state).toBe('failed');
      expect(confirms(asked)).toEqual([]);
      expect(setting.stripe.taken(order.id)).toBe(0);
      expect(setting.stripe.intentOf(order.id).status).toBe('canceled');
      expect(await client.available('MUG-BLUE')).toBe(STOCK);
    },
    TIMEOUT_MS,
  );

  test(
    'between a refund and its mark gives the money back once',
    async () => {
      const setting = await scene();
      const { stage, stripe, engine, client, settings } = setting;
      const placed = await client.placeOrder(request(), KEY);
      expect(placed?.status).toBe(201);
      const id = placed?.body.id as string;
      const death = new Promise<void>((resolve, reject) => {
        stripe.watch = (route, phase) => {
          if (route !== 'refund' || phase !== 'done') return;
          stripe.watch = () => {};
          engine.kill().then(resolve, reject);
        };
      });
      const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
      const body = { lines, restock: true, reason: 'Too blue' };
      await client.post(`/v1/orders/${id}/refunds`, body, 'refund-1');
      await death;

      const { client: next } = await stage.start(settings);
      await untilSettled(stage.dataDir);
      expect(stripe.refunds).toHaveLength(1);
      const again = await next.post(`/v1/orders/${id}/refunds`, body, 'refund-1');
      expect(again?.status).toBeLessThan(300);
      expect(stripe.refunds).toHaveLength(1);
      const total = placed?.body.totals as { total: number };
      expect(stripe.taken(id)).toBe(total.total - (stripe.refunds[0]?.amount ?? 0));
      expect(verify(stage.dataDir).offences).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
