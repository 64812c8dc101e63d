import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allTopics, backoffMs, topics } from '../../src/core/tasks.js';
import type { TaskOutcome } from '../../src/tasks/task-handler.js';
import { limitsOf, Outbox, type Run, turn } from '../support/outbox.js';
import { valueIn } from '../support/result.js';

type Act = 'done' | 'fail' | 'permanent' | 'throw' | 'cancel' | 'slow';

const act = fc.constantFrom<Act>(
  'done',
  'done',
  'fail',
  'fail',
  'throw',
  'permanent',
  'cancel',
  'slow',
);

async function perform(what: Act): Promise<TaskOutcome> {
  switch (what) {
    case 'done':
      return { type: 'done' };
    case 'slow':
      await turn();
      await turn();
      return { type: 'done' };
    case 'cancel':
      return { type: 'cancelled', reason: 'nothing to do' };
    case 'throw':
      throw new Error('thrown');
    default:
      return { type: 'failed', reason: what, permanent: what === 'permanent' };
  }
}

const HOUR_MS = 3_600_000;
const backoff = { firstMs: 1_000, maxMs: 60_000 };

describe('tasks of any outcome', () => {
  let outbox: Outbox;
  beforeAll(() => {
    outbox = new Outbox();
  });
  afterAll(() => outbox.close());

  const scene = fc.record({
    orders: fc.integer({ min: 1, max: 4 }),
    /** What each attempt comes to, by the order, the topic and the attempt. */
    acts: fc.array(act, { minLength: 1, maxLength: 24 }),
    attemptsMax: fc.integer({ min: 1, max: 4 }),
    engines: fc.integer({ min: 1, max: 2 }),
    concurrency: fc.integer({ min: 1, max: 3 }),
    replays: fc.boolean(),
  });

  test('come to rest exactly once, after no more attempts than they have', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ orders, acts, attemptsMax, engines, ...more }) => {
        const ids = await outbox.orders(orders);
        const actOf = ({ orderId, topic, attempt }: Omit<Run, 'at'>) => {
          const place = ids.indexOf(orderId) * topics.length + allTopics.indexOf(topic);
          // What an earlier scene has left behind is not of this one.
          return acts[(place * 5 + attempt) % acts.length] ?? 'done';
        };
        const handlers = Object.fromEntries(
          topics.map((topic) => [topic, (task: Omit<Run, 'at'>) => perform(actOf(task))]),
        );
        const settings = { attemptsMax, backoff, limits: limitsOf(more.concurrency) };
        const started = Array.from({ length: engines }, () => outbox.start({ handlers, settings }));
        const rest = async () => {
          for (let round = 0; round <= attemptsMax; round += 1) {
            await Promise.all(started.map(({ settled }) => settled()));
            outbox.advance(HOUR_MS);
          }
          await Promise.all(started.map(({ settled }) => settled()));
        };

        await rest();
        if (more.replays) {
          valueIn(
            await outbox.store.replayDeadLetters({ topic: null, limit: 100, at: outbox.now }),
          );
          await rest();
        }
        await Promise.all(started.map(({ engine }) => engine.stop()));

        const runs = started.flatMap((engine) => engine.runs);
        for (const orderId of ids) {
          for (const topic of topics) {
            const task = await outbox.task(orderId, topic);
            expect(['done', 'dead', 'cancelled']).toContain(task.state);
            expect(task.dueAt).toBe(null);

            const own = runs.filter((run) => run.orderId === orderId && run.topic === topic);
            const numbers = own.map(({ attempt }) => attempt).sort((a, b) => a - b);
            expect(numbers).toEqual(own.map((_, index) => index + 1));
            expect(task.attempts).toBe(own.length);
            expect(own.length).toBeLessThanOrEqual(attemptsMax * (more.replays ? 2 : 1));

            const history = await outbox.attempts(orderId, topic);
            const states = history.map((event) => event.task?.state);
            expect(states).toHaveLength(own.length);
            expect(states.at(-1)).toBe(task.state);
            expect(
              states.filter((state) => state === 'done' || state === 'cancelled'),
            ).toHaveLength(task.state === 'dead' ? 0 : 1);
          }
        }
        expect(await outbox.sqlite.offences()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('the wait after a failure', () => {
  const failures = fc.integer({ min: 1, max: 10_000 });
  const limits = fc.record({
    firstMs: fc.integer({ min: 1, max: 86_400_000 }),
    maxMs: fc.integer({ min: 1, max: 86_400_000 }),
  });
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('is never negative, and never more than the cap', () => {
    fc.assert(
      fc.property(failures, limits, fraction, (count, bounds, random) => {
        const wait = backoffMs(count, bounds, random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(bounds.maxMs);
      }),
    );
  });

  test('has a ceiling that doubles with each failure until the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fraction, (count, random) => {
        const bounds = { firstMs: 1_000, maxMs: 900_000 };
        const ceiling = Math.min(900_000, 1_000 * 2 ** (count - 1));
        expect(backoffMs(count, bounds, random)).toBeCloseTo(Math.max(1, ceiling * random), 6);
      }),
    );
  });
});
