import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../src/documents/pdf/byte-writer.js';

const latin1 = (writer: ByteWriter): string => writer.written().toString('latin1');

function figure(value: number): string {
  const writer = new ByteWriter(1);
  writer.figure(value);
  return latin1(writer);
}

describe('a figure', () => {
  test('has the decimals that it needs, and two at most', () => {
    const figures = [0, -0, 7, 10, 99.999, 100, 0.05, 3.1, 3.14, 2.675, -0.004, -0.5, -12.34];
    expect(figures.map(figure)).toEqual([
      '0',
      '0',
      '7',
      '10',
      '100',
      '100',
      '0.05',
      '3.1',
      '3.14',
      '2.68',
      '0',
      '-0.5',
      '-12.34',
    ]);
  });

  test('is what JavaScript prints of its hundredths, however large', () => {
    const values = fc.oneof(
      fc.double({ min: -2_000, max: 2_000, noNaN: true }),
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.integer({ min: -100_000, max: 100_000 }).map((hundredths) => hundredths / 100),
    );
    fc.assert(
      fc.property(values, (value) => figure(value) === String(Math.round(value * 100) / 100)),
      { numRuns: 2_000 },
    );
  });
});

test('what is written stands behind each other, however little room there was at first', () => {
  const texts = fc.array(
    fc
      .array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 })
      .map((codes) => String.fromCharCode(...codes)),
  );
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 64 }), (pieces, capacity) => {
      const source = new ByteWriter(capacity);
      const copy = new ByteWriter(capacity);
      for (const [index, piece] of pieces.entries()) {
        const start = source.length;
        source.text(piece);
        if (index % 2 === 0) copy.part(source, start, source.length);
        else copy.bytes(Buffer.from(piece, 'latin1'));
        copy.byte(0x20);
      }
      expect(latin1(source)).toBe(pieces.join(''));
      expect(latin1(copy)).toBe(pieces.map((piece) => `${piece} `).join(''));
    }),
  );
});
