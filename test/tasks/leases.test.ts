import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refuse } from '../../src/core/result.js';
import { topics } from '../../src/core/tasks.js';
import type { TaskStore } from '../../src/tasks/task-engine.js';
import { gate, limitsOf, Outbox, slotsTaken, testSettings, type Work } from '../support/outbox.js';
import { valueIn } from '../support/result.js';
import { until } from '../support/until.js';

let outbox: Outbox;

beforeEach(() => {
  outbox = new Outbox();
});
afterEach(() => outbox.close());

const LEASE_MS = testSettings.leaseMs;

/** A process that stands still: its heartbeat does not come, and it claims nothing more. */
function frozen(): Partial<TaskStore> {
  let claims = 0;
  return {
    extendLeases: async () => ({ ok: true, value: null }),
    claimTasks: (command) => {
      claims += 1;
      return claims === 1
        ? outbox.store.claimTasks(command)
        : Promise.resolve({ ok: true, value: [] });
    },
  };
}

describe('a task whose lease has run out', () => {
  async function hanging(work: Work = async () => ({ type: 'done' })) {
    const [order = ''] = await outbox.orders(1);
    const held = gate();
    const first = outbox.start({
      handlers: { invoice: (task, signal) => held.passed.then(() => work(task, signal)) },
      store: frozen(),
    });
    await until('it is at it', async () => first.runs.length === topics.length);
    await until('the rest is done', async () => {
      return (await outbox.notIn('done', [order])).length === 1;
    });
    return { order, held, first };
  }

  test('is taken over by another engine, but no sooner than that', async () => {
    const { order, held } = await hanging();
    const { dueAt } = await outbox.task(order, 'invoice');
    expect((dueAt as number) - outbox.now).toBe(LEASE_MS);

    const { engine, runs } = outbox.start();
    outbox.advance(LEASE_MS - 1);
    // It looks several times, and finds nothing.
    for (let looks = 0; looks < 3; looks += 1) {
      await until('it has looked', async () => (await engine.round()) === 0);
    }
    expect(runs).toEqual([]);
    outbox.advance(1);
    await until('it is done', async () => (await outbox.task(order, 'invoice')).state === 'done');
    expect(runs).toEqual([
      { orderId: order, topic: 'invoice', attempt: 2, tries: 2, at: outbox.now },
    ]);
    held.open();
  });

  test.each<[string, Work]>([
    ['well', async () => ({ type: 'done' })],
    ['badly', async () => ({ type: 'failed', reason: 'too late', permanent: true })],
  ])('counts once, although the first engine ends it %s afterwards', async (_, late) => {
    const { order, held, first } = await hanging(late);
    outbox.start();
    outbox.advance(LEASE_MS);
    await until('it is done', async () => (await outbox.task(order, 'invoice')).state === 'done');
    held.open();
    await first.engine.idle();
    const attempts = await outbox.attempts(order, 'invoice');
    expect(attempts.map(({ task }) => task?.state)).toEqual(['done']);
    expect(await outbox.task(order, 'invoice')).toMatchObject({ attempts: 2, lastError: null });
  });

  test('does not take away what the second engine is still at', async () => {
    const { order, held, first } = await hanging();
    const second = gate();
    const { runs, settled } = outbox.start({
      handlers: { invoice: () => second.passed.then(() => ({ type: 'done' })) },
    });
    outbox.advance(LEASE_MS);
    await until('the second is at it', () => runs.length === 1);
    held.open();
    await first.engine.idle();
    expect(await outbox.task(order, 'invoice')).toMatchObject({ state: 'running', attempts: 2 });
    second.open();
    await settled();
    expect(await outbox.task(order, 'invoice')).toMatchObject({ state: 'done', attempts: 2 });
  });

  test('goes on in the engine that has it, when nobody else took it', async () => {
    const [order = ''] = await outbox.orders(1);
    const held = gate();
    let claims = 0;
    const { engine, runs } = outbox.start({
      handlers: { invoice: () => held.passed.then(() => ({ type: 'done' })) },
      store: {
        extendLeases: async () => ({ ok: true, value: null }),
        claimTasks: async (command) => {
          const claimed = await outbox.store.claimTasks(command);
          if (claimed.ok) claims += claimed.value.filter(({ topic }) => topic === 'invoice').length;
          return claimed;
        },
      },
    });
    await until('it is at it', () => runs.some(({ topic }) => topic === 'invoice'));
    outbox.advance(LEASE_MS);
    // As the engine has heard of it, and not only the store: it goes on under the new lease.
    await until('it is claimed again', () => claims === 2);
    held.open();
    await until('it is done', async () => (await outbox.task(order, 'invoice')).state === 'done');
    await engine.idle();
    expect(runs.filter(({ topic }) => topic === 'invoice')).toHaveLength(1);
    expect(await outbox.attempts(order, 'invoice')).toHaveLength(1);
  });
});

