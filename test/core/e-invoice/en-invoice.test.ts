// Invoices of every kind as EN 16931 sees them: each keeps every rule of the norm.

import { describe, expect, test } from 'vitest';
import type { EnInvoice } from '../../../src/core/e-invoice/en-invoice.js';
import { enInvoiceOf } from '../../../src/core/e-invoice/en-invoice-of.js';
import {
  checkEnInvoice,
  profileRules,
} from '../../../src/core/e-invoice/rules/check-en-invoice.js';
import type { Invoice } from '../../../src/core/invoice.js';
import { embeddedCii } from '../../../src/documents/xml/e-invoice.js';
import { invoiceFor, sampleInvoice, seller } from '../../documents/sample-orders.js';
import { cartOf, line, quoted, rulesOf } from '../carts.js';
import { type MatrixCase, matrix, methods, taxCases } from './matrix.js';

const CASES = 720;
const cases = matrix(CASES);

/** `null` where yen were rounded line by line or unit by unit: there one of them is a whole unit. */
function semantic(invoice: Invoice, name: string): EnInvoice | null {
  const mapped = enInvoiceOf(invoice);
  if (mapped.ok) return mapped.value;
  expect(mapped.refusal, name).toContain('BR-CO-17');
  expect(name).toMatch(/JPY.*"taxRounding":"(line|unit)"/);
  return null;
}

describe('an invoice made through the quote', () => {
  let documents = 0;

  test.each(Object.keys(taxCases))('keeps every rule of EN 16931: %s', (taxName) => {
    const found = cases.filter(({ name }) => name.includes(`: ${taxName},`));
    expect(found.length).toBe(CASES / Object.keys(taxCases).length);
    for (const { name, invoice, creditNotes } of found) {
      for (const document of [invoice, ...creditNotes]) {
        const mapped = semantic(document, name);
        if (!mapped) continue;
        documents += 1;
        expect(checkEnInvoice(mapped), name).toEqual([]);
      }
    }
  });

  test('of which there are a thousand and more, invoices and credit notes', () => {
    expect(documents).toBeGreaterThan(1_500);
  });

  test('says the totals of the invoice, and its taxes', () => {
    for (const { name, invoice, creditNotes } of cases) {
      for (const document of [invoice, ...creditNotes]) {
        const mapped = semantic(document, name);
        if (!mapped) continue;
        const { totals, taxes } = mapped;
        const { net, tax, total, payable, withheld = 0 } = document.totals;
        expect([totals.net, totals.tax, totals.gross], name).toEqual([net, tax, total]);
        const paid = document.payment.state === 'pending' ? 0 : document.payment.amount;
        expect(totals.due - withheld, name).toBe(payable - paid);
        const rows = document.taxes.filter(({ isWithheld }) => !isWithheld);
        const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0);
        expect(sum(taxes.map(({ base }) => base))).toBe(sum(rows.map(({ base }) => base)));
        expect(sum(taxes.map(({ amount }) => amount))).toBe(sum(rows.map(({ amount }) => amount)));
      }
    }
  });

  test('comes to its line amounts by quantity and price, as Peppol has it', () => {
    const rules = profileRules.peppol.filter(({ id }) => /EN16931-R(005|055|12\d)/.test(id));
    expect(rules).toHaveLength(4);
    for (const { name, invoice, creditNotes } of cases) {
      for (const document of [invoice, ...creditNotes]) {
        const mapped = semantic(document, name);
        if (mapped) expect(checkEnInvoice(mapped, rules), name).toEqual([]);
      }
    }
  });

  test('has a net price in yen that comes to the yen, also where it was taken out of a gross one', () => {
    const third = quoted(
      cartOf({ currency: 'JPY', priceBasis: 'gross', lines: [line('A', '333', 7)] }),
      rulesOf({ shippingMethods: methods }),
    );
    const mapped = enInvoiceOf(invoiceFor(third));
    expect(mapped.ok && mapped.value.lines[0]).toMatchObject({ amount: 1_959, price: '279.8571' });
  });

  test.each([
    ['0.03', 7, 0, '0'],
    ['0.5', 3, 2, '0.67'],
    ['2.5', 4, 10, '2.5'],
  ])('has a price of %s yen for %i pieces that comes to %i yen', (price, pieces, amount, net) => {
    const part = quoted(
      cartOf({ currency: 'JPY', priceBasis: 'net', lines: [line('A', price, pieces)] }),
      rulesOf({ shippingMethods: methods }),
    );
    const mapped = enInvoiceOf(invoiceFor(part));
    expect(mapped.ok && mapped.value.lines[0]).toMatchObject({ amount, price: net });
  });

  test('says IGIC of nothing as zero rated, which the rules for CII call for', () => {
    const rate = { code: 'IGIC', jurisdiction: 'ES-CN', ppm: 0, treatment: 'L' as const };
    const quote = quoted(cartOf({ lines: [{ ...line('A', '10.00', 1), taxes: [rate] }] }));
    const mapped = enInvoiceOf(invoiceFor(quote));
    expect(mapped.ok && mapped.value.lines[0]?.vat).toEqual({ category: 'Z', rate: '0' });
    expect(mapped.ok && checkEnInvoice(mapped.value)).toEqual([]);
  });
});

