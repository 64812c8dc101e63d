// Invoices as XML: well-formed whatever their texts hold, and with the figures of the invoice.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EInvoiceFormat } from '../../../src/core/e-invoice/e-invoice-request.js';
import type { Invoice } from '../../../src/core/invoice.js';
import { eInvoiceXml, embeddedCii } from '../../../src/documents/xml/e-invoice.js';
import { matrix } from '../../core/e-invoice/matrix.js';
import { valueIn } from '../../support/result.js';
import { cologne, sampleInvoice, seller } from '../sample-orders.js';
import { readXml, textsAt, type XmlNode } from './read-xml.js';

const formats = ['ubl', 'cii'] as const;

const xmlOf = (invoice: Invoice, format: EInvoiceFormat): string =>
  valueIn(eInvoiceXml(invoice, { format, profile: 'en16931' }));

/** Where both syntaxes keep the same. */
const places = {
  ubl: {
    number: 'cbc:ID',
    note: 'cbc:Note',
    names: 'cac:InvoiceLine/cac:Item/cbc:Name',
    prices: 'cac:InvoiceLine/cac:Price/cbc:PriceAmount',
    lines: 'cac:InvoiceLine/cbc:LineExtensionAmount',
    net: 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount',
    gross: 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount',
    due: 'cac:LegalMonetaryTotal/cbc:PayableAmount',
    taxes: 'cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount',
    buyer: 'cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName',
  },
  cii: {
    number: 'rsm:ExchangedDocument/ram:ID',
    note: 'rsm:ExchangedDocument/ram:IncludedNote/ram:Content',
    names: 'L/ram:SpecifiedTradeProduct/ram:Name',
    prices: 'L/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount',
    lines:
      'L/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount',
    net: 'T/ram:TaxBasisTotalAmount',
    gross: 'T/ram:GrandTotalAmount',
    due: 'T/ram:DuePayableAmount',
    taxes: 'S/ram:ApplicableTradeTax/ram:CalculatedAmount',
    buyer: 'H/ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty/ram:Name',
  },
} as const;

const shortcuts: Readonly<Record<string, string>> = {
  H: 'rsm:SupplyChainTradeTransaction',
  L: 'rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem',
  S: 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement',
  T: 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation',
};

function said(
  xml: string | XmlNode,
  format: EInvoiceFormat,
  what: keyof (typeof places)['ubl'],
): string[] {
  const document = typeof xml === 'string' ? readXml(xml) : xml;
  const root = Object.keys(document)[0] as string;
  const path = places[format][what].replace(/^[HLST](?=\/)/, (key) => shortcuts[key] as string);
  const named = root === 'CreditNote' ? path.replace('InvoiceLine', 'CreditNoteLine') : path;
  return textsAt(document, `${root}/${named}`);
}

const withName = (name: string): Invoice => {
  const invoice = sampleInvoice();
  return { ...invoice, lines: invoice.lines.map((line) => ({ ...line, name })) };
};

