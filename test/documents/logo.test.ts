import { describe, expect, test } from 'vitest';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { pathOperators } from '../../src/documents/pdf/svg-path.js';
import { contentsOf, rowsOfAll } from './read-pdf.js';
import { sampleInvoice, seller } from './sample-orders.js';

const operators = (path: string): string[] => pathOperators(path).trimEnd().split('\n');

describe('a path', () => {
  test('of lines is drawn, absolute and relative', () => {
    expect(operators('M1 2L3,4H5V6l-1-1h2v.5z')).toEqual([
      ...['1 2 m', '3 4 l', '5 4 l', '5 6 l', '4 5 l', '6 5 l', '6 5.5 l', 'h'],
    ]);
  });

  test('goes on with lines after a move, and from its beginning after it is closed', () => {
    expect(operators('m1 1 2 0 0 2zl5 5')).toEqual(['1 1 m', '3 1 l', '3 3 l', 'h', '6 6 l']);
    expect(operators('M1 1 2 0')).toEqual(['1 1 m', '2 0 l']);
  });

  test('of cubic curves mirrors the last control point where it is smooth', () => {
    expect(operators('M0 0C0 1 2 1 2 0S4-1 4 0s1 1 2 0')).toEqual([
      ...['0 0 m', '0 1 2 1 2 0 c', '2 -1 4 -1 4 0 c', '4 1 5 1 6 0 c'],
    ]);
    expect(operators('M1 1S4-1 4 0')).toEqual(['1 1 m', '1 1 4 -1 4 0 c']);
  });

  test('of quadratic curves becomes cubic', () => {
    expect(operators('M0 0Q3 3 6 0T12 0')).toEqual([
      ...['0 0 m', '2 2 4 2 6 0 c', '8 -2 10 -2 12 0 c'],
    ]);
  });

  test('that lacks a number is refused', () => {
    expect(() => pathOperators('M1 2L3')).toThrow('The path command L has 1 numbers');
  });

  test('that leads farther than PDF can write is refused', () => {
    expect(operators('M0 0L1e6 1e-9')).toEqual(['0 0 m', '1000000 0 l']);
    expect(() => pathOperators('M0 0L1e21 0')).toThrow('too far to be drawn');
    expect(() => pathOperators('M0 0L1e999 0')).toThrow('too far to be drawn');
  });
});

describe('the head of the letter', () => {
  const logo = {
    ...{ width: 40, height: 20 },
    paths: [
      { path: 'M0 0h40v20h-40z', color: '#ff8000' },
      { path: 'M10 5h20v10h-20z', color: '#000000' },
    ],
  };

  test('has the seller’s logo, in its colours', () => {
    const invoice = { ...sampleInvoice(), seller: { ...seller, logo } };
    const [page = ''] = contentsOf(renderInvoicePdf(invoice));
    expect(page).toMatch(/q [\d.]+ 0 0 -[\d.]+ [\d.]+ [\d.]+ cm\n1 0\.502 0 rg\n0 0 m\n40 0 l\n/);
    expect(page).toContain('0 0 0 rg\n10 5 m\n');
  });

  test('has the seller’s name where there is no logo', async () => {
    const rows = await rowsOfAll(renderInvoicePdf(sampleInvoice()));
    expect(rows[0]).toBe('Orderloom Demo Shop GmbH');
  });
});
