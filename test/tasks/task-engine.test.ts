import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Topic, topics } from '../../src/core/tasks.js';
import { failing, gate, limitsOf, Outbox, slotsTaken, turn, type Work } from '../support/outbox.js';
import { valueIn } from '../support/result.js';
import { until } from '../support/until.js';

let outbox: Outbox;

beforeEach(() => {
  outbox = new Outbox();
});
afterEach(() => outbox.close());

const others: Topic[] = ['invoice', 'warehouse', 'analytics'];
const email = 'confirmation-email';
const never: Work = () => new Promise(() => {});

const nameOf = ({ orderId, topic }: { orderId: string; topic: string }) => `${orderId}.${topic}`;

describe('orders that were confirmed', () => {
  test('have each of their tasks done once, and written into their history', async () => {
    const orders = await outbox.orders(30);
    const { runs, settled } = outbox.start();
    await settled();
    const expected = orders.flatMap((orderId) => topics.map((topic) => `${orderId}.${topic}`));
    expect(runs.map(nameOf).sort()).toEqual(expected.sort());
    expect(runs.every(({ attempt }) => attempt === 1)).toBe(true);
    expect(await outbox.notIn('done', orders)).toEqual([]);
    for (const topic of topics) {
      expect(await outbox.attempts(orders[0] as string, topic)).toMatchObject([
        {
          state: 'confirmed',
          detail: null,
          task: { topic, state: 'done' },
          spans: [{ step: topic, outcome: 'ok' }],
        },
      ]);
    }
  });

  test('while the engine is at work already are worked off as well', async () => {
    const { runs, settled } = outbox.start();
    await settled();
    const orders = await outbox.orders(5);
    await until('all are done', async () => (await outbox.notIn('done', orders)).length === 0);
    expect(runs).toHaveLength(5 * topics.length);
  });

  test('are shared between engines on one store without doing anything twice', async () => {
    const orders = await outbox.orders(60);
    const work: Work = async () => {
      await turn();
      return { type: 'done' };
    };
    const handlers = Object.fromEntries(topics.map((topic) => [topic, work]));
    const engines = [outbox.start({ handlers }), outbox.start({ handlers })];
    await Promise.all(engines.map(({ settled }) => settled()));
    const runs = engines.flatMap((engine) => engine.runs.map(nameOf));
    expect(runs).toHaveLength(60 * topics.length);
    expect(new Set(runs).size).toBe(runs.length);
    expect(await outbox.notIn('done', orders)).toEqual([]);
  });

  test('have what there is nothing to do for any more cancelled, with the reason', async () => {
    const [order = ''] = await outbox.orders(1);
    const cancelled: Work = async () => ({ type: 'cancelled', reason: 'the order was cancelled' });
    const { runs, settled } = outbox.start({ handlers: { warehouse: cancelled } });
    await settled();
    expect(await outbox.task(order, 'warehouse')).toMatchObject({
      state: 'cancelled',
      attempts: 1,
      dueAt: null,
      lastError: 'the order was cancelled',
    });
    outbox.advance(3_600_000);
    await settled();
    expect(runs).toHaveLength(topics.length);
  });
});

