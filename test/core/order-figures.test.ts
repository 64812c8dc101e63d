// What an order adds to the shop's figures, and how latencies are counted.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latencySlot, orderFigures, slotMs, slotPercentile } from '../../src/core/order-figures.js';
import { documentOf, PIECE } from '../support/store-orders.js';

const startsAt = { minute: 3, hour: 2, day: 1 };
const TOLERANCE = 1.091;

describe('the figures of an order', () => {
  const document = documentOf([
    { sku: 'MUG', quantity: 2 },
    { sku: 'BOWL', quantity: 1 },
  ]);
  const spans = [
    { step: 'quote', startedAt: 1_000, endedAt: 1_001, outcome: 'ok' },
    { step: 'pay', startedAt: 1_001, endedAt: 1_009, outcome: 'captured' },
  ];

  test('are its total, its pieces, its lines, where it goes and how long its steps took', () => {
    expect(orderFigures({ currency: 'EUR', document }, spans, startsAt)).toEqual({
      startsAt,
      currency: 'EUR',
      country: 'DE',
      gross: 3 * PIECE.gross,
      net: 3 * PIECE.net,
      units: 3,
      lines: [
        { sku: 'BOWL', units: 1, gross: PIECE.gross, net: 0 },
        { sku: 'MUG', units: 2, gross: 2 * PIECE.gross, net: 0 },
      ],
      steps: [
        { step: 'quote', slot: latencySlot(1) },
        { step: 'pay', slot: latencySlot(8) },
      ],
    });
  });

  test('have one line for what stands on several', () => {
    const twice = documentOf([
      { sku: 'MUG', quantity: 2 },
      { sku: 'BOWL', quantity: 1 },
      { sku: 'MUG', quantity: 3 },
    ]);

    const { lines, units } = orderFigures({ currency: 'EUR', document: twice }, [], startsAt);

    expect(units).toBe(6);
    expect(lines).toEqual([
      { sku: 'BOWL', units: 1, gross: PIECE.gross, net: 0 },
      { sku: 'MUG', units: 5, gross: 5 * PIECE.gross, net: 0 },
    ]);
  });

  test('have net amounts of its lines where its price list is net', () => {
    const [line] = document.lines;
    if (!line) throw new Error('no line');
    const { gross = 0, ...rest } = line;
    const net = { ...document, priceBasis: 'net' as const, lines: [{ ...rest, net: gross }] };

    const { lines } = orderFigures({ currency: 'EUR', document: net }, [], startsAt);

    expect(lines).toEqual([{ sku: 'MUG', units: 2, gross: 0, net: gross }]);
  });
});

describe('a slot of latencies', () => {
  test('is the same for what differs little, and the next for what does not', () => {
    expect(latencySlot(1)).toBe(latencySlot(1.05));
    expect(latencySlot(2) - latencySlot(1)).toBe(4);
    expect(latencySlot(1.2)).toBe(latencySlot(1) + 1);
  });

  test('is the lowest for a microsecond, for less and for a clock that went back', () => {
    for (const ms of [0.001, 0.0001, 0, -5]) expect(latencySlot(ms)).toBe(0);
    expect(slotMs(0)).toBe(0.001);
  });
});

describe('a percentile', () => {
  const counts = [
    { slot: latencySlot(1_000), spans: 1 },
    { slot: latencySlot(1), spans: 90 },
    { slot: latencySlot(10), spans: 9 },
  ];

  test('is that of the sum of all slots, in whatever order they come', () => {
    expect(slotPercentile(counts, 0.5)).toBe(slotMs(latencySlot(1)));
    expect(slotPercentile(counts, 0.9)).toBe(slotMs(latencySlot(1)));
    expect(slotPercentile(counts, 0.91)).toBe(slotMs(latencySlot(10)));
    expect(slotPercentile(counts, 0.99)).toBe(slotMs(latencySlot(10)));
    expect(slotPercentile(counts, 1)).toBe(slotMs(latencySlot(1_000)));
  });

  test('of nothing is nothing', () => {
    expect(slotPercentile([], 0.5)).toBe(0);
  });
});

describe('properties', () => {
  const latency = fc.double({ min: 0.001, max: 600_000, noNaN: true });

  const isNear = (read: number, measured: number): boolean =>
    read <= measured * TOLERANCE && measured <= read * TOLERANCE;

  test('a latency is within 9 % of the middle of its slot', () => {
    fc.assert(
      fc.property(latency, (ms) => {
        expect([ms, isNear(slotMs(latencySlot(ms)), ms)]).toEqual([ms, true]);
      }),
    );
  });

  test('a longer latency is in no lower slot', () => {
    fc.assert(
      fc.property(latency, latency, (a, b) => {
        expect(latencySlot(Math.max(a, b))).toBeGreaterThanOrEqual(latencySlot(Math.min(a, b)));
      }),
    );
  });

  test('a percentile read from slots is within 9 % of the measured one', () => {
    const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.99, 1), (measured, fraction) => {
        const counts = measured.map((ms) => ({ slot: latencySlot(ms), spans: 1 }));
        const sorted = [...measured].sort((a, b) => a - b);
        const rank = Math.max(1, Math.ceil(measured.length * fraction - 1e-9));

        const read = slotPercentile(counts, fraction);

        expect(isNear(read, sorted[rank - 1] as number)).toBe(true);
      }),
    );
  });

  test('counts of two halves add up to those of the whole', () => {
    const latencies = fc.array(latency, { maxLength: 40 });
    fc.assert(
      fc.property(latencies, latencies, fc.constantFrom(0.5, 0.99), (one, other, fraction) => {
        const count = (all: number[]) => all.map((ms) => ({ slot: latencySlot(ms), spans: 1 }));
        expect(slotPercentile([...count(one), ...count(other)], fraction)).toBe(
          slotPercentile(count([...other, ...one]), fraction),
        );
      }),
    );
  });
});
