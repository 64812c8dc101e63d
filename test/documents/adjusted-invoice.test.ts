import { describe, expect, test } from 'vitest';
import { galleryPages } from '../../bench/lib/gallery-invoices.js';
import type { Invoice } from '../../src/core/invoice.js';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { rowsOfAll } from './read-pdf.js';
import { sampleInvoice, seller } from './sample-orders.js';

const pages = new Map(galleryPages().map(({ name, invoice }) => [name.slice(3), invoice]));
const named = (name: string): Invoice => pages.get(name) as Invoice;
const rowsFor = (invoice: Invoice) => rowsOfAll(renderInvoicePdf(invoice));

describe('a credit note', () => {
  const note = named('credit-note');

  test('says which invoice it corrects, why, and where the money goes', async () => {
    expect(await rowsFor(note)).toEqual(
      expect.arrayContaining([
        'Rechnungskorrektur CN-2026-000007',
        'Grund: Tasse mit Sprung angekommen',
        expect.stringContaining('Zur Rechnung|INV-2026-000042'),
        'Datum|29.06.2026',
        'Zwischensumme|55,70',
        'Sommerrabatt|−5,57',
        'Gesamtbetrag|50,13 EUR',
        '50,13 EUR werden per Karte, Referenz ch_3PqR7zLkWm, erstattet.',
      ]),
    );
  });

  test('in English says the same', async () => {
    const rows = await rowsFor({ ...note, language: 'en' });
    expect(rows).toContain('Credit note CN-2026-000007');
    expect(rows).toContain('EUR 50.13 is refunded to: card, reference ch_3PqR7zLkWm.');
  });

  test('for what was never paid lowers what is due, and asks for nothing', async () => {
    const payment = { ...note.payment, state: 'pending', reference: null } as const;
    const text = (await rowsFor({ ...note, payment })).join('\n');
    expect(text).toContain(
      'Die Forderung aus Rechnung INV-2026-000042 verringert sich um 50,13 EUR.',
    );
    expect(text).not.toContain('Banking-App');
  });

  test('without lines has no table of them', async () => {
    const charges = [{ reason: 'Kulanz', amount: 500, taxes: [] }];
    const totals = {
      ...note.totals,
      subtotal: 0,
      discount: 0,
      charge: 500,
      total: 500,
      payable: 500,
    };
    const rows = await rowsFor({ ...note, lines: [], discounts: [], charges, totals });
    expect(rows).toContain('Kulanz|5,00');
    expect(rows.join('\n')).not.toContain('Artikel');
    expect(rows.join('\n')).not.toContain('Zwischensumme');
  });
});

describe('an invoice among businesses', () => {
  test('prints what each line’s price is for, and its own discounts and charges', async () => {
    expect(await rowsFor(named('allowances-and-charges'))).toEqual(
      expect.arrayContaining([
        '1|Schraube M4 × 20, verzinkt|1.250|6,25 je 100|78,13',
        '2|Tischdecke AVATAR, gewaschenes Leinen|12|53,78|649,09',
        'Mengenrabatt 5 %|−32,27',
        'Monogramm|36,00',
      ]),
    );
  });

  test('prints discounts and charges of the document, and what was paid in advance', async () => {
    expect(await rowsFor(named('allowances-and-charges'))).toEqual(
      expect.arrayContaining([
        'Treuerabatt|−25,00',
        'Verpackung|12,00',
        'Gesamtbetrag|855,75 EUR',
        'Bereits gezahlt|−200,00',
        'Zahlbetrag|655,75',
        'Bitte überweisen Sie 655,75 EUR an Orderloom Demo Shop GmbH.',
      ]),
    );
  });

  test('names tax number and contact of the seller', async () => {
    const text = (await rowsFor(named('allowances-and-charges'))).join('\n');
    for (const part of [
      'Steuernummer 37/123/45678',
      'Ihr Kontakt: Jana Weber',
      'jana@shop.example',
    ])
      expect(text).toContain(part);
  });

  test('under reverse charge says so in the words of the law', async () => {
    const invoice = named('reverse-charge');
    const text = (await rowsFor(invoice)).join('\n');
    expect(text).toContain('Reverse charge');
    expect(text).toContain('Your VAT ID|FR40303265045');
    expect(text).toContain('Your reference|PO 4711');
    const german = (await rowsFor({ ...invoice, language: 'de' })).join('\n');
    expect(german).toContain('Steuerschuldnerschaft des Leistungsempfängers');
  });

  test('in the Community says why it is exempt', async () => {
    const text = (await rowsFor(named('intra-community'))).join('\n');
    expect(text).toContain('Intra-Community supply, exempt from VAT.');
    expect(text).toContain('Article 138 of Directive 2006/112/EC');
  });
});

describe('the tax table', () => {
  test('says the tax in the currency that it is declared in', async () => {
    const rows = await rowsFor(named('dollars-with-vat-in-euros'));
    expect(rows).toContain('VAT in EUR (1 USD = 0.8612 EUR)|EUR 20.26');
  });

  test('leaves out the gross column where two taxes share a base', async () => {
    const rows = await rowsFor(named('two-taxes-and-a-wordmark'));
    expect(rows).toContain('Tax|Rate|Net amount|Tax amount');
    expect(rows).toContain('QST (CA-QC)|9.975%|123.80|12.35');
  });

  test('takes a withheld tax off, and the steps say what is left to pay', async () => {
    const invoice = sampleInvoice();
    const withheld = {
      code: 'IRPF',
      jurisdiction: 'ES',
      rate: '15',
      base: 106_199,
      amount: 15_930,
    };
    const rows = await rowsFor({
      ...invoice,
      priceBasis: 'net',
      taxes: [...invoice.taxes, { ...withheld, isWithheld: true }],
      totals: { ...invoice.totals, withheld: 15_930, rounding: 3, payable: 97_990 },
    });
    expect(rows).toEqual(
      expect.arrayContaining([
        'IRPF (ES)|15 %|1.061,99|−159,30',
        'Einbehaltene Steuer|−159,30',
        'Rundung|0,03',
        'Zahlbetrag|979,90',
      ]),
    );
    expect(rows).not.toContain('IRPF 15 %|159,30');
  });
});

test('what the law asks of the seller is printed before what it leaves open', async () => {
  const contact = { name: 'A', phone: '1', email: 'a@shop.example' };
  const long =
    'Amtsgericht Charlottenburg, Abteilung für das Handelsregister, HRB 12345, seit 1987';
  const invoice = {
    ...sampleInvoice(),
    seller: { ...seller, contact, taxNumber: '37/1', registration: long },
  };
  const text = (await rowsFor(invoice)).join('\n');
  expect(text).toContain('USt-IdNr. DE123456788');
  expect(text).toContain('Steuernummer 37/1');
});
