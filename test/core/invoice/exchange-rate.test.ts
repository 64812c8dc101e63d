import { describe, expect, test } from 'vitest';
import {
  accountingGap,
  accountingOf,
  ExchangeRateError,
} from '../../../src/core/invoice/exchange-rate.js';
import { invoiceOf, type Seller } from '../../../src/core/invoice.js';
import { orderOf, sampleQuote, seller } from '../../documents/sample-orders.js';

const rate = (currency: string, since: string, text: string) => ({ currency, since, rate: text });
const exchanging: Seller = {
  ...seller,
  accounting: {
    currency: 'EUR',
    rates: [
      rate('USD', '2026-06-01', '0.9'),
      rate('USD', '2026-01-01', '0.8'),
      rate('JPY', '2026-01-01', '0.0061'),
    ],
  },
};

describe('VAT in the accounting currency', () => {
  test.each([
    ['USD', 1_000, '2026-06-15', { currency: 'EUR', rate: '0.9', tax: 900 }],
    ['USD', 1_000, '2026-06-01', { currency: 'EUR', rate: '0.9', tax: 900 }],
    ['USD', 1_000, '2026-05-31', { currency: 'EUR', rate: '0.8', tax: 800 }],
    ['USD', 5, '2026-06-15', { currency: 'EUR', rate: '0.9', tax: 5 }],
    ['JPY', 1_000, '2026-06-15', { currency: 'EUR', rate: '0.0061', tax: 610 }],
    ['USD', -1_000, '2026-06-15', { currency: 'EUR', rate: '0.9', tax: -900 }],
    ['EUR', 1_000, '2026-06-15', null],
  ] as const)('of %s %d on %s', (currency, tax, date, expected) => {
    expect(accountingOf(exchanging, currency, tax, date)).toEqual(expected);
  });

  test('is not asked for where the seller names no such currency', () => {
    expect(accountingOf(seller, 'USD', 1_000, '2026-06-15')).toBeNull();
  });

  test.each([
    ['GBP', '2026-06-15'],
    ['USD', '2025-12-31'],
  ])('of %s on %s, which the seller has no rate for, is refused', (currency, date) => {
    expect(() => accountingOf(exchanging, currency, 1, date)).toThrow(ExchangeRateError);
  });

  test('stands on the invoice of an order in another currency', () => {
    const order = orderOf(sampleQuote({ currency: 'JPY' }));
    const { accounting, totals } = invoiceOf(order, exchanging, '2026-06-15');
    expect(accounting).toEqual({
      currency: 'EUR',
      rate: '0.0061',
      tax: Math.round(totals.tax * 0.61),
    });
  });
});

describe('what invoices will lack', () => {
  const gap = (country: string, currencies: string[], accounting?: Seller['accounting']) =>
    accountingGap({ country, ...(accounting ? { accounting } : {}) }, currencies, '2026-06-15');

  test.each([
    ['DE', ['EUR', 'USD', 'JPY'], 'invoices in USD, JPY lack their VAT in EUR'],
    ['BG', ['EUR', 'PLN'], 'invoices in PLN lack their VAT in EUR'],
    ['PL', ['EUR', 'PLN'], 'invoices in EUR lack their VAT in PLN'],
    ['SE', ['EUR'], 'invoices in EUR lack their VAT in SEK'],
  ])(
    'is VAT in the currency of the country where a seller in %s names none',
    (country, sold, words) => {
      expect(gap(country, sold)).toBe(
        `the seller has no accounting currency (SELLER_FILE, accounting): ${words}`,
      );
    },
  );

  test.each([
    ['DE', ['EUR']],
    ['CZ', ['CZK']],
    ['CH', ['CHF', 'EUR']],
    ['US', ['USD', 'EUR']],
    ['DE', []],
  ])('is nothing for a seller in %s who sells in %j', (country, sold) => {
    expect(gap(country, sold)).toBeNull();
  });

  test('is a rate where the seller names its currency, in the EU or not', () => {
    const { accounting } = exchanging;
    const future = { currency: 'EUR', rates: [rate('USD', '2026-06-16', '0.9')] };

    expect(gap('DE', ['EUR', 'USD', 'JPY'], accounting)).toBeNull();
    const lacking = gap('CH', ['EUR', 'USD', 'GBP', 'PLN'], accounting);
    expect(lacking).toMatch(/no exchange rates to EUR .*: no invoice in GBP, PLN can be issued$/);
    expect(gap('DE', ['USD'], future)).toMatch(/no invoice in USD can be issued$/);
  });
});
