import { expect, test } from 'vitest';
import { inParallel } from '../../src/replay/in-parallel.js';

const numbers = Array.from({ length: 20 }, (_, index) => index);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('every item is worked on once, by as many workers as were asked for', async () => {
  const seen: number[] = [];
  let busy = 0;
  let busiest = 0;
  await inParallel(numbers, 4, async (item) => {
    busy += 1;
    busiest = Math.max(busiest, busy);
    await turn();
    seen.push(item);
    busy -= 1;
  });

  expect(seen.toSorted((a, b) => a - b)).toEqual(numbers);
  expect(busiest).toBe(4);
});

test('an error stops all workers, and is thrown only when the last has ended', async () => {
  const begun: number[] = [];
  let busy = 0;
  const ended = inParallel(numbers, 4, async (item) => {
    begun.push(item);
    busy += 1;
    if (item !== 2) await turn();
    busy -= 1;
    if (item === 2) throw new Error('third');
  });

  await expect(ended).rejects.toThrow('third');
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(busy).toBe(0);
});

test('no items are no work', async () => {
  await inParallel([], 4, async () => {
    throw new Error('never');
  });
});
