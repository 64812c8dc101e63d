import { describe, expect, test } from 'vitest';
import { type CreditNoteFacts, creditNoteOf } from '../../../src/core/invoice/credit-note.js';
import { sampleInvoice } from '../../documents/sample-orders.js';
import { matrix } from '../e-invoice/matrix.js';

const nothing: CreditNoteFacts = {
  number: 'CN-2026-000001',
  issuedOn: '2026-07-01',
  reason: 'Returned',
  lines: [],
  shipping: null,
  allowances: [],
  charges: [],
  goodwill: [],
  prepaid: 0,
  rounding: 0,
  payment: { method: 'card', reference: 're_1', state: 'refunded', amount: 0 },
};

describe('a credit note', () => {
  test('names the invoice that it corrects, in the name of the same parties', () => {
    const invoice = sampleInvoice();
    const note = creditNoteOf(invoice, { ...nothing, lines: invoice.lines.slice(0, 1) });
    expect(note).toMatchObject({
      kind: 'credit-note',
      number: 'CN-2026-000001',
      issueDate: '2026-07-01',
      supplyDate: invoice.supplyDate,
      corrects: { number: invoice.number, issueDate: invoice.issueDate },
      reason: 'Returned',
      seller: invoice.seller,
      buyer: invoice.buyer,
      payment: { reference: 're_1', state: 'refunded' },
    });
  });

  test('of one line has its amounts, its share of the discount and its tax', () => {
    const invoice = sampleInvoice();
    const note = creditNoteOf(invoice, { ...nothing, lines: invoice.lines.slice(0, 1) });
    expect(note.totals).toEqual({
      subtotal: 2_580,
      discount: 258,
      shipping: 0,
      net: 1_951,
      tax: 371,
      total: 2_322,
      payable: 2_322,
    });
    expect(note.taxes).toEqual([
      { code: 'VAT', jurisdiction: 'DE', rate: '19', base: 1_951, amount: 371 },
    ]);
    expect(note.discounts).toEqual([{ name: 'Summer sale', amount: 258 }]);
    expect(note.shipping).toEqual({ method: 'standard', amount: 0, discount: 0, taxes: [] });
  });

  test('of goodwill alone is a charge with its tax', () => {
    const invoice = sampleInvoice();
    const taxes = [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 420, amount: 80 }];
    const goodwill = [{ reason: 'Sorry', amount: 500, taxes }];
    const { lines, charges, totals } = creditNoteOf(invoice, { ...nothing, goodwill });
    expect(lines).toEqual([]);
    expect(charges).toEqual(goodwill);
    expect(totals).toMatchObject({ subtotal: 0, charge: 500, net: 420, tax: 80, payable: 500 });
  });

  test('with a tax that the invoice has not is a mistake', () => {
    const taxes = [{ code: 'VAT', jurisdiction: 'DE', rate: '16', base: 420, amount: 80 }];
    const goodwill = [{ reason: 'Sorry', amount: 500, taxes }];
    expect(() => creditNoteOf(sampleInvoice(), { ...nothing, goodwill })).toThrow(
      'VAT 16 is no tax of the invoice',
    );
  });

  test('of everything is the invoice to the cent, for every kind of invoice', () => {
    for (const { name, invoice, creditNotes } of matrix(120)) {
      const { prepaid = 0, ...totals } = invoice.totals;
      const whole = creditNotes[0];
      // What was prepaid goes back as well.
      expect(whole?.totals, name).toEqual({ ...totals, payable: totals.payable + prepaid });
      expect(whole?.taxes, name).toEqual(invoice.taxes);
      expect(whole?.accounting, name).toEqual(invoice.accounting);
      const discounts = (all = invoice.discounts) =>
        all.reduce((sum, { amount }) => sum + amount, 0);
      expect(discounts(whole?.discounts), name).toBe(discounts());
    }
  });
});
