import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Batcher, type BatcherOptions, QueueFullError } from '../../src/compute/batcher.js';
import { type HeldBatch, heldBatches, turn } from './held-batches.js';

const itemsOf = (sent: HeldBatch[]): string[][] => sent.map(({ items }) => items);

/** What becomes of a call: its answer, or its error's message. */
const outcome = (call: Promise<string>): Promise<string> =>
  call.catch((error: Error) => `error: ${error.message}`);
const outcomes = (calls: Promise<string>[]): Promise<string[]> => Promise.all(calls.map(outcome));

describe('an idle batcher', () => {
  test('sends a single item alone, at the end of the turn', async () => {
    const { batcher, sent } = heldBatches();
    const call = batcher.run('a');
    expect(itemsOf(sent)).toEqual([]);
    await turn();
    expect(itemsOf(sent)).toEqual([['a']]);
    sent[0]?.answer();
    expect(await call).toBe('A');
  });

  test('sends the items of one turn together', async () => {
    const { batcher, sent } = heldBatches();
    for (const item of ['a', 'b', 'c']) void batcher.run(item);
    await turn();
    expect(itemsOf(sent)).toEqual([['a', 'b', 'c']]);
  });

  test('sends items one at a time when they come one at a time', async () => {
    const { batcher, sent } = heldBatches();
    for (const item of ['a', 'b']) {
      const call = batcher.run(item);
      await turn();
      sent.at(-1)?.answer();
      await call;
    }
    expect(itemsOf(sent)).toEqual([['a'], ['b']]);
  });
});