test('a lease is extended as long as its engine is at work, however long that takes', async () => {
  const leaseMs = 120;
  const [order = ''] = await outbox.orders(1);
  const held = gate();
  const { runs, settled } = outbox.start({
    handlers: { invoice: () => held.passed.then(() => ({ type: 'done' })) },
    settings: { leaseMs, limits: limitsOf(4) },
  });
  await until('it is at it', () => runs.some(({ topic }) => topic === 'invoice'));
  const second = outbox.start();
  for (let minute = 0; minute < 20; minute += 1) {
    outbox.advance(leaseMs / 2);
    await until('the lease is extended', async () => {
      return (await outbox.task(order, 'invoice')).dueAt === outbox.now + leaseMs;
    });
  }
  expect(second.runs.filter(({ topic }) => topic === 'invoice')).toEqual([]);
  held.open();
  await settled();
  expect(await outbox.task(order, 'invoice')).toMatchObject({ state: 'done', attempts: 1 });
});

describe('attempts that are lost with their process', () => {
  const MAX = testSettings.attemptsMax;

  /** Claims what is due as an engine does that dies right after. */
  async function dieWith(order: string): Promise<void> {
    const claimed = await outbox.store.claimTasks({
      wants: [{ topic: 'invoice', limit: 10 }],
      at: outbox.now,
      leaseUntil: outbox.now + LEASE_MS,
      inSequence: false,
    });
    expect(claimed).toMatchObject({ ok: true, value: [{ orderId: order }] });
    outbox.now += LEASE_MS;
  }

  test('count as attempts: the failure after the last lost one is the last', async () => {
    const [order = ''] = await outbox.orders(1);
    for (let deaths = 1; deaths < MAX; deaths += 1) await dieWith(order);
    const { settled } = outbox.start({
      handlers: { invoice: async () => ({ type: 'failed', reason: 'poison' }) },
    });
    await settled();
    expect(await outbox.task(order, 'invoice')).toMatchObject({
      state: 'dead',
      attempts: MAX,
      lastError: 'poison',
    });
  });

  test('leave a last one that may still succeed', async () => {
    const [order = ''] = await outbox.orders(1);
    for (let deaths = 1; deaths < MAX; deaths += 1) await dieWith(order);
    const { settled } = outbox.start();
    await settled();
    expect(await outbox.task(order, 'invoice')).toMatchObject({ state: 'done', attempts: MAX });
  });

  test('all of them, make a dead letter that kills nobody any more, until it is replayed', async () => {
    const [order = ''] = await outbox.orders(1);
    for (let deaths = 0; deaths < MAX; deaths += 1) await dieWith(order);
    const { runs, logged, settled } = outbox.start();
    await settled();
    const ofInvoice = () => runs.filter(({ topic }) => topic === 'invoice');
    expect(ofInvoice()).toEqual([]);
    const lastError = expect.stringMatching(/process died/) as string;
    const dead = { state: 'dead', attempts: MAX + 1, dueAt: null, lastError };
    expect(await outbox.task(order, 'invoice')).toMatchObject(dead);
    expect(await outbox.attempts(order, 'invoice')).toMatchObject([
      { detail: lastError, task: { state: 'dead' }, spans: [{ outcome: 'failed' }] },
    ]);
    expect(logged).toHaveLength(1);
    expect(await outbox.notIn('done', [order], topics.slice(1))).toEqual([]);

    valueIn(await outbox.store.replayDeadLetters({ topic: null, limit: 10, at: outbox.now }));
    await settled();
    expect(ofInvoice()).toMatchObject([{ attempt: MAX + 2, tries: 1 }]);
    expect(await outbox.task(order, 'invoice')).toMatchObject({ state: 'done', lastError: null });
  });
});

