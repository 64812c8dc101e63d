import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Invoice, printAmount, printMoney } from '../../src/core/invoice.js';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { pricingCase } from '../core/arbitraries.js';
import { line, quoted } from '../core/carts.js';
import { rowsOfAll, squeezed } from './read-pdf.js';
import {
  cologne,
  invoiceFor,
  london,
  sampleInvoice,
  sampleQuote,
  seller,
} from './sample-orders.js';

const rowsFor = (invoice: Invoice) => rowsOfAll(renderInvoicePdf(invoice));

describe('the printed invoice', () => {
  test('says what was sold, what was taken off, and what was paid', async () => {
    const rows = await rowsFor(sampleInvoice());
    expect(rows).toEqual(
      expect.arrayContaining([
        'Rechnung INV-2026-000042',
        'Alle Preise in EUR inkl. MwSt.',
        'Pos.|Artikel|Menge|Einzelpreis|Betrag',
        '1|Blue mug|2|12,90|25,80',
        '2|Weaving for beginners|1|1.234,50|1.234,50',
        'MUG-BLUE',
        'Zwischensumme|1.260,30',
        'Summer sale|−126,03',
        'Versand: Standardversand|4,90',
        'Gesamtbetrag|1.139,17 EUR',
        'Nettobetrag|1.061,99',
        'Enthaltene MwSt.|77,18',
        'Steuer|Satz|Nettobetrag|Steuerbetrag|Bruttobetrag',
        'MwSt. (DE)|19 %|23,63|4,49|28,12',
        'MwSt. (DE)|7 %|1.038,36|72,69|1.111,05',
        'Gesamtbetrag|1.061,99|77,18|1.139,17',
        'Bezahlt per Karte, Referenz ch_3PqR7zLk. Es ist nichts mehr zu zahlen.',
      ]),
    );
  });

  test('names seller and buyer, and the facts that the law asks for', async () => {
    const rows = await rowsFor(sampleInvoice({ document: { vatId: 'DE129273398' } }));
    const text = rows.join('\n');
    for (const fact of [
      'Rechnungsnummer|INV-2026-000042',
      'Rechnungsdatum|15.06.2026',
      'Leistungsdatum|15.06.2026',
      'Bestellnummer|2026-000042',
      'Kundennummer|1',
      'E-Mail|anna@example.com',
      'Ihre USt-IdNr.|DE129273398',
      'USt-IdNr. DE123456788',
      'Aachener Straße 217',
      '50931 Köln',
      'Orderloom Demo Shop GmbH · Weberstraße 12 · 10178 Berlin',
      'IBAN DE89 3704 0044 0532 0130 00',
      'Seite 1 von 1',
    ])
      expect(text).toContain(fact);
  });

  test('is in English for buyers elsewhere, with the country in their address', async () => {
    const text = (await rowsFor(sampleInvoice({ document: { shippingAddress: london } }))).join(
      '\n',
    );
    expect(text).toContain('Invoice INV-2026-000042');
    expect(text).toContain('Invoice date|15 June 2026');
    expect(text).toContain('London SW1Y 4JH');
    expect(text).toContain('UNITED KINGDOM');
    expect(text).toContain('Total|EUR 1,139.17');
    expect(text).toContain('VAT (DE)|19%|23.63|4.49|28.12');
  });

  test('adds the tax of each rate to net prices', async () => {
    const quote = sampleQuote({}, { priceLists: { EUR: { basis: 'net' } } });
    const rows = await rowsFor(invoiceFor(quote, { document: { shippingAddress: london } }));
    expect(rows).toEqual(
      expect.arrayContaining([
        'All prices in EUR, without VAT',
        'Subtotal|1,260.30',
        'Summer sale|−126.03',
        'Shipping: standard delivery|4.90',
        'Net amount|1,139.17',
        'VAT 19%|5.34',
        'VAT 7%|77.77',
        'Total|EUR 1,222.28',
      ]),
    );
  });

  test('prints whole yen, and a dinar’s thousandths', async () => {
    const yen = sampleQuote({ currency: 'JPY', lines: [line('TEA', '12345', 2)] });
    expect(await rowsFor(invoiceFor(yen))).toContain('1|TEA|2|12.345|24.690');
    const dinar = {
      ...sampleInvoice({ document: { shippingAddress: london } }),
      currency: 'KWD',
    };
    expect(await rowsFor(dinar)).toContain('Total|KWD 113.917');
  });

  test('keeps all six decimals of a unit price, and parts of a piece', async () => {
    const quote = sampleQuote({ lines: [line('SCREW', '0.062515', '1000.25')] });
    const rows = await rowsFor(invoiceFor(quote));
    expect(rows).toContain('1|SCREW|1.000,25|0,062515|62,53');
  });

  test('says why no tax is charged on goods that leave the country', async () => {
    const quote = sampleQuote({ country: 'GB' }, { promotions: [] });
    const rows = await rowsFor(invoiceFor(quote, { document: { shippingAddress: london } }));
    expect(rows).toContain('Export (GB)|0%|1,265.20|0.00|1,265.20');
    expect(rows).toContain('Export delivery, exempt from tax.');
    expect(rows).toContain('All prices in EUR');
  });

  test('prints the delivery address where it is another', async () => {
    const document = { shippingAddress: london, billingAddress: cologne };
    const text = (await rowsFor(sampleInvoice({ document }))).join('\n');
    expect(text).toContain('Geliefert an');
    expect(text).toContain('Ada Byron');
    expect(text).toContain('VEREINIGTES KÖNIGREICH');
    expect((await rowsFor(sampleInvoice())).join('\n')).not.toContain('Geliefert an');
  });

  test('prints the notes, and the coupon of a discount', async () => {
    const invoice = sampleInvoice();
    invoice.notes = ['Gelangensbestätigung liegt vor.'];
    invoice.discounts = [{ name: 'Willkommen', coupon: 'NEU {x}', amount: 12_603 }];
    const rows = await rowsFor(invoice);
    expect(rows).toContain('Gelangensbestätigung liegt vor.');
    expect(rows).toContain('Willkommen (Gutschein NEU {x})|−126,03');
  });

  test('prints the seller without what it leaves open', async () => {
    const { name, line1, city, postalCode, country } = seller;
    const invoice = { ...sampleInvoice(), seller: { name, line1, city, postalCode, country } };
    expect((await rowsFor(invoice)).join('\n')).not.toContain('undefined');
  });
});

