import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { PdfFile } from '../../src/documents/pdf/pdf-file.js';
import { srgbProfile } from '../../src/documents/pdf/srgb-profile.js';
import { inflated, objectsOf } from './read-pdf.js';
import { longInvoice, sampleInvoice } from './sample-orders.js';

describe('the file', () => {
  test('repeats byte by byte', () => {
    const hashes = [sampleInvoice(), sampleInvoice()].map((invoice) =>
      createHash('sha256').update(renderInvoicePdf(invoice)).digest('hex'),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  test('is another one, under another identifier, when a word of the invoice is', () => {
    const idOf = (pdf: Buffer) => /\/ID\[<([0-9a-f]{32})><\1>\]/.exec(pdf.toString('latin1'))?.[1];
    const [first, second] = ['ch_1', 'ch_2'].map((reference) =>
      idOf(renderInvoicePdf(sampleInvoice({ payment: { reference } }))),
    );
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(first).not.toBe(second);
  });

  test('tells the right place of every object, and the length of every stream', () => {
    for (const pdf of [renderInvoicePdf(sampleInvoice()), renderInvoicePdf(longInvoice(60))]) {
      const objects = objectsOf(pdf);
      expect(objects.size).toBeGreaterThan(15);
      for (const object of objects.values()) {
        const length = /\/Length (\d+)>>\nstream\n/.exec(object);
        if (!length) continue;
        const start = length.index + length[0].length;
        expect(object.slice(start + Number(length[1]))).toBe('\nendstream');
      }
    }
  });

  test('holds an object that was named before it was written', () => {
    const file = new PdfFile();
    const later = file.reserve();
    const info = file.add('<</Title(x)>>');
    file.add(`<</Type/Catalog/Info ${info} 0 R>>`, later);
    const objects = objectsOf(file.finish({ catalog: later, info }));
    expect(objects.get(later)).toBe('1 0 obj\n<</Type/Catalog/Info 2 0 R>>');
  });
});

describe('the archive’s demands', () => {
  const number = 'INV-<&>-\u0007東';
  const objects = [...objectsOf(renderInvoicePdf({ ...sampleInvoice(), number })).values()];
  const metadata = Buffer.from(
    objects.find((object) => object.includes('/Type/Metadata')) as string,
    'latin1',
  ).toString('utf8');

  test('are met by metadata that are well-formed and claim PDF/A-3b', () => {
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(metadata).toContain('>Rechnung INV-&lt;&amp;&gt;-東</rdf:li>');
  });

  test('are met by metadata that agree with the information dictionary', () => {
    const info = objects.find((object) => object.includes('/Producer')) as string;
    const title = /\/Title <feff([0-9a-f]+)>/.exec(info)?.[1] as string;
    const text = Buffer.from(title, 'hex').swap16().toString('utf16le');
    expect(text).toBe('Rechnung INV-<&>-東');
    expect(info).toContain('/CreationDate(D:20260615000000Z)');
    expect(metadata).toContain('<xmp:CreateDate>2026-06-15T00:00:00Z</xmp:CreateDate>');
  });

  test('are met by an sRGB profile', () => {
    const stream = objects.find((object) => object.includes('/N 3')) as string;
    expect(Buffer.from(inflated(stream), 'latin1').equals(srgbProfile())).toBe(true);
    const profile = srgbProfile();
    expect(profile.readUInt32BE(0)).toBe(profile.length);
    expect(profile.toString('latin1', 36, 40)).toBe('acsp');
    for (let tag = 0; tag < profile.readUInt32BE(128); tag += 1) {
      const [start, length] = [136, 140].map((field) => profile.readUInt32BE(field + 12 * tag));
      expect((start as number) % 4).toBe(0);
      expect((start as number) + (length as number)).toBeLessThanOrEqual(profile.length);
    }
  });

  test('are met by fonts that are all embedded', () => {
    const descriptors = objects.filter((object) => object.includes('/Type/FontDescriptor'));
    expect(descriptors.length).toBeGreaterThanOrEqual(2);
    for (const descriptor of descriptors) expect(descriptor).toMatch(/\/FontFile2 \d+ 0 R/);
  });
});
