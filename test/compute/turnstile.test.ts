import { describe, expect, test } from 'vitest';
import { Turnstile } from '../../src/compute/turnstile.js';

const turn = () => new Promise(setImmediate);
const turns = async (count: number) => {
  for (let taken = 0; taken < count; taken += 1) await turn();
};

/** A queue of things of one weight each, in front of which `names` wait. */
function rush(names: string[], { weight, max }: { weight: number; max: number }) {
  const queue: string[] = [];
  const entered: string[] = [];
  const turnstile = new Turnstile({
    queued: () => queue.length * weight,
    last: () => weight,
    max,
  });
  for (const name of names) {
    void turnstile.enter(name).then(() => {
      entered.push(name);
      queue.push(name);
    });
  }
  return { turnstile, queue, entered };
}

describe('a turnstile', () => {
  test('lets in as many as the queue has room for, in their order', async () => {
    const { entered } = rush(['a', 'b', 'c', 'd'], { weight: 100, max: 200 });
    await turns(5);
    expect(entered).toEqual(['a', 'b']);
  });

  test('lets in the next one when something has left the queue', async () => {
    const { turnstile, queue, entered } = rush(['a', 'b', 'c', 'd'], { weight: 100, max: 200 });
    await turns(5);
    queue.shift();
    turnstile.look();
    await turns(5);
    expect(entered).toEqual(['a', 'b', 'c']);
  });

  test('lets in one that is heavier than all the room there ever is', async () => {
    const { entered } = rush(['a', 'b'], { weight: 1_000, max: 200 });
    await turns(5);
    expect(entered).toEqual(['a']);
  });

  test('lets those of one name in together', async () => {
    const { entered } = rush(['a', 'b', 'a'], { weight: 100, max: 100 });
    await turns(5);
    expect(entered).toEqual(['a', 'a']);
  });

  test('waits for nobody who was let in and then has nothing to queue', async () => {
    const turnstile = new Turnstile({ queued: () => 0, last: () => 200, max: 200 });
    const entered: string[] = [];
    for (const name of ['a', 'b', 'c']) void turnstile.enter(name).then(() => entered.push(name));
    await turns(6);
    expect(entered).toEqual(['a', 'b', 'c']);
  });
});