describe('the limit of a topic', () => {
  const limits = {
    ...limitsOf(5),
    invoice: { concurrency: 1, timeoutMs: 20_000 },
    [email]: { concurrency: 3, timeoutMs: 20_000 },
    warehouse: { concurrency: 7, timeoutMs: 20_000 },
  };
  const slow: Work = async () => {
    for (let turns = 0; turns < 3; turns += 1) await turn();
    return { type: 'done' };
  };

  /** Nothing ends before each topic has been seen at its limit: how long a turn takes is the machine's. */
  async function expectPeaks(
    orderCount: number,
    expected: Record<string, number>,
    share = () => 1,
  ) {
    const orders = await outbox.orders(orderCount);
    const held = gate();
    const work: Work = (task, signal) => held.passed.then(() => slow(task, signal));
    const handlers = Object.fromEntries(topics.map((topic) => [topic, work]));
    const started = outbox.start({ handlers, settings: { limits }, share });
    const peaks = () => Object.fromEntries(started.peaks);
    await until('the limits are reached', () =>
      Object.entries(expected).every(([topic, limit]) => (peaks()[topic] ?? 0) >= limit),
    );
    held.open();
    await started.settled();
    expect(await outbox.notIn('done', orders)).toEqual([]);
    expect(peaks()).toEqual(expected);
  }

  test('is reached and never exceeded', () =>
    expectPeaks(40, { invoice: 1, [email]: 3, warehouse: 7, analytics: 5 }));

  test('shrinks with the share that orders leave, but never to nothing', () =>
    expectPeaks(12, { invoice: 1, [email]: 1, warehouse: 2, analytics: 1 }, () => 0.3));

  test('holds back only its own topic', async () => {
    const orders = await outbox.orders(20);
    const held = gate();
    const { settled } = outbox.start({
      handlers: { [email]: () => held.passed.then(() => ({ type: 'done' })) },
      settings: { limits: limitsOf(2) },
    });
    await until('all others are done', async () => {
      return (await outbox.notIn('done', orders, others)).length === 0;
    });
    expect(await outbox.notIn('done', orders, [email])).toHaveLength(20);
    held.open();
    await settled();
    expect(await outbox.notIn('done', orders)).toEqual([]);
  });
});

describe('a task that always throws', () => {
  /** An hour each time: longer than any backoff. */
  async function untilDead(settled: () => Promise<void>, rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await settled();
      outbox.advance(3_600_000);
    }
    await settled();
  }

  async function poisoned(cause = { isGone: false }) {
    const [first = '', poison = '', last = ''] = await outbox.orders(3);
    const work: Work = async ({ orderId, attempt }) => {
      if (orderId === poison && !cause.isGone) throw new Error(`boom ${attempt}`);
      return { type: 'done' };
    };
    const engine = outbox.start({ handlers: { [email]: work } });
    return { ...engine, poison, neighbours: [first, last] };
  }

  test('is a dead letter after exactly so many attempts, each recorded with its error', async () => {
    const { runs, logged, settled, poison } = await poisoned();
    await untilDead(settled, 9);
    expect(runs.filter(({ orderId, topic }) => orderId === poison && topic === email)).toHaveLength(
      5,
    );
    expect(await outbox.task(poison, email)).toMatchObject({
      state: 'dead',
      attempts: 5,
      dueAt: null,
      lastError: 'boom 5',
    });
    const attempts = await outbox.attempts(poison, email);
    expect(attempts.map(({ detail, task }) => [detail, task?.state])).toEqual([
      ['boom 1', 'pending'],
      ['boom 2', 'pending'],
      ['boom 3', 'pending'],
      ['boom 4', 'pending'],
      ['boom 5', 'dead'],
    ]);
    expect(attempts.flatMap(({ spans }) => spans.map(({ outcome }) => outcome))).toEqual(
      Array.from({ length: 5 }, () => 'failed'),
    );
    const ends = logged.filter((line) => line.includes('dead letter'));
    expect(ends).toHaveLength(1);
    expect(JSON.parse(ends[0] as string)).toEqual({
      orderId: poison,
      topic: email,
      attempt: 5,
      reason: 'boom 5',
      message: 'a task is a dead letter',
    });
  });

  test('costs nothing else: its neighbours are done before it is tried again', async () => {
    const { settled, poison, neighbours } = await poisoned();
    await settled();
    expect(await outbox.notIn('done', neighbours)).toEqual([]);
    expect(await outbox.notIn('done', [poison], others)).toEqual([]);
    expect(await outbox.task(poison, email)).toMatchObject({ state: 'pending', attempts: 1 });
  });

  test('never comes back from the dead by itself, and succeeds once it is replayed', async () => {
    const cause = { isGone: false };
    const { runs, settled, poison } = await poisoned(cause);
    await untilDead(settled, 9);
    cause.isGone = true;
    const before = runs.length;
    outbox.advance(30 * 24 * 3_600_000);
    await settled();
    expect(runs).toHaveLength(before);

    const replay = { topic: email, limit: 10, at: outbox.now } as const;
    expect(valueIn(await outbox.store.replayDeadLetters(replay))).toBe(1);
    await until('it is done', async () => (await outbox.task(poison, email)).state === 'done');
    expect(await outbox.task(poison, email)).toMatchObject({ attempts: 6, lastError: null });
    expect(await outbox.attempts(poison, email)).toHaveLength(6);
  });

  test('has all its attempts before it again when it is replayed in vain', async () => {
    const { settled, poison } = await poisoned();
    await untilDead(settled, 9);
    valueIn(await outbox.store.replayDeadLetters({ topic: null, limit: 10, at: outbox.now }));
    await untilDead(settled, 9);
    expect(await outbox.task(poison, email)).toMatchObject({ state: 'dead', attempts: 10 });
  });

  test('may throw what is no error at all', async () => {
    const thrown = ['no connection', { code: 'E' }, undefined, null];
    const orders = await outbox.orders(thrown.length);
    const throwing: Work = async ({ orderId }) => {
      throw thrown[orders.indexOf(orderId)];
    };
    outbox.start({ handlers: { [email]: throwing } });
    const recorded = async () => {
      const tasks = await Promise.all(orders.map((orderId) => outbox.task(orderId, email)));
      return tasks.every(({ state, attempts }) => state === 'pending' && attempts === 1);
    };
    await until('each attempt is recorded', recorded, 2_000);
    expect((await outbox.task(orders[0] as string, email)).lastError).toBe('no connection');
    expect(await outbox.notIn('done', orders, others)).toEqual([]);
  });
});

