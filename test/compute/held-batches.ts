// A `send` whose batches are answered by the test, one by one, so that nothing depends on time.

import { Batcher, type BatcherOptions } from '../../src/compute/batcher.js';

export interface HeldBatch {
  items: string[];
  /** With each item in capitals, unless told otherwise. */
  answer(answers?: string[]): void;
  fail(error: Error): void;
}

export interface HeldBatches {
  batcher: Batcher<string, string>;
  /** Every batch that has left, oldest first. */
  sent: HeldBatch[];
}

/** One batch at a time, unless told otherwise. */
export function heldBatches(options: Partial<BatcherOptions<string, string>> = {}): HeldBatches {
  const sent: HeldBatch[] = [];
  const send = (items: string[]): Promise<string[]> =>
    new Promise((resolve, fail) => {
      const capitals = () => items.map((item) => item.toUpperCase());
      sent.push({ items, fail, answer: (answers = capitals()) => resolve(answers) });
    });
  const limits = { batchMax: 100, queueMax: 100, concurrency: 1 };
  return { batcher: new Batcher({ send, ...limits, ...options }), sent };
}

/** The end of the event loop's current turn, when whatever gathered in it has left. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
