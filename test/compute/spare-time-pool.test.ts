import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SpareTimePool, type TimePolicy } from '../../src/compute/spare-time-pool.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A pool whose threads of one policy need so long for a task, or for ever; it tells who began what. */
function poolTaking(ms: Record<TimePolicy, number>, threads = 1) {
  const began: string[] = [];
  const closed: string[] = [];
  const pool = new SpareTimePool<string, string>({
    threads,
    open: (policy) => ({
      run: (task) =>
        new Promise((resolve, reject) => {
          began.push(`${policy} ${task}`);
          const end = () => (task === 'bad' ? reject(new Error('bad')) : resolve(policy));
          if (Number.isFinite(ms[policy])) setTimeout(end, ms[policy]);
        }),
      figures: () => ({ deaths: 1, lastError: policy === 'shared' ? 'it died' : null }),
      close: async ({ waits }) => void closed.push(waits ? policy : `${policy}, without waiting`),
    }),
  });
  return { pool, began, closed, ms };
}

describe('where there is time to spare', () => {
  test('it does the work, and nothing else is started', async () => {
    const { pool, began, closed } = poolTaking({ spare: 400, shared: 10 });
    const answers = Promise.all(['one', 'two'].map((task) => pool.run(task)));
    await vi.runAllTimersAsync();

    expect(await answers).toEqual(['spare', 'spare']);
    expect(began).toEqual(['spare one', 'spare two']);
    expect(pool.figures()).toEqual({ threads: 1, late: 0, deaths: 1, lastError: null });
    await pool.close();
    expect(closed).toEqual(['spare']);
  });

  test('an error is passed on', async () => {
    const { pool } = poolTaking({ spare: 10, shared: 10 });
    const answer = expect(pool.run('bad')).rejects.toThrow('bad');
    await vi.runAllTimersAsync();
    await answer;
    expect(pool.figures()).toMatchObject({ late: 0 });
  });

  test('as many tasks are under way as there are threads', async () => {
    const { pool, began } = poolTaking({ spare: 400, shared: 10 }, 2);
    const answers = Promise.all(['one', 'two', 'three'].map((task) => pool.run(task)));

    await vi.advanceTimersByTimeAsync(0);
    expect(began).toEqual(['spare one', 'spare two']);
    await vi.runAllTimersAsync();
    expect(await answers).toHaveLength(3);
  });
});

describe('where there is none', () => {
  test('threads of ordinary policy do the work, at once for a while', async () => {
    const { pool, began, closed } = poolTaking({ spare: Number.POSITIVE_INFINITY, shared: 10 });
    const first = pool.run('one');
    await vi.advanceTimersByTimeAsync(500);
    expect(began).toEqual(['spare one', 'shared one']);

    const second = pool.run('two');
    await vi.advanceTimersByTimeAsync(20);
    expect([await first, await second]).toEqual(['shared', 'shared']);
    expect(began).toEqual(['spare one', 'shared one', 'shared two']);
    expect(pool.figures()).toEqual({ threads: 1, late: 1, deaths: 2, lastError: 'it died' });
    await pool.close();
    expect(closed).toEqual(['spare, without waiting', 'shared']);
  });

  test('it is tried again', async () => {
    const { pool, began, closed, ms } = poolTaking({ spare: 10_400, shared: 10 });
    const first = pool.run('one');
    await vi.advanceTimersByTimeAsync(10_500);
    ms.spare = 10;
    const second = pool.run('two');
    await vi.advanceTimersByTimeAsync(10);

    expect([await first, await second]).toEqual(['shared', 'spare']);
    expect(began).toEqual(['spare one', 'shared one', 'spare two']);
    await pool.close();
    expect(closed).toEqual(['spare', 'shared']);
  });

  test('it is not tried again before what is overdue is done: nothing piles up', async () => {
    const { pool, began } = poolTaking({ spare: 60_000, shared: 10 });
    const first = pool.run('one');
    await vi.advanceTimersByTimeAsync(20_000);
    const second = pool.run('two');
    await vi.advanceTimersByTimeAsync(10);

    expect([await first, await second]).toEqual(['shared', 'shared']);
    expect(began).toEqual(['spare one', 'shared one', 'shared two']);
  });

  test('what fails too late is nobody’s error', async () => {
    const { pool } = poolTaking({ spare: 1_000, shared: 10_000 });
    const answer = expect(pool.run('bad')).rejects.toThrow('bad');
    await vi.runAllTimersAsync();
    await answer;
  });
});

test('closing waits for all that have come', async () => {
  const { pool, began, closed } = poolTaking({ spare: Number.POSITIVE_INFINITY, shared: 10 });
  const answers = Promise.all(['one', 'two'].map((task) => pool.run(task)));
  const done = pool.close();

  await vi.advanceTimersByTimeAsync(500);
  expect(closed).toEqual([]);
  await vi.advanceTimersByTimeAsync(20);
  await done;
  expect(await answers).toEqual(['shared', 'shared']);
  expect(began).toEqual(['spare one', 'shared one', 'shared two']);
  expect(closed).toEqual(['spare, without waiting', 'shared']);
});
