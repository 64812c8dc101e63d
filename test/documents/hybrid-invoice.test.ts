import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { galleryPages } from '../../bench/lib/gallery-invoices.js';
import type { Invoice } from '../../src/core/invoice.js';
import { renderHybridInvoice } from '../../src/documents/desk.js';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { embeddedCii } from '../../src/documents/xml/e-invoice.js';
import { inflated, objectsOf, rowsOfAll } from './read-pdf.js';
import { cologne, longInvoice, sampleInvoice } from './sample-orders.js';

const gallery = galleryPages();

async function opened(pdf: Buffer) {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const attachments = (await document.getAttachments()) as Record<
    string,
    { filename: string; content: Uint8Array }
  > | null;
  const metadata = await document.getMetadata();
  await document.destroy();
  return { attachments, metadata };
}

const objectWith = (pdf: Buffer, part: string): string =>
  [...objectsOf(pdf).values()].find((object) => object.includes(part)) ?? '';

describe('the e-invoice inside', () => {
  const invoice = sampleInvoice();
  const pdf = renderHybridInvoice(invoice);

  test('is taken out as it was written, under the name that readers look for', async () => {
    const { attachments } = await opened(pdf);
    expect(Object.keys(attachments ?? {})).toEqual(['factur-x.xml']);
    const content = attachments?.['factur-x.xml']?.content as Uint8Array;
    expect(Buffer.from(content).toString()).toBe(embeddedCii(invoice));
  });

  test('is an alternative of the document, which names it in its catalog', () => {
    const specification = objectWith(pdf, '/Type/Filespec');
    expect(specification).toContain('/AFRelationship/Alternative');
    expect(specification).toMatch(/\/F\(factur-x\.xml\)\/UF\(factur-x\.xml\)/);
    const number = Number.parseInt(specification, 10);
    expect(objectWith(pdf, '/Type/Catalog')).toMatch(
      new RegExp(
        `/AF\\[${number} 0 R\\]/Names<</EmbeddedFiles<</Names\\[\\(factur-x\\.xml\\)${number} 0 R\\]`,
      ),
    );
  });

  test('has its MIME type, its length and its date', () => {
    const file = objectWith(pdf, '/Type/EmbeddedFile');
    const xml = embeddedCii(invoice) as string;
    expect(file).toContain('/Subtype/text#2Fxml');
    expect(file).toContain(`/Params<</ModDate(D:20260615000000Z)/Size ${Buffer.byteLength(xml)}>>`);
    expect(inflated(file)).toBe(Buffer.from(xml).toString('latin1'));
  });

  test('is claimed in the metadata, whose properties are declared', async () => {
    const { metadata } = await opened(pdf);
    const text = objectWith(pdf, '/Type/Metadata');
    expect(text).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>');
    expect(text).toContain('<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>');
    for (const name of ['DocumentFileName', 'DocumentType', 'Version', 'ConformanceLevel'])
      expect(text).toContain(`<pdfaProperty:name>${name}</pdfaProperty:name>`);
    // A reader that parses it, so that it is well-formed.
    expect(metadata.metadata?.get('dc:title')).toBe('Rechnung INV-2026-000042');
  });

  test('is not claimed where there is none', async () => {
    const plain = renderInvoicePdf(invoice);
    expect((await opened(plain)).attachments).toBeNull();
    expect(objectWith(plain, '/Type/Metadata')).not.toContain('factur-x');
    expect(objectWith(plain, '/Type/Catalog')).not.toContain('/AF');
  });
});

describe('the bytes', () => {
  test('do not depend on what was drawn before', () => {
    const first = gallery.map(({ invoice }) => renderHybridInvoice(invoice));
    const again = gallery.toReversed().map(({ invoice }) => renderHybridInvoice(invoice));
    for (const [index, pdf] of again.toReversed().entries())
      expect(pdf.equals(first[index] as Buffer)).toBe(true);
  });
});

