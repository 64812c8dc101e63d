import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type PoolOfPolicy,
  SpareTimePool,
  type TimePolicy,
} from '../../src/compute/spare-time-pool.js';
import { WorkerDiedError } from '../../src/compute/worker-thread-pool.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const NEVER = Number.POSITIVE_INFINITY;

/** A pool whose processes of one policy need so long for a task; it tells who began what. */
function poolTaking(
  ms: Record<TimePolicy, number>,
  { room = 1, hasSpareTime = true, share = 1 } = {},
) {
  const told: string[] = [];
  const ofPolicy = (policy: TimePolicy): PoolOfPolicy<string, string> => ({
    run: (task, patienceMs) =>
      new Promise((resolve, reject) => {
        told.push(`${policy} ${task}`);
        if (patienceMs) setTimeout(() => reject(new WorkerDiedError('late')), patienceMs);
        const error = { bad: new Error('bad'), deadly: new WorkerDiedError('dead') }[task];
        if (ms[policy] !== NEVER)
          setTimeout(() => (error ? reject(error) : resolve(policy)), ms[policy]);
      }),
    figures: () => ({ deaths: 1, lastError: policy === 'shared' ? 'it died' : null }),
    close: async () => void told.push(`${policy} closed`),
  });
  const pools = { spare: ofPolicy('spare'), shared: ofPolicy('shared') };
  const pool = new SpareTimePool<string, string>({
    ...{ pools, room, hasSpareTime },
    share: () => share,
  });
  return { pool, told, ms };
}

describe('where there is time to spare', () => {
  test('it is used, and nothing else', async () => {
    const { pool, told } = poolTaking({ spare: 400, shared: 10 });
    const answers = Promise.all(['one', 'two'].map((task) => pool.run(task)));
    await vi.runAllTimersAsync();

    expect(await answers).toEqual(['spare', 'spare']);
    expect(told).toEqual(['spare one', 'spare two']);
    expect(pool.figures()).toEqual({ late: 0, deaths: 2, lastError: 'it died' });
  });

  test('an error is passed on', async () => {
    const { pool } = poolTaking({ spare: 10, shared: 10 });
    const answer = expect(pool.run('bad')).rejects.toThrow('bad');
    await vi.runAllTimersAsync();
    await answer;
    expect(pool.figures()).toMatchObject({ late: 0 });
  });

  test('as much is under way as there is room for', async () => {
    const { pool, told } = poolTaking({ spare: 400, shared: 10 }, { room: 2 });
    const answers = Promise.all(['one', 'two', 'three'].map((task) => pool.run(task)));

    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['spare one', 'spare two']);
    await vi.runAllTimersAsync();
    expect(await answers).toHaveLength(3);
  });

  test('each task is followed by a rest, for which nobody waits that has an answer', async () => {
    const { pool, told } = poolTaking({ spare: 20, shared: 10 }, { share: 1 / 3 });
    const first = pool.run('one');
    const second = pool.run('two');

    await vi.advanceTimersByTimeAsync(20);
    expect(await first).toBe('spare');
    await vi.advanceTimersByTimeAsync(39);
    expect(told).toEqual(['spare one']);
    await vi.advanceTimersByTimeAsync(2);
    expect(told).toEqual(['spare one', 'spare two']);
    await vi.runAllTimersAsync();
    expect(await second).toBe('spare');
  });
});

describe('where there is none', () => {
  test('the work shares the others’ time, at once for a while', async () => {
    const { pool, told } = poolTaking({ spare: NEVER, shared: 10 });
    const first = pool.run('one');
    await vi.advanceTimersByTimeAsync(500);
    expect(told).toEqual(['spare one', 'shared one']);

    const second = pool.run('two');
    await vi.advanceTimersByTimeAsync(20);
    expect([await first, await second]).toEqual(['shared', 'shared']);
    expect(told).toEqual(['spare one', 'shared one', 'shared two']);
    expect(pool.figures()).toMatchObject({ late: 1 });
  });

  test('it is tried again', async () => {
    const { pool, told, ms } = poolTaking({ spare: NEVER, shared: 10 });
    const first = pool.run('one');
    await vi.advanceTimersByTimeAsync(60_500);
    ms.spare = 10;
    const second = pool.run('two');
    await vi.advanceTimersByTimeAsync(10);

    expect([await first, await second]).toEqual(['shared', 'spare']);
    expect(told).toEqual(['spare one', 'shared one', 'spare two']);
  });

  test('or where its process dies or cannot be started', async () => {
    const { pool, told } = poolTaking({ spare: 10, shared: 10 });
    const answer = expect(pool.run('deadly')).rejects.toThrow(WorkerDiedError);
    await vi.runAllTimersAsync();
    await answer;
    expect(told).toEqual(['spare deadly', 'shared deadly']);
  });

  test('or where the system knows no such thing', async () => {
    const { pool, told } = poolTaking({ spare: 10, shared: 10 }, { hasSpareTime: false });
    const answer = pool.run('one');
    await vi.runAllTimersAsync();

    expect(await answer).toBe('shared');
    expect(told).toEqual(['shared one']);
  });
});

test('closing waits for all that have come', async () => {
  const { pool, told } = poolTaking({ spare: NEVER, shared: 10 });
  const answers = Promise.all(['one', 'two'].map((task) => pool.run(task)));
  const done = pool.close();

  await vi.advanceTimersByTimeAsync(520);
  await done;
  expect(await answers).toEqual(['shared', 'shared']);
  expect(told.slice(-3)).toEqual(['shared two', 'spare closed', 'shared closed']);
});
