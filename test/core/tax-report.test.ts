import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaxAmount } from '../../src/core/tax/tax-amount.js';
import {
  type OssOptions,
  OssReport,
  type TaxedDocument,
  TaxReport,
} from '../../src/core/tax-report.js';

const vat = (jurisdiction: string, rate: string, base: number, more: Partial<TaxAmount> = {}) => ({
  code: 'VAT',
  jurisdiction,
  rate,
  base,
  amount: Math.round((base * Number(rate)) / 100),
  ...more,
});

const documentOf = (taxes: TaxAmount[], more: Partial<TaxedDocument> = {}): TaxedDocument => ({
  kind: 'invoice',
  number: 'INV-1',
  issueDate: '2026-01-15',
  correctedIssueDate: null,
  currency: 'EUR',
  country: 'DE',
  taxes,
  ...more,
});

const credit = (taxes: TaxAmount[], correctedIssueDate: string, more = {}): TaxedDocument =>
  documentOf(taxes, { kind: 'credit-note', correctedIssueDate, ...more });

describe('a tax report', () => {
  const rowsOf = (...documents: TaxedDocument[]) => {
    const report = new TaxReport();
    for (const document of documents) report.add(document);
    return report.rows();
  };

  test('adds up by country, jurisdiction, tax, rate and currency, invoices and corrections apart', () => {
    const rows = rowsOf(
      documentOf([vat('DE', '19', 1_000), vat('DE', '7', 500)]),
      documentOf([vat('DE', '19', 2_000)]),
      documentOf([vat('DE', '19', 3_000)], { currency: 'GBP' }),
      credit([vat('DE', '19', 300)], '2026-01-02'),
    );
    expect(rows).toMatchObject([
      { rate: '7', currency: 'EUR', invoiced: { base: 500, tax: 35, documents: 1 } },
      {
        ...{ country: 'DE', jurisdiction: 'DE', code: 'VAT', rate: '19', treatment: 'S' },
        currency: 'EUR',
        invoiced: { base: 3_000, tax: 570, documents: 2 },
        corrected: { base: 300, tax: 57, documents: 1 },
      },
      { rate: '19', currency: 'GBP', invoiced: { base: 3_000, tax: 570, documents: 1 } },
    ]);
  });

  test('keeps treatments and withheld taxes apart, and counts a document once a row', () => {
    const rows = rowsOf(
      documentOf([
        vat('DE', '0', 100, { treatment: 'AE', reason: 'Reverse charge' }),
        vat('DE', '0', 200, { treatment: 'AE', reason: 'Another reason' }),
        vat('DE', '0', 300, { treatment: 'E' }),
        vat('IT', '20', 100, { code: 'RIT', isWithheld: true }),
      ]),
    );
    expect(
      rows.map(({ code, treatment, isWithheld, invoiced }) => [
        code,
        treatment,
        isWithheld,
        invoiced.base,
        invoiced.documents,
      ]),
    ).toEqual([
      ['VAT', 'AE', false, 300, 1],
      ['VAT', 'E', false, 300, 1],
      ['RIT', 'S', true, 100, 1],
    ]);
  });

  test('names every tax of every document exactly once, in whatever order they come', () => {
    const tax = fc.record({
      code: fc.constantFrom('VAT', 'GST'),
      jurisdiction: fc.constantFrom('DE', 'FR', 'CA-QC'),
      rate: fc.constantFrom('19', '7', '5.5', '0'),
      base: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      amount: fc.integer({ min: -200_000, max: 200_000 }),
    });
    const document = fc.record({
      kind: fc.constantFrom('invoice' as const, 'credit-note' as const),
      number: fc.string(),
      issueDate: fc.constant('2026-01-15'),
      correctedIssueDate: fc.constant(null),
      currency: fc.constantFrom('EUR', 'GBP'),
      country: fc.constantFrom('DE', 'FR', 'CA'),
      taxes: fc.array(tax, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(document, { maxLength: 20 }), (documents) => {
        const rows = rowsOf(...documents);
        for (const currency of ['EUR', 'GBP']) {
          const own = rows.filter((row) => row.currency === currency);
          const added = (pairs: number[][]) =>
            [0, 1].map((at) => pairs.reduce((sum, pair) => sum + (pair[at] as number), 0));
          const sums = (kind: TaxedDocument['kind']) =>
            added(
              documents
                .filter((one) => one.kind === kind && one.currency === currency)
                .flatMap(({ taxes }) => taxes)
                .map(({ base, amount }) => [base, amount]),
            );
          const reported = (kind: 'invoiced' | 'corrected') =>
            added(own.map((row) => [row[kind].base, row[kind].tax]));
          expect(reported('invoiced')).toEqual(sums('invoice'));
          expect(reported('corrected')).toEqual(sums('credit-note'));
        }
        expect(rowsOf(...documents.toReversed())).toEqual(rows);
      }),
    );
  });

  test('ends where sums are no longer exact', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(() => rowsOf(documentOf([vat('DE', '0', most), vat('DE', '0', 1)]))).toThrow(RangeError);
  });
});