describe('the statement of payment', () => {
  test('asks for what is not paid, with the account to pay to', async () => {
    const payment = { state: 'pending', reference: null, method: 'invoice' } as const;
    const text = (await rowsFor(sampleInvoice({ payment }))).join('\n');
    expect(text).toContain('Bitte überweisen Sie 1.139,17 EUR an Orderloom Demo Shop GmbH.');
    expect(text).toContain('IBAN|DE89 3704 0044 0532 0130 00 (BIC COBADEFFXXX, Example Bank)');
    expect(text).toContain('Verwendungszweck|INV-2026-000042');
  });

  test('says that the money goes back', async () => {
    const text = (await rowsFor(sampleInvoice({ payment: { state: 'refunded' } }))).join('\n');
    expect(text).toContain('Die Zahlung per Karte, Referenz ch_3PqR7zLk, wird erstattet.');
  });

  test('says that a free order costs nothing', async () => {
    const quote = sampleQuote({ shippingMethod: 'pickup', lines: [line('GIFT', '0.00')] });
    const rows = await rowsFor(invoiceFor(quote));
    expect(rows).toContain('Gesamtbetrag|0,00 EUR');
    expect(rows).toContain('Es ist nichts zu zahlen.');
  });

  test('prints a method that has no translation as it is', async () => {
    const payment = { method: 'constructor', reference: null };
    const text = (await rowsFor(sampleInvoice({ payment }))).join('\n');
    expect(text).toContain('Bezahlt per constructor. Es ist nichts mehr zu zahlen.');
  });
});

describe('properties', () => {
  const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
  const anyAddress = fc.record({
    name: anyText,
    line1: anyText,
    city: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
    postalCode: fc.string({ minLength: 1, maxLength: 20 }),
    country: fc.constantFrom('DE', 'US', 'JP', 'ZZ', 'FR'),
  });

  test('any order is invoiced, and all its totals stand on paper', async () => {
    await fc.assert(
      fc.asyncProperty(pricingCase(), anyText, anyAddress, async (given, name, address) => {
        const quote = quoted(given.cart, given.rules);
        quote.lines = quote.lines.map((item) => ({ ...item, name }));
        const invoice = invoiceFor(quote, { document: { shippingAddress: address } });
        const { totals, taxes, lines, currency, language } = invoice;
        const text = squeezed(await rowsFor(invoice));
        const amounts = [
          ...[totals.subtotal, totals.shipping, totals.net, totals.tax],
          ...taxes.flatMap(({ base, amount }) => [base, amount]),
          ...lines.map(({ subtotal }) => subtotal),
        ];
        expect(text).toContain(squeezed([printMoney(totals.total, currency, language)]));
        for (const amount of amounts)
          expect(text).toContain(printAmount(amount, currency, language));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the words for a tax', () => {
  test('begin a row with a capital letter, and stay as they are within a sentence', async () => {
    const taxes = [{ code: 'CT', jurisdiction: 'JP', ppm: 100_000, treatment: 'S' as const }];
    const cart = { currency: 'JPY', country: 'JP', shippingMethod: 'pickup' };
    const lines = [{ ...line('MUG', '1000', 1), taxes }];
    const gross = invoiceFor(sampleQuote({ ...cart, priceBasis: 'gross', lines }), {
      document: { shippingAddress: london },
    });
    expect(await rowsFor(gross)).toEqual(
      expect.arrayContaining([
        'All prices in JPY, including consumption tax',
        expect.stringMatching(/^Consumption tax \(JP\)\|10%/),
      ]),
    );
    const net = invoiceFor(sampleQuote({ ...cart, priceBasis: 'net', lines }), {
      document: { shippingAddress: london },
    });
    expect(await rowsFor(net)).toContainEqual(expect.stringMatching(/^Consumption tax 10%\|/));
  });

  test('say a reason once that the law’s words hold already', async () => {
    const taxes = [
      {
        code: 'VAT',
        jurisdiction: 'FR',
        ppm: 0,
        treatment: 'AE' as const,
        reason: 'Reverse charge',
      },
    ];
    const quote = sampleQuote({
      lines: [{ ...line('W', '100.00', 1), taxes }],
      shippingTaxes: taxes,
    });
    const rows = await rowsFor(invoiceFor(quote, { document: { shippingAddress: london } }));
    expect(rows.filter((row) => row.startsWith('Reverse charge'))).toEqual([
      'Reverse charge: the recipient is liable for the tax.',
    ]);
  });
});
