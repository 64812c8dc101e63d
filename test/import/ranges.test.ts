// Joining ranges never changes what a code is taxed by on any day, whatever order they come in.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Range, Ranges } from '../../src/import/ranges.js';

const CODES = 30;
const DAYS = 12;

const range = (from: number, to: number, since: number, until: number, parts: number): Range => ({
  from,
  to,
  since,
  until,
  parts,
  file: 0,
  line: 1,
});

function rangesOf(rows: readonly Range[]): Ranges {
  const ranges = new Ranges();
  for (const row of rows) ranges.add(row);
  return ranges;
}

const holds = ({ from, to, since, until }: Range, code: number, day: number): boolean =>
  from <= code && code <= to && since <= day && day < until;

/** What holds for each code on each day, each once. */
const meaningOf = (rows: Iterable<Range>): string[] => {
  const known = [...rows];
  return Array.from({ length: CODES * DAYS }, (_, index) => {
    const [code, day] = [Math.floor(index / DAYS), index % DAYS];
    const parts = known.filter((row) => holds(row, code, day)).map((row) => row.parts);
    return [...new Set(parts)].sort().join(' ');
  });
};

describe('ranges', () => {
  test('that follow each other in time and along the codes become one', () => {
    const ranges = rangesOf([
      range(5, 9, 3, 6, 1),
      range(0, 4, 0, 6, 1),
      range(5, 9, 0, 3, 1),
      range(10, 10, 0, 6, 2),
    ]);
    ranges.settle();
    expect([...ranges]).toEqual([range(0, 9, 0, 6, 1), range(10, 10, 0, 6, 2)]);
    expect([...ranges.contradictions()]).toEqual([]);
  });

  test('contradict each other where both hold on one day, and are told in pairs', () => {
    const ranges = rangesOf([range(0, 9, 0, 6, 1), range(9, 12, 5, 8, 2), range(9, 9, 8, 9, 1)]);
    ranges.settle();
    expect([...ranges.contradictions()].map(({ row, earlier }) => [row, earlier])).toEqual([
      [range(9, 12, 5, 8, 2), range(0, 9, 0, 6, 1)],
    ]);
  });
});

describe('properties', () => {
  const row = fc
    .record({
      from: fc.nat(CODES - 1),
      length: fc.nat(6),
      since: fc.nat(DAYS - 2),
      days: fc.integer({ min: 1, max: 6 }),
      parts: fc.nat(2),
    })
    .map(({ from, length, since, days, parts }) =>
      range(from, from + length, since, since + days, parts),
    );
  const rows = fc.array(row, { maxLength: 40 });

  test('settling keeps what holds, for every code on every day', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const ranges = rangesOf(given);
        ranges.settle();
        expect(ranges.count).toBeLessThanOrEqual(given.length);
        expect(meaningOf(ranges)).toEqual(meaningOf(given));
      }),
      { numRuns: 2_000 },
    );
  });

  test('every two that hold for a code on the same day are told, and no others', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const ranges = rangesOf(given);
        ranges.settle();
        const settled = [...ranges];
        const clashes = settled.some((a, index) =>
          settled
            .slice(0, index)
            .some(
              (b) => a.from <= b.to && b.from <= a.to && a.since < b.until && b.since < a.until,
            ),
        );
        expect([...ranges.contradictions()].length > 0).toBe(clashes);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the order of the rows does not matter', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const [a, b] = [rangesOf(given), rangesOf(other)];
        a.settle();
        b.settle();
        expect([...b]).toEqual([...a]);
      }),
      { numRuns: 1_000 },
    );
  });
});