describe('a store that takes no writes for a while', () => {
  const full = refuse({ type: 'storage-unavailable' as const, detail: 'SQLITE_FULL' });

  test('loses no outcome: each is written down later, and nothing is done twice', async () => {
    const orders = await outbox.orders(20);
    let refusals = 0;
    const { runs, settled } = outbox.start({
      handlers: { warehouse: async () => ({ type: 'failed', reason: 'closed', permanent: true }) },
      store: {
        finishTasks: async (command) => {
          refusals += 1;
          return refusals <= 3 ? full : outbox.store.finishTasks(command);
        },
      },
    });
    await settled();
    expect(refusals).toBeGreaterThan(3);
    expect(runs).toHaveLength(20 * topics.length);
    expect(await outbox.notIn('dead', orders, ['warehouse'])).toEqual([]);
    const rest = topics.filter((topic) => topic !== 'warehouse');
    expect(await outbox.notIn('done', orders, rest)).toEqual([]);
  });

  test('stops the work instead of piling it up', async () => {
    const orders = await outbox.orders(20);
    const LIMIT = 3;
    const disk = { isFull: true, refused: 0 };
    const { engine, runs, settled } = outbox.start({
      settings: { limits: limitsOf(LIMIT) },
      store: {
        finishTasks: async (command) => {
          if (!disk.isFull) return outbox.store.finishTasks(command);
          disk.refused += 1;
          return full;
        },
      },
    });
    await until('it has been refused again', () => disk.refused > 2);
    expect(runs).toHaveLength(LIMIT * topics.length);
    expect(slotsTaken(engine)).toBe(LIMIT * topics.length);
    disk.isFull = false;
    await settled();
    expect(runs).toHaveLength(20 * topics.length);
    expect(await outbox.notIn('done', orders)).toEqual([]);
  });

  test('is asked again for a claim that it refused', async () => {
    const orders = await outbox.orders(3);
    let refusals = 0;
    const { settled } = outbox.start({
      store: {
        claimTasks: async (command) => {
          refusals += 1;
          return refusals <= 2 ? full : outbox.store.claimTasks(command);
        },
      },
    });
    await settled();
    expect(await outbox.notIn('done', orders)).toEqual([]);
  });

  test('that throws at a claim does not end the engine', async () => {
    const orders = await outbox.orders(3);
    let faults = 0;
    const { logged, settled } = outbox.start({
      store: {
        claimTasks: async (command) => {
          faults += 1;
          if (faults === 1) throw new Error('the ledger could not claim');
          return outbox.store.claimTasks(command);
        },
      },
    });
    await settled();
    expect(await outbox.notIn('done', orders)).toEqual([]);
    expect(logged).toEqual([
      JSON.stringify({ reason: 'the ledger could not claim', message: 'a round of tasks failed' }),
    ]);
  });

  test('that throws at an outcome leaves the task to its lease, and it is done again', async () => {
    const [order = ''] = await outbox.orders(1);
    let faults = 0;
    const { engine, runs, logged, settled } = outbox.start({
      store: {
        finishTasks: async (command) => {
          faults += 1;
          if (faults === 1) throw new Error('a bug');
          return outbox.store.finishTasks(command);
        },
      },
    });
    await until('all have run', () => runs.length === topics.length);
    await engine.idle();
    expect(logged).toHaveLength(topics.length);
    outbox.advance(LEASE_MS);
    await settled();
    expect(await outbox.notIn('done', [order])).toEqual([]);
    expect(await outbox.task(order, 'invoice')).toMatchObject({ attempts: 2 });
  });
});

test('an engine that is stopped writes down what is under way, and claims no more', async () => {
  const orders = await outbox.orders(10);
  const held = gate();
  const LIMIT = 2;
  const { engine, runs } = outbox.start({
    handlers: { [topics[0]]: () => held.passed.then(() => ({ type: 'done' })) },
    settings: { limits: limitsOf(LIMIT) },
  });
  await until('the others are done', async () => {
    return (await outbox.notIn('done', orders, topics.slice(1))).length === 0;
  });
  const stopping = engine.stop();
  held.open();
  await stopping;
  expect(runs.filter(({ topic }) => topic === topics[0])).toHaveLength(LIMIT);
  expect(await outbox.notIn('pending', orders, [topics[0]])).toHaveLength(LIMIT);
  const done = (await outbox.notIn('pending', orders, [topics[0]])).map(({ state }) => state);
  expect(done).toEqual(Array.from({ length: LIMIT }, () => 'done'));
});