describe('a permanent failure', () => {
  test('is a dead letter at once', async () => {
    const [order = ''] = await outbox.orders(1);
    const { runs, settled } = outbox.start({
      handlers: { warehouse: failing('answered 410', true) },
    });
    await settled();
    outbox.advance(3_600_000);
    await settled();
    expect(runs.filter(({ topic }) => topic === 'warehouse')).toHaveLength(1);
    expect(await outbox.task(order, 'warehouse')).toMatchObject({
      state: 'dead',
      attempts: 1,
      lastError: 'answered 410',
    });
  });

  test('that was replayed has all its attempts before it again', async () => {
    const [order = ''] = await outbox.orders(1);
    const { settled } = outbox.start({
      handlers: {
        warehouse: async ({ attempt }) => ({
          type: 'failed',
          reason: 'not now',
          permanent: attempt === 1,
        }),
      },
    });
    await settled();
    valueIn(await outbox.store.replayDeadLetters({ topic: null, limit: 10, at: outbox.now }));
    for (let round = 0; round < 9; round += 1) {
      outbox.advance(3_600_000);
      await settled();
    }
    expect(await outbox.task(order, 'warehouse')).toMatchObject({ state: 'dead', attempts: 6 });
  });
});

describe('a handler that never settles', () => {
  const settings = { limits: limitsOf(1, 20) };

  test('is failed by its time-out, told so, and frees its slot for the next', async () => {
    const [first = '', second = ''] = await outbox.orders(2);
    const signals: AbortSignal[] = [];
    const { engine, settled } = outbox.start({
      settings,
      handlers: {
        [email]: ({ orderId }, signal) => {
          if (orderId !== first) return Promise.resolve({ type: 'done' });
          signals.push(signal);
          return new Promise(() => {});
        },
      },
    });
    await settled();
    expect(await outbox.task(first, email)).toMatchObject({
      state: 'pending',
      attempts: 1,
      lastError: 'not done within 20 ms',
    });
    expect(await outbox.notIn('done', [second])).toEqual([]);
    expect(await outbox.notIn('done', [first], others)).toEqual([]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(slotsTaken(engine)).toBe(0);
  });

  test('is a dead letter in the end like any other', async () => {
    const [order = ''] = await outbox.orders(1);
    const { settled } = outbox.start({ settings, handlers: { invoice: never } });
    for (let round = 0; round < 5; round += 1) {
      await settled();
      outbox.advance(3_600_000);
    }
    await settled();
    expect(await outbox.task(order, 'invoice')).toMatchObject({ state: 'dead', attempts: 5 });
  });

  test('counts no more when it comes to an end after all, well or badly', async () => {
    const orders = await outbox.orders(2);
    const late = gate();
    const { settled } = outbox.start({
      settings: { limits: limitsOf(2, 20) },
      handlers: {
        invoice: async ({ orderId }) => {
          await late.passed;
          if (orderId === orders[0]) throw new Error('too late');
          return { type: 'done' };
        },
      },
    });
    await settled();
    late.open();
    await turn();
    await settled();
    for (const order of orders) {
      expect(await outbox.attempts(order, 'invoice')).toHaveLength(1);
      expect(await outbox.task(order, 'invoice')).toMatchObject({ state: 'pending', attempts: 1 });
    }
  });
});

describe('the waits between attempts', () => {
  test('are never longer than a ceiling that doubles up to a cap, and all differ', async () => {
    const orders = await outbox.orders(40);
    const backoff = { firstMs: 10_000, maxMs: 35_000 };
    const { settled } = outbox.start({
      handlers: { [email]: failing('down') },
      settings: { backoff, attemptsMax: 5, limits: limitsOf(64) },
    });
    const waits: number[][] = [];
    for (let failures = 1; failures < 5; failures += 1) {
      await settled();
      const tasks = await Promise.all(orders.map((orderId) => outbox.task(orderId, email)));
      expect(tasks.every(({ attempts }) => attempts === failures)).toBe(true);
      waits.push(tasks.map(({ dueAt }) => (dueAt as number) - outbox.now));
      outbox.advance(40_000);
    }
    const ceilings = [10_000, 20_000, 35_000, 35_000];
    for (const [index, list] of waits.entries()) {
      const ceiling = ceilings[index] as number;
      expect(Math.min(...list)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...list)).toBeLessThanOrEqual(ceiling);
      // Forty waits that are spread evenly leave a third of the room empty once in ten million.
      expect(Math.min(...list)).toBeLessThan(ceiling / 3);
      expect(Math.max(...list)).toBeGreaterThan((ceiling / 3) * 2);
      expect(new Set(list).size).toBeGreaterThan(orders.length / 2);
    }
  });

  test('are kept: nothing is tried before it is due', async () => {
    const [order = ''] = await outbox.orders(1);
    const { runs, settled } = outbox.start({ handlers: { [email]: failing('down') } });
    await settled();
    const { dueAt } = await outbox.task(order, email);
    outbox.advance((dueAt as number) - outbox.now - 1);
    await settled();
    expect(runs.filter(({ topic }) => topic === email)).toHaveLength(1);
    outbox.advance(1);
    await settled();
    expect(runs.filter(({ topic }) => topic === email)).toHaveLength(2);
  });

  test('end unannounced: the engine looks for what has become due of its own accord', async () => {
    const [order = ''] = await outbox.orders(1);
    const { settled } = outbox.start({
      handlers: { [email]: async ({ attempt }) => (attempt === 1 ? broken : { type: 'done' }) },
    });
    await settled();
    outbox.now += 60_000;
    await until('it is done', async () => (await outbox.task(order, email)).state === 'done');
  });
});

