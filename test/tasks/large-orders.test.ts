import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Throttle } from '../../src/tasks/throttle.js';
import { Outbox, type Work } from '../support/outbox.js';
import { figuresOf } from '../support/store-figures.js';
import { orderOf } from '../support/store-orders.js';
import { until } from '../support/until.js';

let outbox: Outbox;

beforeEach(() => {
  outbox = new Outbox();
});
afterEach(() => outbox.close());

const email = 'confirmation-email';

/** As if each piece had lines of its own that add nothing. */
const counted: Work = async ({ orderId }) => {
  const figures = figuresOf(await orderOf(outbox.store, orderId));
  const { sku } = figures.lines[0] as (typeof figures.lines)[number];
  const nothing = { sku, units: 0, gross: 0, net: 0 };
  return {
    type: 'done',
    figures: { ...figures, lines: [...figures.lines, ...Array(150).fill(nothing)] },
  };
};

/** Keeps the event loop as an order of many lines does. */
const keepsTheLoop = (work: Work): Work => {
  return async (task, signal) => {
    const since = performance.now();
    while (performance.now() - since < 2);
    return work(task, signal);
  };
};
const long = keepsTheLoop(async () => ({ type: 'done' }));

describe('outcomes with a row for each of many lines', () => {
  test('are written without a rest by an engine that stops', async () => {
    const orders = await outbox.orders(4);
    const { engine, runs } = outbox.start({
      handlers: { analytics: counted },
      restMs: () => 3_600_000,
    });
    await until('something has begun', () => runs.length > 0);
    await engine.stop();
    const left = await outbox.notIn('done', orders, ['analytics']);
    const begun = runs.filter(({ topic }) => topic === 'analytics');
    expect(left).toHaveLength(4 - begun.length);
  });
});

describe('attempts that keep the main loop long', () => {
  test('rest longer for what they took than those that do not', async () => {
    const shares = async (work: Work) => {
      // So many that there are several helpings: one may fall into a moment in which the machine is slow.
      await outbox.orders(40);
      const asked: number[] = [];
      const { engine, settled } = outbox.start({
        handlers: { invoice: work, [email]: work, warehouse: work, analytics: work },
        restMs: (_, share) => {
          asked.push(share);
          return 0;
        },
      });
      await settled();
      await engine.stop();
      return asked;
    };
    const [short, dear] = [await shares(async () => ({ type: 'done' })), await shares(long)];
    expect(Math.max(...dear)).toBeLessThan(Math.max(...short));
    expect(Math.max(...short)).toBeLessThan(1);
  });

  test('are begun one at a time, with a rest after each', async () => {
    const orders = await outbox.orders(6);
    const begun: number[] = [];
    const { engine, runs, settled } = outbox.start({
      handlers: { invoice: long, [email]: long, warehouse: long, analytics: long },
      restMs: (workedMs) => {
        if (workedMs >= 2) begun.push(runs.length);
        return 0;
      },
    });
    await settled();
    await engine.stop();
    expect(await outbox.notIn('done', orders)).toEqual([]);
    // How long they take is known only after the first.
    const [first = 0, ...others] = begun;
    expect(first).toBeLessThan(runs.length);
    expect(others).toEqual(others.map((_, index) => first + index + 1));
    expect(others.at(-1)).toBe(runs.length);
  });

  test('come to an end, with orders that never stop coming and without any', async () => {
    const orders = await outbox.orders(200);
    const traffic = { underWay: 1, begun: 0 };
    const throttle = new Throttle({ traffic, queued: () => 0 });
    throttle.start();
    await until('orders are noticed', () => throttle.restMs(1, 1 / 10) > 0);
    const { engine, settled } = outbox.start({
      handlers: { warehouse: long, analytics: keepsTheLoop(counted) },
      share: () => throttle.share,
      restMs: (workedMs, share) => throttle.restMs(workedMs, share),
    });
    const done = (topic: string) => (engine.figures()[topic] as { done: number }).done;
    await until(
      'some are done beside orders',
      () => done('warehouse') > 8 && done('analytics') > 8,
    );
    expect((await outbox.notIn('done', orders)).length).toBeGreaterThan(0);
    traffic.underWay = 0;
    await settled();
    throttle.stop();
    expect(await outbox.notIn('done', orders)).toEqual([]);
  });
});
