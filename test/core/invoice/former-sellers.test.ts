import { describe, expect, test } from 'vitest';
import { formerSellers, isNewSeller, sellerAt } from '../../../src/core/invoice/former-sellers.js';
import { invoiceFor } from '../../../src/core/invoice/issued-document.js';
import { orderOf, sampleQuote, seller } from '../../documents/sample-orders.js';

const [a, b] = [
  { ...seller, line1: 'A' },
  { ...seller, line1: 'B' },
];
const known = [
  { since: 100, seller: a },
  { since: 200, seller: b },
];

describe('the seller of a time', () => {
  test.each([
    [50, 'A'],
    [150, 'A'],
    [200, 'B'],
    [999, 'B'],
  ])('at %i it was %s', (at, line1) => {
    expect(sellerAt(at, b, formerSellers(known, b, 500))?.line1).toBe(line1);
  });

  test('is the last one until somebody else is configured, or nobody', () => {
    expect(sellerAt(499, a, formerSellers(known, a, 500))).toEqual(b);
    expect(sellerAt(500, a, formerSellers(known, a, 500))).toEqual(a);
    expect(sellerAt(499, null, formerSellers(known, null, 500))).toEqual(b);
    expect(sellerAt(500, null, formerSellers(known, null, 500))).toBeNull();
  });

  test('is new where anything of it is', () => {
    expect(isNewSeller([], a)).toBe(true);
    expect(isNewSeller(known, a)).toBe(true);
    expect(isNewSeller(known, { ...b })).toBe(false);
  });
});

test('an invoice that could not be issued for want of an exchange rate is, once there is one', () => {
  const order = orderOf(sampleQuote({ currency: 'USD' }));
  const ratesOf = (rates: { currency: string; since: string; rate: string }[]) => ({
    ...seller,
    accounting: { currency: 'EUR', rates },
  });
  const without = ratesOf([]);
  const calendar = { date: () => '2026-06-15' };
  const mended = ratesOf([{ currency: 'USD', since: '2026-01-01', rate: '0.91' }]);
  const formerly = [{ until: Date.UTC(2026, 11, 1), seller: without }];
  expect(invoiceFor({ seller: without, calendar }, order)).toMatchObject({ ok: false });
  expect(invoiceFor({ seller: mended, formerSellers: formerly, calendar }, order)).toMatchObject({
    ok: true,
    value: { accounting: { rate: '0.91' } },
  });
});
