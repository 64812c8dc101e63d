import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { createQuotes, type QuoteResult, type Quotes } from '../../src/compute/quotes.js';
import type { Cart } from '../../src/core/cart.js';
import { compileRules } from '../../src/core/compile-rules.js';
import { quote } from '../../src/core/quote.js';
import { cartOf, line, rulesOf } from '../core/carts.js';

const rules = rulesOf();
const worker = fileURLToPath(new URL('../fixtures/poisonous-quotes.mjs', import.meta.url));

const harmless = (quantity: number): Cart => cartOf({ lines: [line('MUG', '12.90', quantity)] });
const poisonous = (death: string): Cart => cartOf({ lines: [line(`POISON-${death}`, '1.00')] });
const quoteOf = (cart: Cart): QuoteResult => quote(cart, compileRules(rules));

const failed = {
  ok: false,
  refusal: { type: 'quote-failed', detail: expect.stringMatching(/\S/) as string },
};

// A small heap, so that running out of it is quick and harms nobody else on the machine.
const HEAP_MB = 32;

let quotes: Quotes;
const open = (threads: number): Quotes => {
  quotes = createQuotes({ threads, batchMax: 64, queueMax: 4_096, rules, worker, heapMb: HEAP_MB });
  return quotes;
};

afterEach(() => quotes.close());

describe.each([
  ['ends its thread', 'EXIT'],
  ['eats all memory', 'MEMORY'],
  ['makes the quote throw', 'THROW'],
  ['makes the thread throw outside of the quote', 'UNCAUGHT'],
])('a cart that %s', (_, death) => {
  const before = [harmless(1), harmless(2)];
  const after = [harmless(3), harmless(4)];

  test('fails alone: its neighbours in the batch get their quotes', async () => {
    open(1);
    const batch = [...before, poisonous(death), ...after];
    const answers = await Promise.all(batch.map((cart) => quotes.quote(cart)));
    expect(answers).toEqual([...before.map(quoteOf), failed, ...after.map(quoteOf)]);
    expect(quotes.figures()).toMatchObject({ batches: 1 });
  });

  test('leaves a pool that goes on quoting, also for who waited meanwhile', async () => {
    open(1);
    const answers = [poisonous(death), ...before].map((cart) => quotes.quote(cart));
    expect(await Promise.all(answers)).toEqual([failed, ...before.map(quoteOf)]);
    expect(await Promise.all(after.map((cart) => quotes.quote(cart)))).toEqual(after.map(quoteOf));
  });

  test('does not spoil what another thread is computing', async () => {
    open(2);
    const answers = [];
    for (const cart of [...before, poisonous(death), ...after]) {
      answers.push(quotes.quote(cart));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await Promise.all(answers)).toEqual([
      ...before.map(quoteOf),
      failed,
      ...after.map(quoteOf),
    ]);
  });
});

test.each(['EXIT', 'MEMORY'])('the figures count the dead and name the last: %s', async (death) => {
  open(1);
  await Promise.all([quotes.quote(harmless(1)), quotes.quote(poisonous(death))]);
  // Once with its batch, once alone.
  expect(quotes.figures()).toMatchObject({
    threads: 1,
    deaths: 2,
    lastError: expect.stringMatching(death === 'EXIT' ? /exited with code: 7/ : /memory/) as string,
  });
});

test('several poisonous carts in one batch each fail alone', async () => {
  open(1);
  const batch = [poisonous('EXIT'), harmless(1), poisonous('EXIT'), poisonous('EXIT'), harmless(2)];
  const answers = await Promise.all(batch.map((cart) => quotes.quote(cart)));
  expect(answers).toEqual([failed, quoteOf(harmless(1)), failed, failed, quoteOf(harmless(2))]);
});
