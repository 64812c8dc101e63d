// How a thread in the background rests, with a clock that only resting and working move.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import {
  CalledOff,
  callOff,
  makingWay,
  makingWayBefore,
  restAfter,
  tellShare,
  WORK_SHARE_MIN,
} from '../../src/compute/making-way.js';

const WORKED_MS = 10;

/** A thread whose share of the room is `share`, and what it was told while it waited. */
function thread(share: number, meanwhile: (waits: number) => void = () => {}) {
  let clock = 0;
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const waits: number[] = [];
  tellShare(cell, share);
  const rest = makingWay(cell, {
    now: () => clock,
    wait: (_cell, value, ms) => {
      expect(value).toBe(Atomics.load(cell, 0));
      waits.push(ms);
      const before = Atomics.load(cell, 0);
      meanwhile(waits.length);
      // As `Atomics.wait`: a change wakes it at once.
      if (Atomics.load(cell, 0) === before) clock += ms;
    },
  });
  const work = (ms = WORKED_MS) => {
    clock += ms;
    rest();
  };
  return { cell, waits, work };
}

describe('a thread that makes way', () => {
  test('does not rest while it may use all of the room', () => {
    const { waits, work } = thread(1);
    work();
    work();

    expect(waits).toEqual([]);
  });

  test('rests as long as it has worked at half of the room', () => {
    const { waits, work } = thread(0.5);
    work();

    expect(waits).toEqual([WORKED_MS]);
  });

  test('ends its work when it is called off, however much room there is', () => {
    const { cell, waits, work } = thread(1);
    work();
    callOff(cell);

    expect(() => work()).toThrow(CalledOff);
    expect(waits).toEqual([]);
  });

  test('is called off while it rests', () => {
    const { cell, waits, work }: ReturnType<typeof thread> = thread(0.5, () => callOff(cell));

    expect(() => work()).toThrow(CalledOff);
    expect(waits).toHaveLength(1);
  });

  test('counts each helping by itself, and its rest to none', () => {
    const { waits, work } = thread(0.5);
    work(10);
    work(30);

    expect(waits).toEqual([10, 30]);
  });

  test('goes on at once when the orders have gone', () => {
    const { cell, waits, work } = thread(0.5, () => tellShare(cell, 1));
    work();

    expect(waits).toEqual([WORKED_MS]);
  });

  test('rests on when it is woken and its share has become less', () => {
    const { cell, waits, work } = thread(0.5, (count) => count === 1 && tellShare(cell, 0.25));
    work();

    expect(waits).toEqual([WORKED_MS, WORKED_MS * 3]);
  });
});

/** Work that takes as long as it is told, and the waits before it. */
function answering(share: number) {
  let clock = 1_000;
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const waits: number[] = [];
  tellShare(cell, share);
  const work = makingWayBefore(
    cell,
    (ms: number) => {
      clock += ms;
      if (ms > 100) throw new Error('too long');
      return `took ${ms}`;
    },
    {
      now: () => clock,
      wait: (_cell, _value, ms) => {
        waits.push(ms);
        clock += ms;
      },
    },
  );
  const pass = (ms: number) => {
    clock += ms;
  };
  return { cell, waits, work, pass };
}

describe('a thread whose answers are waited for', () => {
  test('answers first and rests before the next task', async () => {
    const { waits, work } = answering(0.5);

    expect(await work(30)).toBe('took 30');
    expect(waits).toEqual([]);
    expect(await work(10)).toBe('took 10');
    expect(waits).toEqual([30]);
  });

  test('has rested already while nobody asked', async () => {
    const { waits, work, pass } = answering(0.5);
    await work(30);
    pass(20);
    await work(10);
    pass(10);
    await work(10);

    expect(waits).toEqual([10]);
  });

  test('does not rest where there is all the room', async () => {
    const { cell, waits, work } = answering(0.5);
    await work(30);
    tellShare(cell, 1);
    await work(30);

    expect(waits).toEqual([]);
  });

  test('rests after work that failed, too', async () => {
    const { waits, work } = answering(0.5);
    await expect(work(150)).rejects.toThrow('too long');
    await work(1);

    expect(waits).toEqual([150]);
  });
});

describe('a rest', () => {
  test('leaves the thread its least share of the time, however small its share', () => {
    const restMs = restAfter(WORKED_MS, 0);

    expect(WORKED_MS / (WORKED_MS + restMs)).toBeCloseTo(WORK_SHARE_MIN);
    expect(restAfter(WORKED_MS, 1 / 256)).toBe(restMs);
  });

  test('after long work is not long, too', () => {
    expect(restAfter(60_000, 0)).toBe(restAfter(600_000, 0));
    expect(restAfter(60_000, 0)).toBeLessThan(1_000);
  });
});

const waiter = `
  const { parentPort, workerData } = require('node:worker_threads');
  const cell = new Int32Array(workerData);
  const before = Atomics.load(cell, 0);
  parentPort.postMessage('waiting');
  Atomics.wait(cell, 0, before);
  parentPort.postMessage(Atomics.load(cell, 0) === before ? 'woken for nothing' : 'told');`;

test('a share that changes wakes who waits in another thread', async () => {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  tellShare(cell, 0.2);
  const thread = new Worker(waiter, { eval: true, workerData: cell.buffer });
  expect(await once(thread, 'message')).toEqual(['waiting']);
  const answer = once(thread, 'message');
  tellShare(cell, 1);

  expect(await answer).toEqual(['told']);
  await thread.terminate();
});