describe('a busy batcher', () => {
  test('gathers while a batch is under way, and sends what gathered when it returns', async () => {
    const { batcher, sent } = heldBatches();
    const first = batcher.run('a');
    await turn();
    for (const item of ['b', 'c']) {
      void batcher.run(item);
      await turn();
    }
    expect(itemsOf(sent)).toEqual([['a']]);
    sent[0]?.answer();
    await first;
    await turn();
    expect(itemsOf(sent)).toEqual([['a'], ['b', 'c']]);
  });

  test('takes first what is hastened meanwhile, and leaves what has left alone', async () => {
    const { batcher, sent } = heldBatches({ batchMax: 2 });
    void batcher.run('a');
    await turn();
    for (const item of ['b', 'c', 'd']) void batcher.run(item);
    for (const item of ['d', 'a', 'unknown']) batcher.hasten(item);
    sent[0]?.answer();
    await turn();
    sent[1]?.answer();
    await turn();
    expect(itemsOf(sent)).toEqual([['a'], ['d', 'b'], ['c']]);
  });

  test('puts no more into a batch than it may, and loses nothing of the rest', async () => {
    const { batcher, sent } = heldBatches({ batchMax: 2 });
    const calls = ['a', 'b', 'c', 'd', 'e'].map((item) => batcher.run(item));
    for (let batch = 0; batch < 3; batch += 1) {
      await turn();
      sent[batch]?.answer();
    }
    expect(await outcomes(calls)).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(itemsOf(sent)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('has as many batches under way as it may, and no more', async () => {
    const { batcher, sent } = heldBatches({ batchMax: 1, concurrency: 2 });
    for (const item of ['a', 'b', 'c']) void batcher.run(item);
    await turn();
    expect(itemsOf(sent)).toEqual([['a'], ['b']]);
    sent[1]?.answer();
    await turn();
    expect(itemsOf(sent)).toEqual([['a'], ['b'], ['c']]);
  });
});

describe('a batch of items that weigh', () => {
  const weight = { of: (item: string) => item.length, max: 4 };

  test('takes no more than may weigh together, and leaves the rest to the next', async () => {
    const { batcher, sent } = heldBatches({ weight });
    for (const item of ['a', 'bb', 'c', 'dd', 'e']) void batcher.run(item);
    await turn();
    sent[0]?.answer();
    await turn();
    expect(itemsOf(sent)).toEqual([
      ['a', 'bb', 'c'],
      ['dd', 'e'],
    ]);
  });

  test('takes one that is too heavy for any company alone', async () => {
    const { batcher, sent } = heldBatches({ weight, concurrency: 9 });
    for (const item of ['aaaaaaaaa', 'b', 'ccccccccc']) void batcher.run(item);
    await turn();
    expect(itemsOf(sent)).toEqual([['aaaaaaaaa'], ['b'], ['ccccccccc']]);
  });
});

describe('a batch that has reached its size of departure', () => {
  test('leaves at once, without waiting for the end of the turn', () => {
    const { batcher, sent } = heldBatches({ departAt: 3, concurrency: 2 });
    for (const item of ['a', 'b']) void batcher.run(item);
    expect(itemsOf(sent)).toEqual([]);
    void batcher.run('c');
    expect(itemsOf(sent)).toEqual([['a', 'b', 'c']]);
  });

  test('leaves behind what comes later in the turn, which goes at its end', async () => {
    const { batcher, sent } = heldBatches({ departAt: 2, concurrency: 2 });
    for (const item of ['a', 'b', 'c']) void batcher.run(item);
    await turn();
    expect(itemsOf(sent)).toEqual([['a', 'b'], ['c']]);
  });

  test('still waits while as many batches as may are under way', async () => {
    const { batcher, sent } = heldBatches({ departAt: 2 });
    for (const item of ['a', 'b', 'c', 'd', 'e']) void batcher.run(item);
    await turn();
    expect(itemsOf(sent)).toEqual([['a', 'b']]);
    sent[0]?.answer();
    await turn();
    expect(itemsOf(sent)).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });
});

describe('answers', () => {
  test('reach the callers in the order of the items, even from batches that overtake', async () => {
    const { batcher, sent } = heldBatches({ batchMax: 2, concurrency: 2 });
    const calls = ['a', 'b', 'c', 'd'].map((item) => batcher.run(item));
    await turn();
    sent[1]?.answer(['third', 'fourth']);
    sent[0]?.answer(['first', 'second']);
    expect(await outcomes(calls)).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test.each([
    ['too few', ['A'], '2 items were sent, 1 answers came back'],
    ['too many', ['A', 'B', 'C'], '2 items were sent, 3 answers came back'],
    ['none', [], '2 items were sent, 0 answers came back'],
  ])(
    'that are %s reject every item: nobody gets the answer of another',
    async (_, answers, why) => {
      const { batcher, sent } = heldBatches();
      const calls = ['a', 'b'].map((item) => batcher.run(item));
      await turn();
      sent[0]?.answer(answers);
      expect(await outcomes(calls)).toEqual([`error: ${why}`, `error: ${why}`]);
    },
  );

  test('that never come because the batch failed reject all its items, and no others', async () => {
    const { batcher, sent } = heldBatches({ batchMax: 2 });
    const ends = outcomes(['a', 'b', 'c'].map((item) => batcher.run(item)));
    await turn();
    sent[0]?.fail(new Error('disk full'));
    await turn();
    sent[1]?.answer();
    expect(await ends).toEqual(['error: disk full', 'error: disk full', 'C']);
  });

  test('are not waited for for ever where sending itself throws', async () => {
    const send = (_: string[]): Promise<string[]> => {
      throw new Error('closed');
    };
    const batcher = new Batcher({ send, batchMax: 1, queueMax: 9, concurrency: 1 });
    const calls = ['a', 'b'].map((item) => batcher.run(item));
    expect(await outcomes(calls)).toEqual(['error: closed', 'error: closed']);
  });
});

describe('patient items', () => {
  const MAX_MS = 4;
  const patience = { of: (item: string) => item.startsWith('later'), maxMs: MAX_MS };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('leave by themselves only when their patience is over, all together', async () => {
    const { batcher, sent } = heldBatches({ patience });
    void batcher.run('later 1');
    await turn();
    void batcher.run('later 2');
    await turn();
    vi.advanceTimersByTime(MAX_MS - 1);
    expect(itemsOf(sent)).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(itemsOf(sent)).toEqual([['later 1', 'later 2']]);
  });

  test('go along with the next that is not patient, and nothing is sent twice', async () => {
    const { batcher, sent } = heldBatches({ patience });
    const calls = ['later', 'now'].map((item) => batcher.run(item));
    await turn();
    expect(itemsOf(sent)).toEqual([['later', 'now']]);
    sent[0]?.answer();
    expect(await Promise.all(calls)).toEqual(['LATER', 'NOW']);
    vi.advanceTimersByTime(10 * MAX_MS);
    expect(itemsOf(sent)).toHaveLength(1);
  });

  test('do not leave with the end of another batch, but once their patience is over', async () => {
    const { batcher, sent } = heldBatches({ patience });
    const first = batcher.run('now');
    await turn();
    void batcher.run('later');
    sent[0]?.answer();
    await first;
    await turn();
    expect(itemsOf(sent)).toEqual([['now']]);
    vi.advanceTimersByTime(MAX_MS);
    expect(itemsOf(sent)).toEqual([['now'], ['later']]);
  });

  test('whose patience ends while a batch is under way leave when it returns', async () => {
    const { batcher, sent } = heldBatches({ patience });
    const first = batcher.run('now');
    await turn();
    void batcher.run('later');
    vi.advanceTimersByTime(MAX_MS);
    expect(itemsOf(sent)).toEqual([['now']]);
    sent[0]?.answer();
    await first;
    await turn();
    expect(itemsOf(sent)).toEqual([['now'], ['later']]);
  });

  test('leave at once where there are enough of them for a batch', () => {
    const { batcher, sent } = heldBatches({ patience, departAt: 3 });
    for (const item of ['later 1', 'later 2', 'later 3']) void batcher.run(item);
    expect(itemsOf(sent)).toEqual([['later 1', 'later 2', 'later 3']]);
  });
});

describe('a full queue', () => {
  test('refuses one item more, saying how many it holds', async () => {
    const { batcher, sent } = heldBatches({ queueMax: 2 });
    const calls = ['a', 'b'].map((item) => batcher.run(item));
    expect(batcher.hasRoom).toBe(false);
    const refused = await batcher.run('c').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(QueueFullError);
    expect(refused).toMatchObject({ queueMax: 2, message: 'the queue holds 2 items already' });
    await turn();
    sent[0]?.answer();
    expect(await outcomes(calls)).toEqual(['A', 'B']);
    expect(itemsOf(sent)).toEqual([['a', 'b']]);
  });

  test('has room again as soon as a batch has left', async () => {
    const { batcher, sent } = heldBatches({ queueMax: 1 });
    void batcher.run('a');
    expect(batcher.hasRoom).toBe(false);
    await turn();
    expect(batcher.hasRoom).toBe(true);
    void batcher.run('b');
    sent[0]?.answer();
    await turn();
    expect(itemsOf(sent)).toEqual([['a'], ['b']]);
  });

  test('still takes work that finishes something begun, in its turn', async () => {
    const { batcher, sent } = heldBatches({ queueMax: 1 });
    const calls = [batcher.run('a'), batcher.runAlways('b'), batcher.runAlways('c')];
    await turn();
    sent[0]?.answer();
    expect(await outcomes(calls)).toEqual(['A', 'B', 'C']);
    expect(itemsOf(sent)).toEqual([['a', 'b', 'c']]);
  });
});

test('figures tell what waits, what is under way and how large batches were', async () => {
  const { batcher, sent } = heldBatches({ batchMax: 2, queueMax: 7 });
  const calls = ['a', 'b', 'c'].map((item) => batcher.run(item));
  expect(batcher.figures()).toMatchObject({ queued: 3, queueMax: 7, underWay: 0, batches: 0 });
  await turn();
  expect(batcher.figures()).toMatchObject({ queued: 1, underWay: 1, batches: 1 });
  sent[0]?.answer();
  await turn();
  sent[1]?.answer();
  await Promise.all(calls);
  await turn();
  expect(batcher.figures()).toMatchObject({
    queued: 0,
    underWay: 0,
    batches: 2,
    batchSize: { count: 2, mean: 1.5, max: 2 },
    waitMicroseconds: { count: 3 },
    runMicroseconds: { count: 2 },
  });
});

describe('properties', () => {
  const limits: fc.Arbitrary<Partial<BatcherOptions<string, string>>> = fc.record({
    batchMax: fc.integer({ min: 1, max: 5 }),
    concurrency: fc.integer({ min: 1, max: 3 }),
    departAt: fc.integer({ min: 1, max: 6 }),
  });
  const steps = fc.array(fc.constantFrom('run', 'run', 'turn', 'answer', 'fail'), {
    maxLength: 60,
  });

  test('each item is sent once, in order, within the limits, and gets its own answer', async () => {
    await fc.assert(
      fc.asyncProperty(limits, steps, async (options, schedule) => {
        const { batcher, sent } = heldBatches(options);
        const calls: Promise<string>[] = [];
        const expected: string[] = [];
        let settled = 0;
        const settleOne = (how: 'answer' | 'fail'): void => {
          const batch = sent[settled] as HeldBatch;
          settled += 1;
          if (how === 'answer') batch.answer();
          else batch.fail(new Error('down'));
          for (const item of batch.items) {
            expected[Number(item.slice(1))] = how === 'answer' ? item.toUpperCase() : 'error: down';
          }
        };
        for (const step of schedule) {
          if (step === 'run') calls.push(outcome(batcher.run(`i${calls.length}`)));
          else if (step === 'turn') await turn();
          else if (settled < sent.length) settleOne(step as 'answer' | 'fail');
          expect(batcher.figures().underWay).toBeLessThanOrEqual(options.concurrency as number);
        }
        for (await turn(); settled < sent.length; await turn()) settleOne('answer');

        expect(await Promise.all(calls)).toEqual(expected);
        expect(itemsOf(sent).flat()).toEqual(calls.map((_, index) => `i${index}`));
        expect(sent.every(({ items }) => items.length <= (options.batchMax as number))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