describe.each(gallery)('the gallery’s document $name', ({ invoice }) => {
  const pdf = renderHybridInvoice(invoice);

  test('embeds every font that it names, with the meaning of its codes', () => {
    const objects = [...objectsOf(pdf).values()];
    const fonts = objects.filter((object) => object.includes('/Subtype/Type0'));
    expect(fonts.length).toBeGreaterThanOrEqual(2);
    for (const font of fonts) expect(font).toMatch(/\/ToUnicode \d+ 0 R/);
    const embedded = objects.filter((object) => /\/FontFile2 \d+ 0 R/.test(object));
    expect(embedded).toHaveLength(fonts.length);
  });

  test('is read in the order in which it is to be read', async () => {
    const text = await wordsOf(pdf);
    const places = readingOrder(invoice).map((part) => [part, text.indexOf(part)] as const);
    for (const [part, place] of places) expect([part, place]).toEqual([part, expect.any(Number)]);
    const sorted = places.toSorted(([, a], [, b]) => a - b);
    expect(places.every(([, place]) => place >= 0)).toBe(true);
    expect(places).toEqual(sorted);
  });
});

/** As the file has it, page after page, without regard to places. */
async function wordsOf(pdf: Buffer): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  let text = '';
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    for (const item of items) if ('str' in item) text += item.str;
  }
  await document.destroy();
  return text.replace(/\s+/g, '');
}

function readingOrder({ language, kind, lines, buyer }: Invoice): string[] {
  const words =
    language === 'de'
      ? [
          kind === 'invoice' ? 'Rechnungsnummer' : 'Belegnummer',
          'Pos.',
          'Gesamtbetrag',
          'Steuerbetrag',
          'Zahlung',
        ]
      : ['Invoice number', 'No.', 'Total', 'Taxamount', 'Payment'];
  const [fact, head, total, tax, payment] = words as [string, string, string, string, string];
  return [buyer.address.line1, fact, `${head}${language === 'de' ? 'Artikel' : 'Item'}`]
    .concat(lines.length < 6 ? lines.map(({ name }) => name) : [])
    .concat(total, tax, payment)
    .map((part) => part.replace(/\s+/g, ''));
}

describe('bad input', () => {
  test('a name of ten thousand letters is printed to the last, over as many pages as it takes', async () => {
    const invoice = sampleInvoice();
    const name = Array.from(
      { length: 1_250 },
      (_, index) => `word${String(index).padStart(4, '0')}`,
    );
    const [first, ...others] = invoice.lines;
    const long = { ...(first as Invoice['lines'][number]), name: name.join('') };
    const rows = await rowsOfAll(renderHybridInvoice({ ...invoice, lines: [long, ...others] }));
    const text = rows.join('').replace(/[\s|]+/g, '');
    expect(name.filter((word) => !text.includes(word)).length).toBeLessThan(name.length / 4);
    expect(text).toContain('word0000');
    expect(text).toContain('word1249');
    expect(rows.filter((row) => /^Pos\./.test(row)).length).toBeGreaterThan(2);
    expect(rows.filter((row) => /^Übertrag\|/.test(row)).length).toBeGreaterThan(3);
    expect(rows).toContain('Gesamtbetrag|1.139,17 EUR');
  });

  test('what cannot be printed costs neither the page nor the e-invoice', async () => {
    const shippingAddress = { ...cologne, name: 'A\u0000n\u202en\u0007a שלום 😀' };
    const pdf = renderHybridInvoice(sampleInvoice({ document: { shippingAddress } }));
    expect(await rowsOfAll(pdf)).toContainEqual(expect.stringContaining('Anna'));
    const { attachments } = await opened(pdf);
    const xml = Buffer.from(attachments?.['factur-x.xml']?.content as Uint8Array).toString();
    expect(xml).toContain('שלום 😀');
  });

  test('a thousand lines are carried from page to page', async () => {
    const rows = await rowsOfAll(renderHybridInvoice(longInvoice(1_000)));
    const pages = Number(/Seite 1 von (\d+)/.exec(rows.join('\n'))?.[1]);
    expect(pages).toBeGreaterThan(40);
    expect(rows.filter((row) => /^Pos\./.test(row)).length).toBeGreaterThan(pages - 2);
    expect(rows).toContain('Zwischensumme|5.005,00');
  });
});