const broken = { type: 'failed', reason: 'down' } as const;

test('e-mail that is down for an hour holds nothing else up, and each goes out once afterwards', async () => {
  const HOUR_MS = 3_600_000;
  const MINUTE_MS = 60_000;
  const CONCURRENCY = 16;
  const sent: string[] = [];
  const upAt = outbox.now + HOUR_MS;
  const send: Work = async ({ orderId }) => {
    await turn();
    if (outbox.now < upAt) throw new Error('connect ECONNREFUSED');
    sent.push(orderId);
    return { type: 'done' };
  };
  const { engine, runs, peaks, settled } = outbox.start({
    handlers: { [email]: send },
    settings: {
      limits: limitsOf(CONCURRENCY),
      attemptsMax: 50,
      backoff: { firstMs: 1_000, maxMs: 15 * MINUTE_MS },
    },
  });

  const orders: string[] = [];
  for (let minute = 0; minute < 60; minute += 1) {
    if (minute % 6 === 0) orders.push(...(await outbox.orders(30)));
    await settled();
    if (minute % 6 === 0) expect(await outbox.notIn('done', orders, others)).toEqual([]);
    expect(slotsTaken(engine)).toBe(0);
    expect((await outbox.store.tasks({ cursor: null, limit: 1, state: 'dead' })).items).toEqual([]);
    outbox.advance(MINUTE_MS);
  }
  expect(sent).toEqual([]);
  // Every one was tried, and after an hour none of them more than the backoff allows.
  const tried = runs.filter(({ topic }) => topic === email);
  expect(new Set(tried.map(({ orderId }) => orderId)).size).toBe(orders.length);

  for (let minute = 0; minute <= 15; minute += 1) {
    await settled();
    outbox.advance(MINUTE_MS);
  }
  await settled();
  expect(sent.sort()).toEqual([...orders].sort());
  expect(await outbox.notIn('done', orders)).toEqual([]);
  expect(Math.max(...peaks.values())).toBe(CONCURRENCY);
}, 120_000);

