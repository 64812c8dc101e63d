import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import jsqr from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { isIban } from '../../src/core/iban.js';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { paymentCode } from '../../src/documents/qr/payment-code.js';
import { type QrCode, qrCode } from '../../src/documents/qr/qr-code.js';
import { sampleInvoice, seller } from './sample-orders.js';

const read = (pixels: Uint8ClampedArray, width: number, height: number) =>
  (jsqr as unknown as typeof jsqr.default)(pixels, width, height)?.data;

const PIXELS = 4;
const QUIET = 4;

/** What a reader that is not ours sees. */
function readCode({ size, isDark }: QrCode): string | undefined {
  const width = (size + 2 * QUIET) * PIXELS;
  const pixels = new Uint8ClampedArray(4 * width * width).fill(255);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [column, row] = [x, y].map((place) => Math.floor(place / PIXELS) - QUIET) as [
        number,
        number,
      ];
      const isInside = column >= 0 && row >= 0 && column < size && row < size;
      if (isInside && isDark(column, row))
        pixels.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
  }
  return read(pixels, width, width);
}

async function readPage(pdf: Buffer): Promise<string | undefined> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const page = await document.getPage(1);
  const viewport = page.getViewport({ scale: 2 });
  const [width, height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
  const canvas = createCanvas(width, height);
  const canvasContext = canvas.getContext('2d') as never;
  await page.render({ canvasContext, viewport, canvas: null }).promise;
  await document.destroy();
  return read(new Uint8ClampedArray(canvas.data()), width, height);
}

describe('a QR code', () => {
  test.each([1, 14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331])(
    'of %i bytes is read back',
    (length) => {
      const text = Array.from({ length }, (_, index) =>
        String.fromCharCode(33 + ((index * 7 + length) % 90)),
      ).join('');
      expect(readCode(qrCode(text) as QrCode)).toBe(text);
    },
  );

  test('grows with the text, up to version 13', () => {
    expect(
      ['x', 'x'.repeat(14), 'x'.repeat(15), 'x'.repeat(331)].map((text) => qrCode(text)?.size),
    ).toEqual([21, 21, 25, 69]);
    expect(qrCode('x'.repeat(332))).toBeNull();
  });

  test('of any text is read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        expect(readCode(qrCode(text) as QrCode)).toBe(Buffer.from(text).toString());
      }),
      { numRuns: 30 },
    );
  });
});

const transfer = {
  name: 'Orderloom Demo Shop GmbH',
  iban: 'DE89 3704 0044 0532 0130 00',
  bic: 'COBADEFFXXX',
  amount: 18_350,
  remittance: 'INV-2026-000042',
};
const lines = (changes: Partial<typeof transfer>) =>
  paymentCode({ ...transfer, ...changes })?.split('\n');

describe('a payment code', () => {
  test('says what EPC069-12 asks for, line by line', () => {
    expect(lines({})).toEqual([
      ...['BCD', '002', '1', 'SCT', 'COBADEFFXXX', 'Orderloom Demo Shop GmbH'],
      ...['DE89370400440532013000', 'EUR183.50', '', '', 'INV-2026-000042'],
    ]);
  });

  test('has cents with two digits, and no more than a bank takes', () => {
    expect(lines({ amount: 5 })?.[7]).toBe('EUR0.05');
    expect(lines({ amount: 99_999_999_999 })?.[7]).toBe('EUR999999999.99');
    expect(lines({ amount: 100_000_000_000 })).toBeUndefined();
    expect(lines({ amount: 0 })).toBeUndefined();
  });

  test('cuts a name and keeps it on its line', () => {
    expect(lines({ name: `A\nB${'x'.repeat(100)}` })?.[5]).toBe(`A B${'x'.repeat(67)}`);
  });

  test('is not made for an account number that no bank can have', () => {
    expect(lines({ iban: 'DE88 3704 0044 0532 0130 00' })).toBeUndefined();
    expect(isIban('GB82WEST12345698765432')).toBe(true);
    expect(isIban('DE89')).toBe(false);
    expect(isIban('DE8937040044053201300O')).toBe(false);
  });
});

describe('an invoice', () => {
  const due = { state: 'pending', reference: null, method: 'invoice' } as const;

  test('that is due can be paid from its page', async () => {
    const pdf = renderInvoicePdf(sampleInvoice({ payment: due }));
    expect(await readPage(pdf)).toBe(
      paymentCode({
        ...{ name: seller.name, iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
        ...{ amount: 113_917, remittance: 'INV-2026-000042' },
      }),
    );
  });

  test.each([
    ['is paid', sampleInvoice()],
    ['is in another currency', { ...sampleInvoice({ payment: due }), currency: 'USD' }],
    ['has no account to pay to', { ...sampleInvoice({ payment: due }), seller: withoutBank() }],
  ])('that %s has no code', async (_, invoice) => {
    expect(await readPage(renderInvoicePdf(invoice))).toBeUndefined();
  });
});

function withoutBank() {
  const { bank: _, ...rest } = seller;
  return rest;
}
