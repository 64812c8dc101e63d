// Cells of CSV files and the values that they stand for.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, withoutGuard } from '../../src/csv/write-csv.js';
import { cellForms, cellsOf, recordOf } from '../../src/transfer/cells.js';
import { kinds } from '../../src/transfer/kinds.js';

describe('a text that a spreadsheet would compute', () => {
  test.each(['=1+1', '+1', '-x', '@SUM(A1)', '＝1+1', "'=1", "''=1"])(
    'is kept from it, and comes back: %s',
    (text) => {
      const cell = csvLine([text]).trimEnd();

      expect(cell).toBe(`'${text}`);
      expect(withoutGuard(cell)).toBe(text);
    },
  );

  test.each(['-12', "'twas", "O'Neill", '12.90', ''])('is no other: %s', (text) => {
    expect(csvLine([text]).trimEnd()).toBe(text);
    expect(withoutGuard(text)).toBe(text);
  });
});

describe('a list in a cell', () => {
  test('is divided by semicolons, with a backslash before those that divide nothing', () => {
    expect(cellForms.list.write(['a', 'b;c', 'd\\'])).toBe('a;b\\;c;d\\\\');
    expect(cellForms.list.read('a;b\\;c;d\\\\')).toEqual({ ok: true, value: ['a', 'b;c', 'd\\'] });
  });

  test('comes back whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (items) => {
        expect(cellForms.list.read(cellForms.list.write(items))).toEqual({
          ok: true,
          value: items,
        });
      }),
    );
  });
});

describe('prices in a cell', () => {
  test.each(['EUR', 'EUR=1;EUR=2', '=;', 'EUR=1=2'])('that are none are refused: %s', (cell) => {
    expect(cellForms.prices.read(cell).ok).toBe(false);
  });

  test('of an article without any are said to be none', () => {
    expect(cellForms.prices.write({})).toBe('none');
    expect(cellForms.prices.read('none')).toEqual({ ok: true, value: {} });
  });
});

test('columns with a dot lead into an object, and back out of it', () => {
  const { columns } = kinds.customers;
  const row = {
    id: 'c',
    email: 'c@example.com',
    name: 'C',
    address: { city: 'Berlin', country: 'DE' },
  };
  const cells = cellsOf(columns, row);
  const wrong: string[] = [];

  expect(recordOf(columns, cells, (column) => wrong.push(column))).toEqual(row);
  expect(wrong).toEqual([]);
});
