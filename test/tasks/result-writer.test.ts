import { describe, expect, test } from 'vitest';
import type { OrderFigures } from '../../src/core/order-figures.js';
import { ok } from '../../src/core/result.js';
import { ResultWriter } from '../../src/tasks/result-writer.js';
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
  lines: Array(lines).fill({ sku: 'MUG-BLUE', units: 0, gross: 0, net: 0 }),
  steps: [],
});

const result = (orderId: string, lines: number) =>
  resultOf({ orderId, topic: 'analytics', attempt: 1, tries: 1 }, { figures: figures(lines) });

/** A writer whose commands are done at once and whose rests last until they are ended. */
function restingWriter() {
  const commands: string[][] = [];
  const rests: (() => void)[] = [];
  const writer = new ResultWriter({
    finishTasks: async ({ results }) => {
      commands.push(results.map(({ orderId }) => orderId));
      return ok(results.length);
    },
    restMs: () => 1,
    now: () => T0,
    sleep: () => new Promise((end) => rests.push(end)),
    hasStopped: () => false,
  });
  return { writer, commands, rests };
}

describe('outcomes with a row for each of many lines', () => {
  test('are written one after another, with a rest after each that no other task waits for', async () => {
    const { writer, commands, rests } = restingWriter();
    const heavy = ['A', 'B', 'C'].map((orderId) => writer.write(result(orderId, 151)));
    await turn();
    await turn();
    expect(commands).toEqual([['A']]);
    await writer.write(result('light', 3));
    expect(commands).toEqual([['A'], ['light']]);
    for (let ended = 1; ended <= 3; ended += 1) {
      expect(rests).toHaveLength(ended);
      rests.at(-1)?.();
      await turn();
      await turn();
    }
    await Promise.all(heavy);
    expect(commands).toEqual([['A'], ['light'], ['B'], ['C']]);
  });
});
