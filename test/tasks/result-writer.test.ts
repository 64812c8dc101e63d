// How outcomes are put together to commands, and what large ones are taken apart into.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineFigures, OrderFigures } from '../../src/core/order-figures.js';
import { ok, refuse } from '../../src/core/result.js';
import type { Topic } from '../../src/core/tasks.js';
import type { TaskResult } from '../../src/store/store.js';
import { ResultWriter, type ResultWriterOptions } from '../../src/tasks/result-writer.js';
import { turn } from '../support/outbox.js';
import { T0 } from '../support/store-orders.js';
import { resultOf } from '../support/store-tasks.js';

const figures = (lines: number): OrderFigures => ({
  startsAt: { minute: T0, hour: T0, day: T0 },
  currency: 'EUR',
  country: 'DE',
  gross: 0,
  net: 0,
  units: 0,
  lines: Array.from({ length: lines }, (_, index) => ({
    sku: `MUG-${index}`,
    units: 0,
    gross: 0,
    net: 0,
  })),
  steps: [],
});

const result = (orderId: string, lines: number, more: Partial<TaskResult> = {}) =>
  resultOf(
    { orderId, topic: 'analytics', attempt: 1, tries: 1 },
    { figures: figures(lines), ...more },
  );

const skusOf = ({ lines }: LineFigures): string[] => lines.map(({ sku }) => sku);

interface Written {
  /** Of which order, and after how many lines; outcomes are without these. */
  parts: { orderId: string; counted: number }[];
  outcomes: string[][];
  skus: string[];
}

/** A writer whose commands are done at once and whose rests last until they are ended. */
function writerWith(more: Partial<ResultWriterOptions<Topic>> = {}) {
  const written: Written = { parts: [], outcomes: [], skus: [] };
  const rests: (() => void)[] = [];
  const writer = new ResultWriter<Topic>({
    countLines: async ({ task: { orderId }, counted, figures }) => {
      written.parts.push({ orderId, counted });
      written.skus.push(...skusOf(figures));
      return ok(true);
    },
    finishTasks: async ({ results }) => {
      written.outcomes.push(results.map(({ orderId }) => orderId));
      for (const { figures } of results) if (figures) written.skus.push(...skusOf(figures));
      return ok(results.length);
    },
    restMs: () => 1,
    now: () => T0,
    sleep: () => new Promise((end) => rests.push(end)),
    hasStopped: () => false,
    ...more,
  });
  return { writer, written, rests };
}
const restless = { restMs: () => 0, sleep: async () => {} };

describe('outcomes with a row for each of many lines', () => {
  test('are written one after another, with a rest after each that no other task waits for', async () => {
    const { writer, written, rests } = writerWith();
    const heavy = ['A', 'B', 'C'].map((orderId) => writer.write(result(orderId, 50)));
    await turn();
    await turn();
    expect(written.outcomes).toEqual([['A']]);
    await writer.write(result('light', 3));
    expect(written.outcomes).toEqual([['A'], ['light']]);
    for (let ended = 1; ended <= 3; ended += 1) {
      expect(rests).toHaveLength(ended);
      rests.at(-1)?.();
      await turn();
      await turn();
    }
    await Promise.all(heavy);
    expect(written.outcomes).toEqual([['A'], ['light'], ['B'], ['C']]);
  });

  test('share a command where each has few of them', async () => {
    const { writer, written } = writerWith(restless);
    await Promise.all(['A', 'B', 'C', 'D'].map((orderId) => writer.write(result(orderId, 30))));
    expect(written.outcomes).toEqual([['A', 'B', 'C'], ['D']]);
    expect(written.parts).toEqual([]);
    expect(written.skus).toHaveLength(120);
  });

  test('are written in parts, with a rest after each', async () => {
    const { writer, written, rests } = writerWith();
    const large = writer.write(result('A', 120));
    for (let ended = 1; ended <= 3; ended += 1) {
      await turn();
      await turn();
      expect(rests).toHaveLength(ended);
      expect(written.outcomes).toEqual(ended < 3 ? [] : [['A']]);
      rests.at(-1)?.();
    }
    await large;
    expect(written.parts).toEqual([
      { orderId: 'A', counted: 0 },
      { orderId: 'A', counted: 50 },
    ]);
  });

  test('have each line written once, however far an earlier attempt came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(260), fc.nat(260), async (lines, before) => {
        const counted = Math.min(lines, before);
        const { writer, written } = writerWith(restless);
        await writer.write(result('A', lines, counted === 0 ? {} : { counted }));
        expect(written.skus).toEqual(skusOf(figures(lines)).slice(counted));
        expect(written.outcomes).toEqual([['A']]);
      }),
    );
  });

  test('are left to whoever has the task by now', async () => {
    const { writer, written } = writerWith({ ...restless, countLines: async () => ok(false) });
    await writer.write(result('A', 120));
    expect(written.outcomes).toEqual([]);
    await writer.write(result('B', 30));
    expect(written.outcomes).toEqual([['B']]);
  });

  test('are tried again where the disk is full, and left to their lease by whoever stops', async () => {
    let refusals = 0;
    let isStopped = false;
    const full = refuse({ type: 'storage-unavailable' as const, detail: 'SQLITE_FULL' });
    const { writer, written } = writerWith({
      ...restless,
      hasStopped: () => isStopped,
      countLines: async ({ task: { orderId }, counted }) => {
        refusals += 1;
        if (refusals % 3 !== 0) return full;
        written.parts.push({ orderId, counted });
        return ok(true);
      },
    });
    await writer.write(result('A', 120));
    expect(written.parts.map(({ counted }) => counted)).toEqual([0, 50]);
    expect(written.outcomes).toEqual([['A']]);
    isStopped = true;
    await writer.write(result('B', 120));
    expect(written.outcomes).toEqual([['A']]);
  });
});