describe.each(formats)('an e-invoice in %s', (format) => {
  test('says what the invoice says', () => {
    const xml = xmlOf(sampleInvoice(), format);
    expect(said(xml, format, 'number')).toEqual(['INV-2026-000042']);
    expect(said(xml, format, 'names')).toEqual(['Blue mug', 'Weaving for beginners']);
    expect(said(xml, format, 'prices')).toEqual(['10.84', '1153.73']);
    expect(said(xml, format, 'lines')).toEqual(['19.51', '1038.36']);
    expect(said(xml, format, 'net')).toEqual(['1061.99']);
    expect(said(xml, format, 'taxes')).toEqual(['4.49', '72.69']);
    expect(said(xml, format, 'gross')).toEqual(['1139.17']);
    expect(said(xml, format, 'due')).toEqual(['0.00']);
    expect(said(xml, format, 'buyer')).toEqual(['Anna Schneider']);
  });

  test('is well-formed and adds up in print, for every kind of document', () => {
    let documents = 0;
    for (const { name, invoice, creditNotes } of matrix(150)) {
      for (const document of [invoice, ...creditNotes]) {
        const made = eInvoiceXml(document, { format, profile: 'en16931' });
        if (!made.ok) continue;
        documents += 1;
        const digits = document.currency === 'JPY' ? 0 : 2;
        const sum = (texts: string[]) =>
          texts.reduce((all, text) => all + Math.round(Number(text) * 10 ** digits), 0);
        const read = readXml(made.value);
        const net = sum(said(read, format, 'net'));
        expect(net, name).toBe(document.totals.net);
        expect(net + sum(said(read, format, 'taxes')), name).toBe(sum(said(read, format, 'gross')));
        expect(made.value).not.toMatch(/<(\w+:\w+)[^>]*><\/\1>|NaN|undefined|null/);
      }
    }
    expect(documents).toBeGreaterThan(500);
  });

  test.each([
    ['markup', '<b>"Tom" & \'Jerry\'</b> ]]> &amp;', '<b>"Tom" & \'Jerry\'</b> ]]> &amp;'],
    ['many scripts', 'Łódź Köln Αθήνα 東京 ניו־יורק', 'Łódź Köln Αθήνα 東京 ניו־יורק'],
    ['emoji', 'Mug 🫖👩‍👩‍👧 ☕️', 'Mug 🫖👩‍👩‍👧 ☕️'],
    ['control characters', 'M\u0000u\u001Bg\u0085\u007F', 'Mug'],
    ['halves of surrogate pairs', 'a\uD800b\uDC00c', 'abc'],
    ['characters that are none', 'a\uFFFE\uFFFF\u{1FFFE}b', 'ab'],
    ['nothing that can be printed', '\u0007 \u0000', 'MUG-BLUE'],
  ])('holds %s', (_, name, expected) => {
    expect(said(xmlOf(withName(name), format), format, 'names')[0]).toBe(expected);
  });

  test('holds a name of ten thousand characters whole', () => {
    const name = 'Tea & '.repeat(1_667).trim();
    expect(name.length).toBeGreaterThan(9_999);
    expect(said(xmlOf(withName(name), format), format, 'names')).toEqual([name, name]);
  });

  test('is well-formed whatever stands in its texts', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, text, text, (name, city, note) => {
        const invoice = withName(name);
        const address = { ...cologne, name: `A ${name}`, city, line1: note };
        const made = xmlOf(
          {
            ...invoice,
            buyer: { ...invoice.buyer, name: `A ${name}`, address },
            notes: [note],
            reason: city,
          },
          format,
        );
        expect(() => readXml(made)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  test('is the same, byte by byte, whenever it is made', () => {
    expect(xmlOf(sampleInvoice(), format)).toBe(xmlOf(sampleInvoice(), format));
  });

  test('of a credit note says which invoice it corrects', () => {
    const xml = xmlOf(matrix(1)[0]?.creditNotes[0] as Invoice, format);
    expect(xml).toContain(format === 'ubl' ? '<CreditNote ' : '<ram:TypeCode>381<');
    expect(xml).toContain('>INV-2026-000042<');
    expect(said(xml, format, 'note')[0]).toContain('Returned');
    expect(Number(said(xml, format, 'gross'))).toBeGreaterThan(0);
  });
});

describe('an e-invoice', () => {
  const business = (invoice = sampleInvoice()): Invoice => ({
    ...invoice,
    buyer: { ...invoice.buyer, vatId: 'DE 129 273 398' },
    seller: {
      ...seller,
      contact: { name: 'Desk', phone: '+49 30 1234', email: 'desk@shop.example' },
    },
  });

  test('is for Peppol where nothing is asked for and both sides are reached there', () => {
    const xml = valueIn(eInvoiceXml(business(), { format: 'ubl' }));
    expect(xml).toContain('#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0<');
    expect(xml).toContain('<cbc:EndpointID schemeID="9930">DE129273398</cbc:EndpointID>');
  });

  test('of a profile that asks for more is refused with the rule', () => {
    const invoice = sampleInvoice();
    const refused = (profile: 'peppol' | 'xrechnung') =>
      eInvoiceXml(invoice, { format: 'cii', profile });
    expect(refused('peppol')).toMatchObject({
      ok: false,
      refusal: {
        type: 'no-e-invoice',
        rules: [{ id: 'PEPPOL-EN16931-CL008' }, { id: 'DE-R-002' }],
      },
    });
    const named = refused('xrechnung');
    expect(named).toMatchObject({ ok: false });
    if (!named.ok) expect(JSON.stringify(named.refusal)).toContain('BR-DE-2');
    expect(eInvoiceXml(business(), { format: 'cii', profile: 'xrechnung' }).ok).toBe(true);
  });

  test('that would break a rule of the norm is not made: by a seller without tax ids', () => {
    const { vatId: _, registration: __, ...nobody } = seller;
    const invoice = { ...sampleInvoice(), seller: nobody };
    expect(eInvoiceXml(invoice, { format: 'ubl' })).toMatchObject({
      ok: false,
      refusal: { type: 'invoice-failed', detail: expect.stringContaining('BR-S-2') as string },
    });
    expect(() => embeddedCii(invoice)).toThrow('BR-CO-26');
  });

  test('is inside no PDF where the norm has no words for the invoice', () => {
    const invoice = sampleInvoice();
    expect(embeddedCii({ ...invoice, currency: 'KWD' })).toBeNull();
    expect(embeddedCii(invoice)).toContain('<ram:ID>urn:cen.eu:en16931:2017</ram:ID>');
  });
});
