// Another program's idea of the same documents: @e-invoice-eu/core takes the content of our UBL (its
// own format is UBL in JSON, held against its schema) and writes UBL and CII itself. Both must say
// what ours say, in the same places.

import { InvoiceService } from '@e-invoice-eu/core';
import { describe, expect, test } from 'vitest';
import { enInvoiceOf } from '../../../src/core/e-invoice/en-invoice-of.js';
import type { Invoice } from '../../../src/core/invoice.js';
import { eInvoiceXml } from '../../../src/documents/xml/e-invoice.js';
import { exchanging, matrix, taxCases } from '../../core/e-invoice/matrix.js';
import { valueIn } from '../../support/result.js';
import { readXml, type XmlNode } from './read-xml.js';

/** Where its format has lists, though there be one item only. */
const lists = new Set([
  'cac:BillingReference',
  'cac:TaxTotal',
  'cac:TaxSubtotal',
  'cac:AllowanceCharge',
  'cac:InvoiceLine',
  'cac:CreditNoteLine',
  'cac:PaymentMeans',
  'cac:PartyTaxScheme',
  'cac:PartyIdentification',
  'cbc:Note',
]);

/** Attributes stand beside their element: `cbc:Amount@currencyID`. */
function inItsFormat(node: XmlNode, path = ''): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('@')) continue;
    const items = [value].flat().map((item) => {
      if (typeof item === 'string') return item;
      return item['#text'] ?? inItsFormat(item, `${path}/${name}`);
    });
    // Buyers have one identifier and one VAT id there, and terms one note.
    const isOne = /Customer.*(PartyTax|PartyId)|PaymentTerms.*Note/.test(`${path}/${name}`);
    const isList = lists.has(name) && !isOne;
    made[itsName(name)] = isList ? items : items[0];
    if (typeof value === 'string' || Array.isArray(value)) continue;
    for (const [attribute, text] of Object.entries(value)) {
      if (attribute.startsWith('@')) made[`${itsName(name)}${attribute}`] = text;
    }
  }
  return made;
}

/** Credit notes are invoices of another type code there. */
const itsName = (name: string): string =>
  name.replace('CreditNote', 'Invoice').replace('CreditedQuantity', 'InvoicedQuantity');

const silent = { log: () => {}, warn: () => {}, error: () => {}, info: () => {}, debug: () => {} };

async function itsXml(ubl: string, format: 'UBL' | 'CII'): Promise<XmlNode> {
  const { Invoice, CreditNote } = readXml(ubl) as { Invoice?: XmlNode; CreditNote?: XmlNode };
  const content = inItsFormat((Invoice ?? CreditNote) as XmlNode);
  const service = new InvoiceService(silent as unknown as Console);
  const data = { 'ubl:Invoice': content } as unknown as Parameters<typeof service.generate>[0];
  return readXml(String(await service.generate(data, { format, lang: 'en' })));
}

/**
 * Without the root's name and namespaces, the process, which it always names, the currency of
 * allowances, which CII leaves to the invoice's, and the code of freight, which the schema that lists
 * its codes does not know there.
 */
function contentOf(document: XmlNode): Record<string, unknown> {
  const [content] = Object.values(document) as [XmlNode];
  const isContent = (name: string) => !/^@(xmlns|xsi)|ProfileID$/.test(name);
  const own = Object.fromEntries(Object.entries(content).filter(([name]) => isContent(name)));
  const context = own['rsm:ExchangedDocumentContext'];
  if (context) delete (context as XmlNode)['ram:BusinessProcessSpecifiedDocumentContextParameter'];
  return JSON.parse(JSON.stringify(own), (name, value: XmlNode) => {
    if (name === 'ram:ReasonCode' && String(value) === 'FC') return undefined;
    return name === 'ram:ActualAmount' && typeof value === 'object' ? value['#text'] : value;
  }) as Record<string, unknown>;
}

/** Its format knows no prices of more than two decimals … */
function isKnown(invoice: Invoice): boolean {
  const mapped = enInvoiceOf(invoice);
  return mapped.ok && mapped.value.lines.every(({ price }) => /^\d+(\.\d{1,2})?$/.test(price));
}

/** … and its CII no legal information of sellers (BT-33) and no identifier of theirs (BT-29). */
const { registration: _, ...others } = exchanging;
const known = { ...others, legalId: { id: 'HRB 12345' } };

/** One document of each kind of tax. */
const cases = Object.keys(taxCases).flatMap((taxName) => {
  const found = matrix(72).find(
    ({ name, invoice }) => name.includes(`: ${taxName},`) && isKnown(invoice),
  );
  if (!found) return [];
  const [invoice, creditNote] = [found.invoice, found.creditNotes[0] as Invoice].map(
    (document) => ({ ...document, seller: known }),
  ) as [Invoice, Invoice];
  return [{ name: found.name, invoice, creditNote }];
});

describe('another program', () => {
  test('is asked about every kind of tax', () => {
    expect(cases).toHaveLength(Object.keys(taxCases).length);
  });

  test.each(cases)('writes the same UBL: $name', async ({ invoice }) => {
    const ours = valueIn(eInvoiceXml(invoice, { format: 'ubl', profile: 'en16931' }));
    const [its, our] = [contentOf(await itsXml(ours, 'UBL')), contentOf(readXml(ours))];
    expect(its).toEqual(our);
    // Elements in the order of the schema.
    expect(JSON.stringify(its)).toBe(JSON.stringify(our));
  });

  test.each(cases)('writes the same CII: $name', async ({ invoice }) => {
    const ours = valueIn(eInvoiceXml(invoice, { format: 'ubl', profile: 'en16931' }));
    const cii = valueIn(eInvoiceXml(invoice, { format: 'cii', profile: 'en16931' }));
    const [its, our] = [contentOf(await itsXml(ours, 'CII')), contentOf(readXml(cii))];
    expect(its).toEqual(our);
    expect(JSON.stringify(its)).toBe(JSON.stringify(our));
  });

  test.each(cases.slice(1, 4))(
    'writes the same CII of a credit note: $name',
    async ({ creditNote }) => {
      const ours = valueIn(eInvoiceXml(creditNote, { format: 'ubl', profile: 'en16931' }));
      const cii = valueIn(eInvoiceXml(creditNote, { format: 'cii', profile: 'en16931' }));
      // It leaves out which invoice is corrected (BG-3).
      const reference = /<ram:InvoiceReferencedDocument>.*<\/ram:InvoiceReferencedDocument>/;
      expect(cii).toMatch(reference);
      const our = readXml(cii.replace(reference, ''));
      expect(contentOf(await itsXml(ours, 'CII'))).toEqual(contentOf(our));
    },
  );
});
