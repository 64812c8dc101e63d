/**
 * The plain server's invoice: pdfkit, in the request, as its documentation shows it. Its font is cut
 * to Latin letters beforehand, unless the whole one is asked for: with that each document takes ten
 * times as long.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import subsetFont from 'subset-font';

export interface PlainInvoice {
  number: string;
  createdAt: string;
  customer: { name: string };
  lines: { sku: string; name: string; quantity: number; unitPrice: number; gross: number }[];
  shippingMinor: number;
  totals: { subtotal: number; discount: number; net: number; tax: number; total: number };
}

const SELLER = ['Plain Shop GmbH', 'Weberstraße 12', '10178 Berlin', 'VAT ID DE123456788'];
const LEFT = 50;
const COLUMNS = [50, 90, 330, 400, 480];

/** Answers the function that renders; loading and cutting the fonts takes a moment. */
export async function plainInvoices(
  fonts: 'cut' | 'whole' = 'cut',
): Promise<(invoice: PlainInvoice) => Promise<Buffer>> {
  const load = fonts === 'cut' ? latin : whole;
  const regular = await load('400Regular/NotoSans_400Regular.ttf');
  const bold = await load('700Bold/NotoSans_700Bold.ttf');
  return (invoice) => render(invoice, regular, bold);
}

const require = createRequire(import.meta.url);

async function whole(name: string): Promise<Buffer> {
  return readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${name}`));
}

async function latin(name: string): Promise<Buffer> {
  const letters = Array.from({ length: 0x17f - 0x20 }, (_, index) =>
    String.fromCodePoint(0x20 + index),
  );
  // Without the glyphs that only ligatures and the like lead to: pdfkit is faster without them.
  return subsetFont(await whole(name), `${letters.join('')}€–−`, {
    targetFormat: 'truetype',
    noLayoutClosure: true,
  });
}

function render(invoice: PlainInvoice, regular: Buffer, bold: Buffer): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: LEFT, bufferPages: true });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
  });
  document.registerFont('regular', regular as unknown as ArrayBuffer);
  document.registerFont('bold', bold as unknown as ArrayBuffer);
  head(document, invoice);
  let y = 250;
  const row = (cells: string[], font = 'regular') => {
    if (y > 740) {
      document.addPage();
      y = 60;
    }
    document.font(font).fontSize(9);
    for (const [index, cell] of cells.entries()) {
      document.text(cell, COLUMNS[index] ?? LEFT, y, { lineBreak: false });
    }
    y += 18;
  };
  row(['No.', 'Item', 'Quantity', 'Price', 'Amount'], 'bold');
  for (const [index, { name, quantity, unitPrice, gross }] of invoice.lines.entries()) {
    row([String(index + 1), name, String(quantity), money(unitPrice), money(gross)]);
  }
  const { totals, shippingMinor } = invoice;
  row(['', 'Discount', '', '', money(-totals.discount)]);
  row(['', 'Shipping', '', '', money(shippingMinor)]);
  row(['', 'Net', '', '', money(totals.net)]);
  row(['', 'VAT 19 %', '', '', money(totals.tax)]);
  row(['', 'Total', '', '', money(totals.total)], 'bold');
  document.end();
  return ended;
}

function head(document: PDFKit.PDFDocument, invoice: PlainInvoice): void {
  document.font('bold').fontSize(18).text('Invoice', LEFT, 50);
  document.font('regular').fontSize(9).text(SELLER.join('\n'), 380, 50);
  document.text(invoice.customer.name, LEFT, 130);
  document.text(`Invoice number INV-${invoice.number}`, LEFT, 190);
  document.text(`Date ${invoice.createdAt.slice(0, 10)}`, LEFT, 205);
}

const money = (minor: number): string => `${(minor / 100).toFixed(2)} EUR`;
