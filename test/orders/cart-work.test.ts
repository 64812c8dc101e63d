import { beforeEach, describe, expect, test } from 'vitest';
import { CartWork } from '../../src/orders/cart-work.js';
import { gate } from '../support/outbox.js';

let work: CartWork;
beforeEach(() => {
  work = new CartWork();
});

/** Something that is under way until its gate is open. */
function begun(...ids: string[]) {
  const { passed, open } = gate();
  return { ended: work.during(ids, () => passed), open };
}

/** Does nothing while anything is under way with the cart. */
async function patient(id: string, act: () => void): Promise<void> {
  for (let busy = work.with(id); busy; busy = work.with(id)) await busy;
  act();
}

describe('what waits for a cart', () => {
  test('is not held up by others', () => {
    begun('a');
    expect(work.with('b')).toBeUndefined();
    expect(work.with('b', 'a')).toBeInstanceOf(Promise);
  });

  test('goes on when the last thing under way has ended, in the order in which it came', async () => {
    const seen: string[] = [];
    const first = begun('a');
    const waiting = [patient('a', () => seen.push('earlier'))];
    const second = begun('a', 'b');
    waiting.push(patient('a', () => seen.push('later')));
    first.open();
    await first.ended;
    expect(seen).toEqual([]);
    second.open();
    await Promise.all([second.ended, ...waiting]);
    expect(seen).toEqual(['earlier', 'later']);
    expect(work.with('a', 'b')).toBeUndefined();
  });

  test('goes on after a failure too, which is told to whoever caused it', async () => {
    const failed = work.during(['a'], () => Promise.reject(new Error('a disk that is full')));
    const waiting = patient('a', () => {});
    await expect(failed).rejects.toThrow('a disk that is full');
    await waiting;
    expect(work.with('a')).toBeUndefined();
  });
});