describe('the topics of an order', () => {
  interface Note {
    topic: Topic;
    phase: 'begun' | 'ended';
  }

  function noting(notes: Map<string, Note[]>, meeting?: Promise<void>) {
    const work: Work = async ({ orderId, topic }) => {
      const own = notes.get(orderId) ?? [];
      notes.set(orderId, own);
      own.push({ topic, phase: 'begun' });
      if (own.filter(({ phase }) => phase === 'begun').length === topics.length) everybody.open();
      await (meeting ?? turn());
      own.push({ topic, phase: 'ended' });
      return { type: 'done' };
    };
    return Object.fromEntries(topics.map((topic) => [topic, work]));
  }

  let everybody = gate();
  beforeEach(() => {
    everybody = gate();
  });

  test('run one after another in sequence mode', async () => {
    const orders = await outbox.orders(10);
    const notes = new Map<string, Note[]>();
    outbox.start({ handlers: noting(notes), settings: { inSequence: true } });
    await until('all are done', async () => (await outbox.notIn('done', orders)).length === 0);
    const inTurn = topics.flatMap((topic) => [
      { topic, phase: 'begun' },
      { topic, phase: 'ended' },
    ]);
    for (const order of orders) expect(notes.get(order)).toEqual(inTurn);
  });

  test('wait in sequence mode for one that backs off, and go on past a dead one', async () => {
    const [order = ''] = await outbox.orders(1);
    const { runs } = outbox.start({
      handlers: { [email]: failing('down') },
      settings: { inSequence: true, attemptsMax: 2 },
    });
    await until('the e-mail has failed', async () => {
      return (await outbox.attempts(order, email)).length === 1;
    });
    expect(runs.map(({ topic }) => topic)).toEqual(['invoice', email]);
    outbox.advance(3_600_000);
    await until('the others are done', async () => {
      return (await outbox.notIn('done', [order], others)).length === 0;
    });
    expect(runs.map(({ topic }) => topic)).toEqual([
      'invoice',
      email,
      email,
      'warehouse',
      'analytics',
    ]);
    expect(await outbox.task(order, email)).toMatchObject({ state: 'dead' });
  });

  test('overlap in parallel mode: each ends only when all have begun', async () => {
    const [order = ''] = await outbox.orders(1);
    const notes = new Map<string, Note[]>();
    const { settled } = outbox.start({ handlers: noting(notes, everybody.passed) });
    await settled();
    expect(notes.get(order)?.map(({ phase }) => phase)).toEqual([
      ...topics.map(() => 'begun'),
      ...topics.map(() => 'ended'),
    ]);
    expect(await outbox.notIn('done', [order])).toEqual([]);
  });
});

test('a topic that fails is named in the log, once a minute however often it fails', async () => {
  await outbox.orders(5);
  const { logged, settled } = outbox.start({
    handlers: { [email]: failing('no route to host') },
    settings: { attemptsMax: 1_000 },
  });
  await settled();
  for (let second = 0; second < 50; second += 1) {
    outbox.advance(1_000);
    await settled();
  }
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain('no route to host');
  outbox.advance(3_600_000);
  await settled();
  expect(logged).toHaveLength(2);
});
