import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, withoutGuard } from '../../src/csv/write-csv.js';

describe('a line of CSV', () => {
  test('quotes what has commas, quotes or line ends, and ends as RFC 4180 says', () => {
    expect(csvLine(['a', 'b,c', 'say "x"', 'two\nlines', 5])).toBe(
      'a,"b,c","say ""x""","two\nlines",5\r\n',
    );
  });

  test.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '\tx',
    '\r=x',
    '=HYPERLINK("http://x")',
  ])('shows %j instead of computing it', (text) => {
    const [[first]] = parse(csvLine([text])) as [[string]];
    expect(first).toBe(`'${text}`);
  });

  test('leaves numbers below zero as they are', () => {
    expect(csvLine(['-12.30', -5, '-0'])).toBe('-12.30,-5,-0\r\n');
  });

  test('is read back as what was written, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 6 }), (cells) => {
        const [read] = parse(csvLine(cells), { relaxColumnCount: true }) as string[][];
        expect(read?.map(withoutGuard)).toEqual(cells);
        expect(
          read?.filter((text) => /^[=+\-@\t\r]/.test(text) && !/^-\d+(\.\d+)?$/.test(text)),
        ).toEqual([]);
      }),
    );
  });
});
