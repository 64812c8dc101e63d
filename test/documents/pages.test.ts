import { describe, expect, test } from 'vitest';
import { printAmount } from '../../src/core/invoice.js';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { line } from '../core/carts.js';
import { pagesOf, rightEdges, squeezed } from './read-pdf.js';
import { invoiceFor, london, longInvoice, sampleInvoice, sampleQuote } from './sample-orders.js';

/** 190 mm. */
const RIGHT_MARGIN = (190 * 72) / 25.4;

const german = (amount: number): string => printAmount(amount, 'EUR', 'de');

describe('an invoice of 200 lines', async () => {
  const pages = await pagesOf(renderInvoicePdf(longInvoice(200)));
  const lineNumbers = (page: string[]): number[] =>
    page.flatMap((row) => /^(\d+)\|Article number/.exec(row)?.[1] ?? []).map(Number);

  test('has all its lines, once and in order', () => {
    const all = Array.from({ length: 200 }, (_, index) => index + 1);
    expect(pages.flatMap(lineNumbers)).toEqual(all);
  });

  test('repeats the head of the table and the number of the page', () => {
    expect(pages.length).toBeGreaterThan(5);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Pos.|Artikel|Menge|Einzelpreis|Betrag');
      expect(page.at(-1)).toBe(`Rechnung INV-2026-000042|Seite ${index + 1} von ${pages.length}`);
    }
  });

  test('carries the sum of the lines so far from page to page', () => {
    let sum = 0;
    for (const [index, page] of pages.entries()) {
      const carries = page.filter((row) => row.startsWith('Übertrag'));
      const brought = `Übertrag|${german(sum)}`;
      for (const number of lineNumbers(page)) sum += number;
      const carried = `Übertrag|${german(sum)}`;
      const isFirst = index === 0;
      const isLast = index === pages.length - 1;
      expect(carries).toEqual([...(isFirst ? [] : [brought]), ...(isLast ? [] : [carried])]);
    }
    expect(pages.at(-1)).toContain(`Zwischensumme|${german(sum)}`);
  });
});

describe('pages', () => {
  test('hold a thousand lines', async () => {
    const pages = await pagesOf(renderInvoicePdf(longInvoice(1000)));
    expect(pages.flat()).toContain('1000|Article number 1000|1|10,00|10,00');
  });

  test('wrap a name of 200 characters, with and without blanks', async () => {
    for (const name of [`${'weaver '.repeat(28)}loom`, 'W'.repeat(200), '織'.repeat(200)]) {
      const quote = sampleQuote({
        lines: [line('X', '1234567.123456', '999.999999', { name })],
      });
      const text = squeezed((await pagesOf(renderInvoicePdf(invoiceFor(quote)))).flat());
      expect(text.replace(/[^A-Za-z織]/g, '')).toContain(name.replaceAll(' ', '').slice(0, 10));
      const letters = new Map(
        [...'Wwo織'].map((letter) => [letter, name.split(letter).length - 1]),
      );
      const [most = '', count = 0] = [...letters].sort(([, a], [, b]) => b - a)[0] ?? [];
      expect(text.split(most).length - 1).toBeGreaterThanOrEqual(count);
    }
  });

  test('keep the total together with what leads to it, from the last line on', async () => {
    for (const count of [9, 10, 11, 12, 13, 14]) {
      const pages = await pagesOf(renderInvoicePdf(longInvoice(count)));
      const page = pages.find((rows) => rows.some((row) => row.startsWith('Zwischensumme')));
      expect(page?.some((row) => row.startsWith('Gesamtbetrag'))).toBe(true);
      expect(page?.some((row) => row.startsWith(`${count}|Article`))).toBe(true);
    }
  });

  test('print an address in full that the window cuts short', async () => {
    const shippingAddress = {
      ...london,
      name: 'N'.repeat(200),
      line1: 'L'.repeat(200),
      line2: 'M'.repeat(200),
      city: 'C'.repeat(100),
    };
    const invoice = sampleInvoice({ document: { shippingAddress } });
    const text = squeezed((await pagesOf(renderInvoicePdf(invoice))).flat());
    expect(text).toContain('Billedto');
    for (const part of [shippingAddress.name, shippingAddress.line1, shippingAddress.line2])
      expect(text).toContain(part);
  });
});

/** A company whose name and address are long, but as they stand in the register. */
const longSeller = {
  ...sampleInvoice().seller,
  name: 'Vereinigte Handelsgesellschaft für Kaffee, Tee und Kolonialwaren mbH & Co. KG',
  line1: 'Willy-Brandt-Straße 1234, Hinterhof, Aufgang B links',
  line2: 'c/o Gründerzentrum Nord, Gebäude 7',
  city: 'Mönchengladbach-Rheindahlen',
  postalCode: '41179',
  taxNumber: '123/4567/8901',
  registration:
    'Amtsgericht Mönchengladbach, HRB 123456, Geschäftsführerin Dr. Anna-Maria Müller-Lüdenscheidt',
};

describe('the seller’s name and address', () => {
  test('stand whole on every page, however long', async () => {
    const invoice = { ...longInvoice(40), seller: longSeller };
    const pages = await pagesOf(renderInvoicePdf(invoice));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      const text = squeezed(page);
      for (const part of ['41179', 'Deutschland', '123/4567/8901', 'Lüdenscheidt'])
        expect(text).toContain(part);
    }
  });

  test('stand below the invoice where the foot is too small', async () => {
    const line1 = 'Straße '.repeat(28).trim();
    const seller = { ...longSeller, name: 'Name '.repeat(39).trim(), line1, line2: line1 };
    const rows = (await pagesOf(renderInvoicePdf({ ...sampleInvoice(), seller }))).flat();
    const below = rows.slice(rows.indexOf('Aussteller') + 1);
    expect(below[0]).toMatch(/^Name Name/);
    expect(below).toContain('41179 Mönchengladbach-Rheindahlen');
    expect(below).toContain('Deutschland');
  });

  test('lose nothing of the street and the town in the line above the window', async () => {
    const seller = { ...longSeller, line1: 'Willy-Brandt-Straße 1234' };
    const [first = []] = await pagesOf(renderInvoicePdf({ ...sampleInvoice(), seller }));
    const sender = first.find((row) => row.includes('…'));
    expect(sender).toMatch(
      /^Vereinigte.*… · Willy-Brandt-Straße 1234 · 41179 Mönchengladbach-Rheindahlen$/,
    );
  });
});

test('a long line is carried forward with the page on which its figures stand', async () => {
  const quote = sampleQuote(
    {
      lines: [
        line('A', '10.00', 1, { name: 'First' }),
        line('B', '5.00', 1, { name: 'word '.repeat(1_500) }),
      ],
    },
    { promotions: [] },
  );
  const pages = await pagesOf(renderInvoicePdf(invoiceFor(quote)));
  expect(pages.length).toBeGreaterThan(2);
  expect(pages[0]?.join('\n')).toMatch(/\|1\|5,00\|5,00/);
  for (const page of pages.slice(0, 2)) expect(page).toContain('Übertrag|15,00');
});

test('letters that are kerned apart stay within their column', async () => {
  const city = 'T'.repeat(100);
  const address = { ...london, name: 'N'.repeat(200), line1: 'S'.repeat(200), city };
  const invoice = invoiceFor(sampleQuote(), { document: { shippingAddress: address } });
  const edges = await rightEdges(renderInvoicePdf(invoice));
  expect(Math.max(...edges)).toBeLessThanOrEqual(RIGHT_MARGIN + 0.1);
});
