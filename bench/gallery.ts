/**
 * `npm run gallery`: renders twelve documents and draws the first page of each as the README shows it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import { Command } from 'commander';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { renderInvoicePdf } from '../src/documents/invoice-pdf.js';
import { galleryPages } from './lib/gallery-invoices.js';
import { indexedPng } from './lib/indexed-png.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

async function firstPage(pdf: Uint8Array, pixelsPerPoint: number): Promise<Buffer> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const page = await document.getPage(1);
  const viewport = page.getViewport({ scale: pixelsPerPoint });
  const [width, height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
  const canvas = createCanvas(width, height);
  const canvasContext = canvas.getContext('2d') as never;
  await page.render({ canvasContext, viewport, canvas: null }).promise;
  await document.destroy();
  return indexedPng(canvas.data(), width, height);
}

const {
  out,
  scale,
  pdf: keepsPdf,
} = new Command('gallery')
  .option('--out <folder>', 'where the images go', join(ROOT, 'data/gallery'))
  .option('--scale <n>', 'pixels per point', Number, 1)
  .option('--pdf', 'write the documents beside them', false)
  .parse()
  .opts<{ out: string; scale: number; pdf: boolean }>();

mkdirSync(out, { recursive: true });
for (const { name, invoice } of galleryPages()) {
  const pdf = renderInvoicePdf(invoice);
  const png = await firstPage(pdf, scale);
  const file = join(out, `${name}.png`);
  writeFileSync(file, png);
  if (keepsPdf) writeFileSync(join(out, `${name}.pdf`), pdf);
  process.stdout.write(`${file}: ${png.length} bytes\n`);
}
