import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrap } from '../../src/documents/layout/wrap.js';

/** Every character is one wide. */
const count = (text: string): number => [...text].length;
const wrapped = (text: string, width: number, limit = 100) => wrap(text, width, limit, count);

describe('a text', () => {
  test('that fits stays as it is', () => {
    expect(wrapped('two  words', 10)).toEqual(['two  words']);
    expect(wrapped('', 10)).toEqual(['']);
  });

  test('breaks between words', () => {
    expect(wrapped('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
  });

  test('breaks inside a word that is longer than a line', () => {
    expect(wrapped('a loooooong word', 5)).toEqual(['a', 'loooo', 'oong', 'word']);
  });

  test('breaks between Chinese characters', () => {
    expect(wrapped('東京の地図、和紙', 3)).toEqual(['東京の', '地図、', '和紙']);
  });

  test('ends in an ellipsis where the lines run out', () => {
    expect(wrapped('one two three four', 5, 2)).toEqual(['one', 'two…']);
    expect(wrapped('aaaaaaaaaaaaaaaaa', 5, 2)).toEqual(['aaaaa', 'aaaa…']);
  });
});

describe('properties', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const width = fc.integer({ min: 2, max: 20 });

  test('no line is wider than it may be, and no letter is lost', () => {
    fc.assert(
      fc.property(text, width, (given, columns) => {
        const lines = wrapped(given, columns);
        for (const line of lines) expect(count(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replace(/\s/g, '')).toBe(given.replace(/\s/g, ''));
      }),
    );
  });

  test('there are never more lines than asked for', () => {
    fc.assert(
      fc.property(text, width, fc.integer({ min: 1, max: 5 }), (given, columns, limit) => {
        expect(wrapped(given, columns, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
