import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Turnstile } from '../../src/compute/turnstile.js';
import { gate, turn } from '../support/outbox.js';

describe('a turnstile', () => {
  test('lets through what there is room for, and the next when somebody has left', async () => {
    const turnstile = new Turnstile({ room: 10, waitingMax: 100 });
    const gates = [gate(), gate(), gate()];
    const entered: number[] = [];
    const passing = gates.map(({ passed }, index) =>
      turnstile.pass(5, async () => {
        entered.push(index);
        await passed;
        return index;
      }),
    );
    await turn();
    expect(entered).toEqual([0, 1]);
    gates[1]?.open();
    expect(await passing[1]).toBe(1);
    await turn();
    expect(entered).toEqual([0, 1, 2]);
    for (const { open } of gates) open();
    expect(await Promise.all(passing)).toEqual([0, 1, 2]);
  });

  test('lets nobody overtake: what would fit waits behind what does not', async () => {
    const turnstile = new Turnstile({ room: 10, waitingMax: 100 });
    const held = gate();
    const entered: string[] = [];
    const enter = (name: string) => async () => void entered.push(name);
    const first = turnstile.pass(6, () => held.passed);
    const others = [turnstile.pass(8, enter('large')), turnstile.pass(1, enter('small'))];
    await turn();
    expect(entered).toEqual([]);
    held.open();
    await Promise.all([first, ...others]);
    expect(entered).toEqual(['large', 'small']);
  });

  test('is free again after work that fails', async () => {
    const turnstile = new Turnstile({ room: 1, waitingMax: 1 });
    const failing = turnstile.pass(1, () => Promise.reject(new Error('no')));
    const next = turnstile.pass(1, async () => 'passed');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('passed');
  });

  test('is full when as many wait as may, and no more once one of them has entered', async () => {
    const turnstile = new Turnstile({ room: 1, waitingMax: 2 });
    const gates = [gate(), gate(), gate()];
    const passing = gates.map(({ passed }, index) => {
      expect(turnstile.isFull).toBe(false);
      return turnstile.pass(1, async () => {
        await passed;
        return index;
      });
    });
    expect(turnstile.isFull).toBe(true);
    gates[0]?.open();
    await passing[0];
    await turn();
    expect(turnstile.isFull).toBe(false);
    for (const { open } of gates) open();
    expect(await Promise.all(passing)).toEqual([0, 1, 2]);
  });

  test('never holds more than its room unless one alone is larger, and lets everybody through in turn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 15 })), async (weights) => {
        const turnstile = new Turnstile({ room: 10, waitingMax: 100 });
        const inside = new Set<number>();
        const order: number[] = [];
        await Promise.all(
          weights.map((weight, index) =>
            turnstile.pass(weight, async () => {
              inside.add(index);
              order.push(index);
              const total = [...inside].reduce((sum, one) => sum + (weights[one] as number), 0);
              expect(inside.size === 1 || total <= 10).toBe(true);
              await turn();
              inside.delete(index);
            }),
          ),
        );
        expect(order).toEqual(weights.map((_, index) => index));
      }),
      { numRuns: 50 },
    );
  });
});