describe('a report for the One-Stop-Shop', () => {
  const options: OssOptions = {
    from: '2026-01-01',
    memberStates: new Set(['DE', 'FR', 'GR', 'AT', 'IE']),
    declaredElsewhere: new Set(['DE', 'AT']),
    rates: new Map(),
  };
  const rowsOf = (documents: TaxedDocument[], more: Partial<OssOptions> = {}) => {
    const report = new OssReport({ ...options, ...more });
    for (const document of documents) report.add(document);
    return report.rows().map((row) => {
      const { section, memberState, period, rate, currency, base, tax, documents: count } = row;
      return [section, memberState, period, rate, currency, base, tax, count].join(' ');
    });
  };

  test('has VAT of other member states by state and rate, and nothing else', () => {
    expect(
      rowsOf([
        documentOf([vat('FR', '20', 1_000), vat('FR', '5.5', 200)]),
        documentOf([vat('FR', '20', 500)]),
        documentOf([vat('GR', '24', 100)]),
        // At home, where it is registered, outside of the EU, reverse charge, export, withheld.
        documentOf([vat('DE', '19', 1)]),
        documentOf([vat('AT', '20', 1)]),
        documentOf([vat('GB', '20', 1)]),
        documentOf([vat('FR', '0', 1, { treatment: 'K' })]),
        documentOf([vat('DE', '0', 1, { code: 'EXPORT' })]),
        documentOf([vat('FR', '20', 1, { isWithheld: true })]),
      ]),
    ).toEqual([
      'supply EL  24 EUR 100 24 1',
      'supply FR  5.5 EUR 200 11 1',
      'supply FR  20 EUR 1500 300 2',
    ]);
  });

  test('takes a part of a state for the state', () => {
    expect(rowsOf([documentOf([vat('GR-69', '17', 100)])])).toEqual(['supply EL  17 EUR 100 17 1']);
  });

  test('takes off what was corrected in the period, and names the month of what was before', () => {
    expect(
      rowsOf([
        documentOf([vat('FR', '20', 1_000)]),
        credit([vat('FR', '20', 300)], '2026-01-15'),
        credit([vat('FR', '20', 100)], '2025-12-31'),
        credit([vat('FR', '20', 50)], '2025-11-01'),
      ]),
    ).toEqual([
      'supply FR  20 EUR 700 140 2',
      'correction FR 2025-11 20 EUR -50 -10 1',
      'correction FR 2025-12 20 EUR -100 -20 1',
    ]);
  });

  test('keeps other currencies apart, unless it is told their rate; each row is rounded once', () => {
    const documents = [
      documentOf([vat('FR', '20', 1_000)]),
      documentOf([vat('FR', '20', 333)], { currency: 'GBP' }),
      documentOf([vat('FR', '20', 334)], { currency: 'GBP' }),
      documentOf([vat('FR', '20', 5_000)], { currency: 'JPY' }),
    ];
    expect(rowsOf(documents)).toEqual([
      'supply FR  20 EUR 1000 200 1',
      'supply FR  20 GBP 667 134 2',
      'supply FR  20 JPY 5000 1000 1',
    ]);
    const rates = new Map([
      ['GBP', '1.15'],
      // 5,000 yen are 31.00 EUR.
      ['JPY', '0.0062'],
    ]);
    expect(rowsOf(documents, { rates })).toEqual(['supply FR  20 EUR 4867 974 4']);
  });
});
