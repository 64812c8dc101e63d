import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileText } from '../../src/transfer/file-text.js';

const limits = { unpackedBytes: 100, lines: 3 };
const pieces = (text: string, encoding: BufferEncoding, size = 1) => {
  const bytes = Buffer.from(text, encoding);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
};
function taken(all: readonly Uint8Array[], text = new FileText(limits)): FileText {
  for (const piece of all) text.take(piece);
  text.take(null);
  return text;
}

const decodes = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

describe('what a file holds', () => {
  test('is UTF-8 wherever its pieces were divided, also where it says \ufffd itself', () => {
    for (const size of [1, 2, 3, 100]) {
      expect(taken(pieces('Größe €\ufffd 😀', 'utf8', size)).hasLost('\ufffd')).toBe(false);
    }
  });

  test('is lost where it was saved in another encoding, and only there', () => {
    const text = taken(pieces('Größe', 'latin1'));

    expect(text.hasLost('Gr\ufffd\ufffde')).toBe(true);
    expect(text.hasLost('Mug')).toBe(false);
  });

  test('is what a decoder says of the whole, however it is divided', () => {
    const byte = fc.oneof(fc.constantFrom(0x41, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0), fc.nat(255));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.array(byte, { maxLength: 12 }).map((all) => Uint8Array.from(all)),
      fc.string({ unit: 'binary', maxLength: 7 }).map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(30), { maxLength: 5 }), (all, cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), all.length];
        const divided = at.slice(1).map((end, index) => all.subarray(at[index], end));
        expect(taken(divided, new FileText()).hasLost('\ufffd')).toBe(!decodes(all));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is lost where its last character is cut off', () => {
    expect(taken([Buffer.from('€').subarray(0, 2)]).hasLost('\ufffd')).toBe(true);
  });

  test.each([
    ['bytes', 'x'.repeat(101), 'there are more than 100 bytes'],
    ['lines, be they empty', '\n\n\n\n', 'there are more than 3 lines; divide the file'],
  ])('has so many %s at the most', (_what, text, reason) => {
    const over = pieces(text, 'utf8');

    expect(() => taken(over)).toThrow(reason);
    taken(over.slice(0, -1));
  });
});