describe('an invoice with gaps', () => {
  const { vatId: _, ...withoutVatId } = { ...seller, taxNumber: '37/123/45678' };
  const kinds = (taxName: string) => cases.find(({ name }) => name.includes(`: ${taxName},`));

  test.each([
    ['export', 'BR-G-2'],
    ['intra-community', 'BR-IC-2'],
  ])('is none of EN 16931 where the seller of an %s has no VAT id', (taxName, rule) => {
    const { invoice } = kinds(taxName) as MatrixCase;
    const mapped = enInvoiceOf({ ...invoice, seller: withoutVatId });
    expect(mapped).toEqual({ ok: false, refusal: expect.stringContaining(rule) as string });
    // Its PDF is issued all the same.
    expect(embeddedCii({ ...invoice, seller: withoutVatId })).toBeNull();
  });

  test.each([
    ['reverse charge', 'BR-AE-2'],
    ['intra-community', 'BR-IC-2'],
  ])('is none of EN 16931 where the buyer in a %s has no VAT id', (taxName, rule) => {
    const { invoice } = kinds(taxName) as MatrixCase;
    const { vatId: __, ...buyer } = invoice.buyer;
    const mapped = enInvoiceOf({ ...invoice, buyer });
    expect(mapped).toEqual({ ok: false, refusal: expect.stringContaining(rule) as string });
  });

  test('names a buyer without a name that can be written by the e-mail address', () => {
    const invoice = sampleInvoice();
    const named = (name: string) =>
      enInvoiceOf({
        ...invoice,
        buyer: { ...invoice.buyer, name },
        deliveryAddress: { ...invoice.deliveryAddress, name },
      });
    for (const name of [' ', '\ufffe', '\ud800']) {
      const mapped = named(name);
      expect(mapped.ok && mapped.value.buyer.name).toBe('anna@example.com');
      expect(mapped.ok && mapped.value.delivery.name).toBeNull();
      expect(mapped.ok && checkEnInvoice(mapped.value)).toEqual([]);
    }
  });

  test('holds nothing of its parties that XML cannot', () => {
    const contact = { name: ' Kim\u0001 ', phone: '123\ufffe', email: 'kim@shop.example\u0000' };
    const address = { scheme: '0088', id: '7300010000001\u0007' };
    const mapped = enInvoiceOf({
      ...sampleInvoice(),
      seller: { ...seller, contact, electronicAddress: address, legalId: { id: 'HRB\u0002 1' } },
    });
    expect(mapped.ok && mapped.value.seller).toMatchObject({
      contact: { name: 'Kim', phone: '123', email: 'kim@shop.example' },
      electronicAddress: { scheme: '0088', id: '7300010000001' },
      legalId: { id: 'HRB 1' },
    });
  });
});
